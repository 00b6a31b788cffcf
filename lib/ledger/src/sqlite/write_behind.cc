#include "write_behind.h"

#include <algorithm>
#include <map>

#include "replay.h"

namespace dunghan::ledger::sqlite {

void WriteStates(Store& store, const Book& book, std::vector<std::string> codes,
                 Instant recorded_at) {
  std::sort(codes.begin(), codes.end());  // neighbours in the tables are written together
  for (const std::string& code : codes) {
    const auto entry = book.Find(code);
    if (!entry) ThrowDamaged("dossier " + code + " is to be written behind and is not held");
    if (entry->IsSettled()) {
      store.PutFinished(code, *entry);
    } else {
      store.PutOpen(code, *entry, NextAt(*entry, book.StateOf(*entry).judgement, recorded_at));
    }
  }
}

void WriteCells(Store& store, const figures::Cells& changes) {
  std::map<int64_t, PageRows> pages;
  for (const auto& [key, amounts] : changes.map()) {
    if (amounts.IsZero()) continue;
    for (const PageKey& page : PagesOf(key.day)) pages[page.ToNumber()][key.row].Add(amounts);
  }
  for (const auto& [number, rows] : pages) {
    const PageKey key = PageKey::FromNumber(number);
    const auto page = ChangedPage(store.ReadPage(key), rows, store.dictionary());
    if (!page) ThrowDamaged("a page of cells");
    store.WritePage(key, *page);
  }
}

}  // namespace dunghan::ledger::sqlite
