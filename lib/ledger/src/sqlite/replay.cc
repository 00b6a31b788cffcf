#include "replay.h"

#include <algorithm>
#include <utility>

namespace dunghan::ledger::sqlite {
namespace {

constexpr int64_t kFoldedAtATime = 20'000;  // events folded at a time: bounds memory

}  // namespace

void Replay(Store& store, Book& book, int64_t from, int64_t to, Instant now,
            const std::function<void(int64_t)>& after_piece) {
  std::vector<std::pair<int64_t, dossier::Event>> events;
  for (int64_t first = from; first <= to; first += kFoldedAtATime) {
    const int64_t last = std::min(to, first + kFoldedAtATime - 1);
    events.clear();
    store.ForEachEvent(first, last, [&](int64_t seq, dossier::Event&& event) {
      events.emplace_back(seq, std::move(event));
    });
    Group group(book, now);
    for (const auto& [seq, event] : events) group.Add(event, dossier::ContentDigest(event), seq);
    group.Complete();
    book.Publish(std::move(group), nullptr);
    if (after_piece) after_piece(last);
  }
}

std::optional<Instant> NextAt(const Entry& entry, const dossier::Judgement& judgement,
                              Instant known) {
  std::optional<Instant> next = entry.wake_at;
  const auto consider = [&](const std::optional<Instant>& at) {
    if (at && *at > known) next = next ? std::min(*next, *at) : at;
  };
  for (const auto& basis : judgement.bases) consider(basis.overdue_from);
  consider(judgement.acceptance.overdue_from);
  return next;
}

}  // namespace dunghan::ledger::sqlite
