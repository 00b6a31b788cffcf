#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dictionary.h"
#include "dunghan/figures/cells.h"
#include "dunghan/ledger/view.h"

namespace dunghan::ledger {

/// Day cells are kept in pages: one for every day, month and year, each the sum of its days. A
/// range of days is then covered by a few pages, however long it is.
enum class PageSpan : int64_t { kDay = 0, kMonth = 1, kYear = 2 };

struct PageKey {
  PageSpan span = PageSpan::kDay;
  LocalDay first;
  /// For a table keyed by number, in the order (span, first).
  int64_t ToNumber() const;
  static PageKey FromNumber(int64_t number);
  /// No page of this span has a smaller number, none of a shorter one a greater.
  static int64_t FirstOf(PageSpan span);
  friend bool operator==(const PageKey&, const PageKey&) = default;
};

/// The pages a day belongs to.
std::vector<PageKey> PagesOf(LocalDay day);
/// The fewest pages that make up [from, to] exactly.
std::vector<PageKey> Cover(LocalDay from, LocalDay to);

using PageRows = boost::unordered_flat_map<figures::RowKey, figures::CellAmounts>;

/// Rows in order of their ledger numbers: equal pages are equal bytes within one ledger.
std::string EncodePage(const PageRows& rows, Dictionary& dictionary);
/// The page with `changes` added to it, as EncodePage would write it. Of rows without a change the
/// bytes are taken as they are. Nothing when the bytes are not what EncodePage wrote.
std::optional<std::string> ChangedPage(std::string_view page, const PageRows& changes,
                                       Dictionary& dictionary);
/// Calls `visit` for each row; false when the bytes are not what EncodePage wrote.
bool DecodePage(std::string_view bytes, const Dictionary& dictionary,
                const View::CellVisitor& visit);

}  // namespace dunghan::ledger
