#include "commit_group.h"

namespace dunghan::ledger {

using dossier::Event;

void CommitGroup::Take(std::span<const Item> items, Group& group) {
  outcomes_.reserve(items.size());
  batch_.events.reserve(items.size());
  for (const Item& item : items) {
    const auto* event = std::get_if<Event>(&item.content);
    // A reject is counted up even where it repeats; a retry settles its entry even where the event
    // turns out to be known.
    writes_ |= !event || item.retry_of;
    outcomes_.push_back(event ? TakeEvent(*event, group) : ItemOutcome{Outcome::kQuarantined, 0});
  }
  // After all items: what a void names may stand behind it in the same group.
  for (const auto& [i, event] : voids_) outcomes_[i].voids_nothing = !group.HasVoided(*event);
  writes_ |= has_events() || !refused_.empty();
  PutAside(items);
  batch_.texts_from = allowance_.texts_before();
  batch_.brought_by = allowance_.brought();
}

ItemOutcome CommitGroup::TakeEvent(const Event& event, Group& group) {
  // A repeat brings no new texts, so that it is never refused for them.
  if (!allowance_.Admits(event)) return Refuse(event, Bound::kTextsOfSource);
  const Digest content = dossier::ContentDigest(event);
  // Last of all that may refuse: a group has no way to take an event back out.
  const Added added = group.AddNew(event, content, next_);
  switch (added.kind) {
    case Added::Kind::kKnown:
      return {Outcome::kDuplicate, 0};
    case Added::Kind::kFull:
      return Refuse(event, Bound::kEventsOfDossier);
    case Added::Kind::kNew:
      break;
  }
  // Only now: what is refused or known brings no text.
  allowance_.Take(event);
  is_simulated_ = is_simulated_ || event.source.text() == record::kSimulator;
  batch_.events.push_back({&event, content, added.previous});
  if (event.type == dossier::EventType::kVoided) voids_.emplace_back(outcomes_.size(), &event);
  return {Outcome::kStored, next_++, added.other_content};
}

ItemOutcome CommitGroup::Refuse(const Event& event, Bound bound) {
  const BoundFault fault = Describe(bound);
  refused_.emplace_back(
      outcomes_.size(),
      record::Reject{.source = std::string(event.source.text()),
                     .place = {},
                     .field = std::string(fault.field),
                     .reason = std::string(fault.reason),
                     .fields = bounds_.fields_of ? bounds_.fields_of(event) : std::string(),
                     .raw = {}});
  ItemOutcome outcome{Outcome::kQuarantined, 0};
  outcome.bound = bound;
  return outcome;
}

void CommitGroup::PutAside(std::span<const Item> items) {
  auto refused = refused_.begin();
  for (size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    const auto* reject = std::get_if<record::Reject>(&item.content);
    if (refused != refused_.end() && refused->first == i) reject = &(refused++)->second;
    if (reject && item.retry_of) {
      outcomes_[i].seq = *item.retry_of;  // what was tried again in vain stays as it is
    } else if (reject) {
      aside_.push_back(i);
      batch_.aside.push_back(*reject);
    } else if (item.retry_of) {
      batch_.resolved.push_back(*item.retry_of);
    }
  }
}

std::vector<ItemOutcome> CommitGroup::TakeOutcomes(const record::Written& written) {
  for (size_t i = 0; i < aside_.size(); ++i) outcomes_[aside_[i]].seq = written.aside[i];
  return std::move(outcomes_);
}

}  // namespace dunghan::ledger
