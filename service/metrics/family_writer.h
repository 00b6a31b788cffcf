#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "business_form.h"
#include "dunghan/board/snapshot.h"
#include "metrics/gauge_text.h"
#include "row_names.h"
#include "shown_rows.h"

namespace dunghan::metrics {

/// A label and the values it takes, each with the number it is known by to a NumberOf.
struct Axis {
  std::string_view label;
  std::vector<std::pair<std::string_view, uint8_t>> values;
};
/// The label takes the names of these.
template <class E>
Axis AxisOf(std::string_view label, std::initializer_list<E> values) {
  Axis axis{label, {}};
  for (const E value : values) {
    axis.values.emplace_back(ToString(value), static_cast<uint8_t>(value));
  }
  return axis;
}
/// The label takes these names, known as 0, 1 ...
Axis NamedAxis(std::string_view label, std::initializer_list<std::string_view> names);
Axis NamedAxis(std::string_view label, size_t count, std::string_view (*name)(size_t));

Axis PeriodAxis();    ///< "period": current and previous month, quarter, year
Axis MeasuredAxis();  ///< "timeliness" of what has a due
Axis ResultAxis();    ///< "timeliness", unmeasurable last
using Axes = std::initializer_list<Axis>;

/// Writes families with labels into the text of a form, and a gap for each number.
class FamilyWriter {
 public:
  FamilyWriter(const board::Snapshot& snapshot, const ShownRows& shown, std::string& text,
               std::vector<Gap>& gaps);

  /// A series for each row and value of up to two axes: the number's `a` is of the first one, `b`
  /// of the second. Those of the rows that are not shown are summed up in one more.
  void Agencies(const Family& family, CountOf of, Axes axes = {});
  void Agencies(const Family& family, NumberOf of, Axes axes = {});
  void Procedures(const Family& family, CountOf of, Axes axes = {});
  void Procedures(const Family& family, NumberOf of, Axes axes = {});
  /// Only for each row that is shown: what is said of one agency and means nothing for several.
  void EachAgency(const Family& family, NumberOf of, Axes axes = {});
  /// A family whose series are all 1.
  void Begin(const Family& family);
  void One(const Family& family, LabelPairs labels);
  void End();

  const board::Snapshot& snapshot() const { return snapshot_; }
  const ShownRows& shown() const { return shown_; }
  const RowNames& names() const { return names_; }

 private:
  /// What a label says, row by row.
  using Names = std::vector<std::string_view>;
  template <class Of>
  void Write(const Family& family, Of of, Axes axes, std::string_view label, const Names& names,
             size_t first_row);
  void Put(Gap gap, NumberOf of);
  void Put(Gap gap, CountOf of);

  const board::Snapshot& snapshot_;
  const ShownRows& shown_;
  std::string& text_;
  std::vector<Gap>& gaps_;
  RowNames names_;
  Names agencies_;  // that of the others included, if there are any
  Names procedures_;
};

void WriteAgencyFlows(FamilyWriter& writer);      ///< what each agency has done
void WriteAgencyStandings(FamilyWriter& writer);  ///< what it has open, and its target
void WritePetitions(FamilyWriter& writer);        ///< those each agency has
void WriteProcedures(FamilyWriter& writer);       ///< over all agencies
void WriteInfos(FamilyWriter& writer);            ///< names

}  // namespace dunghan::metrics
