#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// Picks a number of a row; what the two further numbers mean is its own affair.
using NumberOf = int64_t (*)(const board::Counts& counts, size_t a, size_t b);

/// Where a number goes on a page: behind the text up to `text_end`.
struct Gap {
  uint32_t text_end = 0;
  uint32_t row = 0;
  NumberOf of = nullptr;
  uint8_t a = 0;
  uint8_t b = 0;
  bool by_procedure = false;  ///< a row of the procedures, else of the agencies
  bool unless_zero = false;   ///< a zero leaves out its text as well
};

/// A page with gaps for its numbers: all the rest is rendered once. Immutable.
class BusinessForm {
 public:
  /// For pages with the rows of this snapshot.
  explicit BusinessForm(const board::Snapshot& snapshot);

  /// Whether the snapshot has the same rows under the same rulebook.
  bool Fits(const board::Snapshot& snapshot) const;
  /// REQUIRES: Fits(snapshot).
  std::string Fill(const board::Snapshot& snapshot) const;

 private:
  // Held, so that no other rulebook can come to lie at its address.
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  std::vector<AgencyCode> agencies_;
  std::vector<ProcedureCode> procedures_;
  std::string text_;
  std::vector<Gap> gaps_;
};

}  // namespace dunghan::metrics
