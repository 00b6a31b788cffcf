#include "family_writer.h"

namespace dunghan::metrics {

Axis NamedAxis(std::string_view label, std::initializer_list<std::string_view> names) {
  Axis axis{label, {}};
  for (const std::string_view name : names) {
    axis.values.emplace_back(name, static_cast<uint8_t>(axis.values.size()));
  }
  return axis;
}

Axis NamedAxis(std::string_view label, size_t count, std::string_view (*name)(size_t)) {
  Axis axis{label, {}};
  for (size_t i = 0; i < count; ++i) axis.values.emplace_back(name(i), static_cast<uint8_t>(i));
  return axis;
}

Axis PeriodAxis() {
  using board::NamedPeriod;
  return AxisOf("period", {NamedPeriod::kCurrentMonth, NamedPeriod::kPreviousMonth,
                           NamedPeriod::kCurrentQuarter, NamedPeriod::kCurrentYear});
}

Axis MeasuredAxis() {
  using board::Timeliness;
  return AxisOf("timeliness", {Timeliness::kEarly, Timeliness::kOnTime, Timeliness::kLate});
}

Axis ResultAxis() {
  using board::Timeliness;
  return AxisOf("timeliness", {Timeliness::kEarly, Timeliness::kOnTime, Timeliness::kLate,
                               Timeliness::kUnmeasurable});
}

FamilyWriter::FamilyWriter(const board::Snapshot& snapshot, const ShownRows& shown,
                           std::string& text, std::vector<Gap>& gaps)
    : snapshot_(snapshot), shown_(shown), text_(text), gaps_(gaps), names_(snapshot) {
  for (const uint32_t place : shown.agencies) {
    agencies_.push_back(names_.Of(snapshot.agencies[place].code));
  }
  for (const uint32_t place : shown.procedures) {
    procedures_.push_back(names_.Of(snapshot.procedures[place].code));
  }
  if (shown.agencies_left_out > 0) agencies_.push_back(names_.other_agencies());
  if (shown.procedures_left_out > 0) procedures_.push_back(names_.other_procedures());
}

void FamilyWriter::Agencies(const Family& family, CountOf of, Axes axes) {
  Write(family, of, axes, "agency", agencies_, 0);
}

void FamilyWriter::Agencies(const Family& family, NumberOf of, Axes axes) {
  Write(family, of, axes, "agency", agencies_, 0);
}

void FamilyWriter::EachAgency(const Family& family, NumberOf of, Axes axes) {
  const auto shown = agencies_.begin() + static_cast<std::ptrdiff_t>(shown_.agencies.size());
  Write(family, of, axes, "agency", Names(agencies_.begin(), shown), 0);
}

void FamilyWriter::Procedures(const Family& family, CountOf of, Axes axes) {
  Write(family, of, axes, "procedure", procedures_, agencies_.size());
}

void FamilyWriter::Procedures(const Family& family, NumberOf of, Axes axes) {
  Write(family, of, axes, "procedure", procedures_, agencies_.size());
}

void FamilyWriter::Begin(const Family& family) { AppendHead(text_, family); }

void FamilyWriter::One(const Family& family, LabelPairs labels) {
  AppendSeries(text_, family, labels);
  text_ += "1\n";
}

// Text that a missing number must not take with it.
void FamilyWriter::End() {
  gaps_.push_back({.text_end = static_cast<uint32_t>(text_.size()), .text_alone = true});
}

template <class Of>
void FamilyWriter::Write(const Family& family, Of of, Axes axes, std::string_view label,
                         const Names& names, size_t first_row) {
  const Axis none{"", {{"", 0}}};
  const Axis& first = axes.size() > 0 ? axes.begin()[0] : none;
  const Axis& second = axes.size() > 1 ? axes.begin()[1] : none;
  Begin(family);
  End();
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    for (const auto& [word, a] : first.values) {
      for (const auto& [further, b] : second.values) {
        AppendSeries(text_, family, {{label, name}, {first.label, word}, {second.label, further}});
        Put({.text_end = static_cast<uint32_t>(text_.size()),
             .row = static_cast<uint32_t>(first_row + i),
             .a = a,
             .b = b},
            of);
      }
    }
  }
}

void FamilyWriter::Put(Gap gap, NumberOf of) {
  gap.of = of;
  gaps_.push_back(gap);
}

void FamilyWriter::Put(Gap gap, CountOf of) {
  // Where a number lies is taken from one of them: filling a page is then a read, not a call.
  static const board::Counts someone;
  const char* number = reinterpret_cast<const char*>(&of(someone, gap.a, gap.b));
  const auto place = number - reinterpret_cast<const char*>(&someone);
  static_assert(sizeof(board::Counts) <= UINT16_MAX);
  gap.count = static_cast<uint16_t>(place);
  gaps_.push_back(gap);
}

}  // namespace dunghan::metrics
