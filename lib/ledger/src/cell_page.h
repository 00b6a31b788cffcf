#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/figures/cells.h"
#include "dunghan/record/bytes.h"
#include "dunghan/record/dictionary.h"

namespace dunghan::ledger {

/// Day cells are kept in pages: one for every day, month and year, each the sum of its days. A
/// range of days is then covered by a few pages, however long it is.
enum class PageSpan : uint8_t { kDay = 0, kMonth = 1, kYear = 2 };

struct PageKey {
  PageSpan span = PageSpan::kDay;
  LocalDay first;

  /// Eight bytes in the order (span, first).
  std::string ToBytes() const;
  /// Nothing where they are no page's.
  static std::optional<PageKey> FromBytes(std::string_view bytes);
  friend bool operator==(const PageKey&, const PageKey&) = default;
};

/// The first day of the page of that span that a day belongs to.
LocalDay FirstOf(PageSpan span, LocalDay day);
/// The fewest pages that make up [from, to] exactly.
std::vector<PageKey> Cover(LocalDay from, LocalDay to);

/// A row by the record's numbers: agency, procedure, counter, channel.
using RowNumbers = std::array<uint32_t, 4>;
RowNumbers NumbersOf(const figures::RowKey& row, record::Dictionary& dictionary);

/// One sum of a cell: an amount on a basis, or a measure by detail and reason.
struct Slot {
  uint64_t key = 0;
  int64_t amount = 0;
  friend bool operator==(const Slot&, const Slot&) = default;
};
uint64_t SlotOf(dossier::Basis basis, figures::Amount amount);
uint64_t SlotOf(const figures::MeasureKey& key, record::Dictionary& dictionary);

/// Writes the rows of a page, which come in order of their numbers; equal pages are equal bytes.
class PageWriter {
 public:
  PageWriter() : write_(rows_) {}
  /// `slots`: by key, each once, none zero. Without any nothing is written.
  void Add(const RowNumbers& row, const std::vector<Slot>& slots);
  /// A row as it stands in another page.
  void Copy(std::string_view row);
  bool empty() const { return count_ == 0; }
  /// The page, and begins the next one.
  std::string Take();

 private:
  std::string rows_;
  std::string cell_;
  record::ByteWriter write_;
  uint64_t count_ = 0;
};

/// The page that is both together. Nothing when either is not what PageWriter wrote.
std::optional<std::string> SumOfPages(std::string_view one, std::string_view other);
/// Calls `visit` for each row; false when the bytes are not what PageWriter wrote.
using CellVisitor =
    std::function<void(const figures::RowKey& row, const figures::CellAmounts& amounts)>;
bool DecodePage(std::string_view bytes, const record::Dictionary& dictionary,
                const CellVisitor& visit);
/// How many rows it has.
std::optional<uint64_t> CountRows(std::string_view page);

}  // namespace dunghan::ledger
