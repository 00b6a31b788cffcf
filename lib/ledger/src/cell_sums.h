#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cell_page.h"
#include "dunghan/figures/share.h"

namespace dunghan::ledger {

/// Changes of day cells on their way into pages.
///
/// What is added is put down one after the other, in plain arrays, and summed up once, when pages
/// are made of it: most dossiers touch cells that no other touches in the same piece of time.
class CellSums {
 public:
  /// The dictionary outlives it.
  explicit CellSums(record::Dictionary& dictionary) : dictionary_(dictionary) {}

  void Add(const figures::Share& share, int sign);
  /// What one dossier adds now in the place of what it added before.
  void Replace(const figures::Share& before, const figures::Share& after);
  void Add(const figures::Cells& cells);

  /// Forgets all of it.
  void Clear();
  /// How much was put down: what bounds the memory it takes.
  size_t parts() const { return parts_.size(); }
  /// Makes pages of days, months and years, in order of their keys, without what has come to
  /// nothing, and begins anew. What is passed is valid during the call.
  using PageVisitor = std::function<void(const PageKey& key, std::string&& page)>;
  void TakePages(const PageVisitor& visit);

 private:
  /// An amount in a cell.
  struct Part {
    uint32_t cell;
    Slot slot;
  };
  struct Cell {
    int32_t day;
    uint32_t row;
  };
  uint32_t RowOf(const figures::RowKey& row);
  uint32_t CellOf(int32_t day, uint32_t row);
  void AddAmounts(const figures::RowKey& row, const figures::Contribution* from,
                  const figures::Contribution* to, int sign);
  void AddMeasures(const figures::MeasureContribution* from, const figures::MeasureContribution* to,
                   int sign);
  void RankRows();
  void PagesOf(PageSpan span, const PageVisitor& visit);

  record::Dictionary& dictionary_;
  boost::unordered_flat_map<figures::RowKey, uint32_t> row_numbers_;
  std::vector<RowNumbers> rows_;
  std::vector<uint32_t> ranks_;  // of rows, by their numbers
  boost::unordered_flat_map<uint64_t, uint32_t> cell_numbers_;
  std::vector<Cell> cells_;
  std::vector<Part> parts_;
};

}  // namespace dunghan::ledger
