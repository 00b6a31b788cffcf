#include "commit_group.h"

#include <fmt/format.h>

namespace dunghan::ledger::sqlite {

using dossier::Event;

void CommitGroup::Take(std::span<const Item> items, Group& group) {
  items_ = items;
  outcomes_.reserve(items.size());
  for (const Item& item : items) {
    const auto* event = std::get_if<Event>(&item.content);
    writes_ |= !event || item.retry_of;
    outcomes_.push_back(event ? TakeEvent(*event, group) : ItemOutcome{Outcome::kQuarantined, 0});
  }
  for (const auto& [i, event] : voids_) outcomes_[i].voids_nothing = !group.HasVoided(*event);
  if (has_events()) head_.chain = link_.Close();
  writes_ |= has_events() || !refused_.empty();
}

ItemOutcome CommitGroup::TakeEvent(const Event& event, Group& group) {
  // A repeat brings no new texts, so that it is never refused for them.
  if (!allowance_.Admits(event)) return Refuse(event, Bound::kTextsOfSource);
  const Digest content = dossier::ContentDigest(event);
  const Added added = group.AddNew(event, content, head_.seq + 1);
  switch (added.kind) {
    case Added::Kind::kKnown:
      return {Outcome::kDuplicate, 0};
    case Added::Kind::kFull:
      return Refuse(event, Bound::kEventsOfDossier);
    case Added::Kind::kNew:
      break;
  }
  allowance_.Take(event);
  link_.Add(content);
  fresh_.push_back({&event, ++head_.seq, added.previous});
  if (event.type == dossier::EventType::kVoided) voids_.emplace_back(outcomes_.size(), &event);
  return {Outcome::kStored, head_.seq, added.other_content};
}

ItemOutcome CommitGroup::Refuse(const Event& event, Bound bound) {
  const BoundFault fault = Describe(bound);
  refused_.emplace_back(
      outcomes_.size(),
      Reject{.source = std::string(event.source.text()),
             .place = {},
             .field = std::string(fault.field),
             .reason = std::string(fault.reason),
             .fields = bounds_.fields_of ? bounds_.fields_of(event) : std::string(),
             .raw = {}});
  ItemOutcome outcome{Outcome::kQuarantined, 0};
  outcome.bound = bound;
  return outcome;
}

void CommitGroup::Write(Meta& meta) {
  if (has_events()) WriteEvents(meta);
  PutAside();
}

void CommitGroup::WriteEvents(Meta& meta) {
  for (const Fresh& one : fresh_) {
    store_.InsertEvent(one.seq, one.previous, *one.event);
    if (one.event->at > head_.recorded_at) {
      store_.InsertAhead(one.event->at, one.seq, one.event->dossier);
    }
    meta.simulated |= one.event->source.text() == kSimulator;
  }
  const auto brought = allowance_.brought();
  store_.SaveDictionary(store_.dictionary().size() - static_cast<uint32_t>(brought.size()),
                        brought);
  store_.InsertCommit(fresh_.front().seq, head_);
}

void CommitGroup::PutAside() {
  const Instant now = head_.recorded_at;
  set_aside_.Begin();
  auto refused = refused_.begin();
  for (size_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    const auto* reject = std::get_if<Reject>(&item.content);
    if (refused != refused_.end() && refused->first == i) reject = &(refused++)->second;
    if (reject) {
      // What was tried again in vain stays as it is.
      outcomes_[i].seq = item.retry_of ? *item.retry_of : set_aside_.Put(*reject, now);
    } else if (item.retry_of) {
      store_.Resolve(*item.retry_of, now);
      set_aside_.Recount();
    }
  }
  set_aside_.WriteBytes();
}

}  // namespace dunghan::ledger::sqlite
