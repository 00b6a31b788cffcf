#include "intake/quarantine_retry.h"

#include <set>
#include <utility>
#include <vector>

#include "dunghan/ledger/view.h"

namespace dunghan::intake {
namespace {

constexpr size_t kGroup = 1000;

Result<void> Commit(ledger::Ledger& ledger, std::vector<ledger::Item>& items,
                    ledger::OutcomeCounts& totals, const TellAppended& tell) {
  if (items.empty()) return {};
  auto appended = ledger.Append(items);
  if (!appended) return appended.error();
  for (const auto& item : appended->items) totals.Add(item.outcome);
  items.clear();
  if (tell) tell(std::move(*appended));
  return {};
}

Result<std::vector<ledger::QuarantineEntry>> Select(ledger::Ledger& ledger,
                                                    std::span<const int64_t> ids) {
  std::vector<ledger::QuarantineEntry> entries;
  std::set<int64_t> seen;
  for (const int64_t id : ids) {
    // Named twice is meant once: the second retry would find it dealt with.
    if (!seen.insert(id).second) continue;
    auto entry = ledger.FindQuarantine(id);
    if (!entry) return entry.error();
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace

Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             std::span<const int64_t> ids, ledger::OutcomeCounts& totals,
                             const TellAppended& tell) {
  if (ids.empty()) return RetryQuarantine(ledger, decoder, totals, tell);
  const auto entries = Select(ledger, ids);
  if (!entries) return entries.error();
  return RetryQuarantine(ledger, decoder, std::span(*entries), totals, tell);
}

Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             std::span<const ledger::QuarantineEntry> entries,
                             ledger::OutcomeCounts& totals, const TellAppended& tell) {
  std::vector<ledger::Item> items;
  for (const auto& entry : entries) {
    ledger::Item item;
    const bool usable =
        decoder.Redecode(entry, item) && std::holds_alternative<dossier::Event>(item.content);
    if (usable) {
      items.push_back(std::move(item));
    } else {
      ++totals.quarantined;
    }
    if (items.size() < kGroup) continue;
    if (const auto done = Commit(ledger, items, totals, tell); !done) return done;
  }
  return Commit(ledger, items, totals, tell);
}

Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             const QuarantineFilter& filter, ledger::OutcomeCounts& totals,
                             const TellAppended& tell) {
  constexpr int64_t kPiece = 1000;
  int64_t last = 0;
  while (true) {
    auto entries = ledger.QuarantineAfter(last, kPiece);
    if (!entries) return entries.error();
    if (entries->empty()) return {};
    // By id: what still waits is not met again.
    last = entries->back().id;
    std::erase_if(*entries, [&](const auto& entry) { return !filter.Matches(entry); });
    if (auto done = RetryQuarantine(
            ledger, decoder, std::span<const ledger::QuarantineEntry>(*entries), totals, tell);
        !done)
      return done;
  }
}

Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             ledger::OutcomeCounts& totals, const TellAppended& tell) {
  return RetryQuarantine(ledger, decoder, QuarantineFilter(), totals, tell);
}

}  // namespace dunghan::intake
