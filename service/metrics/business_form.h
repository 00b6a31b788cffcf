#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dunghan/board/snapshot.h"
#include "metrics/gauge_text.h"
#include "row_outlook.h"
#include "shown_rows.h"

namespace dunghan::metrics {

/// One row of the page. Procedures have no outlook.
struct PageRow {
  const board::Counts* counts = nullptr;
  const RowOutlook* outlook = nullptr;
};

/// Picks a number of a row; what the two further numbers mean is its own affair. Most are counts as
/// they stand; others are worked out, or there is none.
using CountOf = const int64_t& (*)(const board::Counts& counts, size_t a, size_t b);
using NumberOf = Number (*)(const PageRow& row, size_t a, size_t b);

/// Where a number goes on a page: behind the text from the last gap up to `text_end`. A row that
/// has no such number leaves out that text as well.
struct Gap {
  uint32_t text_end = 0;
  uint32_t row = 0;       ///< the agencies', then the procedures', each with that of the others
  NumberOf of = nullptr;  ///< null: a count, or text alone
  uint16_t count = 0;     ///< where it lies in board::Counts, in bytes
  uint8_t a = 0;
  uint8_t b = 0;
  bool text_alone = false;
};

/// A page with gaps for its numbers: all the rest is rendered once. Immutable.
class BusinessForm {
 public:
  /// How many series a row has at most.
  static SeriesOfRow OfRow(const board::Snapshot& snapshot);

  /// For pages with these rows of this snapshot.
  BusinessForm(const board::Snapshot& snapshot, ShownRows shown);

  /// Whether the snapshot has the same rows under the same rulebook, on the same basis, and the
  /// same are to be shown.
  bool Fits(const board::Snapshot& snapshot, const ShownRows& shown) const;
  /// REQUIRES: Fits(snapshot, shown()).
  std::string Fill(const board::Snapshot& snapshot, Instant now) const;
  const ShownRows& shown() const { return shown_; }

 private:
  // Held, so that no other rulebook can come to lie at its address.
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  dossier::Basis basis_;
  ShownRows shown_;
  std::vector<AgencyCode> agencies_;  // all, shown or not
  std::vector<ProcedureCode> procedures_;
  std::string text_;
  std::vector<Gap> gaps_;
};

}  // namespace dunghan::metrics
