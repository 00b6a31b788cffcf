#include "replay.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "dunghan/record/failure.h"

namespace dunghan::ledger {
namespace {

constexpr int64_t kFoldedAtATime = 20'000;  // events folded at a time: bounds memory

}  // namespace

void Replay(record::Reading& reading, Book& book, int64_t after, const record::Head& through,
            Instant now, const std::function<void(const record::Head&)>& after_piece,
            std::vector<DossierChange>* changes) {
  std::vector<std::pair<int64_t, dossier::Event>> events;
  while (after < through.seq) {
    record::Head last;
    reading.ForEachLink(after, [&](const record::Link& link) {
      last = link.head;
      // A piece ends with a link, so that a stamp can name it.
      return last.seq - after < kFoldedAtATime && last.seq < through.seq;
    });
    if (last.seq <= after) record::ThrowDamaged("the record ends before its last link");
    events.clear();
    reading.ForEachEntry(after, last.seq, [&](record::Entry& entry) {
      if (entry.event) events.emplace_back(entry.seq, std::move(*entry.event));
      return true;
    });
    Group group(book, now);
    for (const auto& [seq, event] : events) group.Add(event, dossier::ContentDigest(event), seq);
    group.Complete();
    book.Publish(std::move(group), changes);
    after = last.seq;
    if (after_piece) after_piece(last);
  }
}

bool HasLink(record::Reading& reading, const record::Head& head) {
  // Nothing at all is the beginning of every record.
  if (head == record::Head{}) return true;
  const auto found = reading.HeadAt(head.seq);
  return found && *found == head;
}

std::optional<Instant> NextAt(const Folded& entry, const dossier::Judgement& judgement,
                              Instant known) {
  std::optional<Instant> next = entry.wake_at;
  const auto consider = [&](const std::optional<Instant>& at) {
    if (at && *at > known) next = next ? std::min(*next, *at) : at;
  };
  for (const auto& basis : judgement.bases) consider(basis.overdue_from);
  consider(judgement.acceptance.overdue_from);
  consider(dossier::NextLate(judgement.index766, known));
  return next;
}

}  // namespace dunghan::ledger
