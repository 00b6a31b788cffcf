#include "petitions.h"

#include <algorithm>
#include <utility>

#include "dunghan/figures/share.h"

namespace dunghan::board {

using dossier::PetitionState;

Petitions::Petitions(const rulebook::Rulebook& rulebook, dossier::PetitionPolicy policy, Rows& rows,
                     const Days& days)
    : rulebook_(rulebook),
      policy_(std::move(policy)),
      rows_(rows),
      days_(days),
      any_(figures::HasPetitions(rulebook)) {}

void Petitions::Put(std::string_view code, const dossier::Judged& judged, Instant now) {
  auto found = places_.find(code);
  if (!Is(figures::RowOf(judged.facts).procedure)) {
    if (found != places_.end()) Drop(found->second);
    return;
  }
  if (found == places_.end()) {
    uint32_t place = 0;
    if (free_.empty()) {
      place = static_cast<uint32_t>(entries_.size());
      entries_.emplace_back();
    } else {
      place = free_.back();
      free_.pop_back();
    }
    entries_[place].code = code;
    found = places_.emplace(std::string(code), place).first;
  } else {
    rows_.CountPetition(entries_[found->second].row, entries_[found->second].counted, -1);
  }
  Entry& entry = entries_[found->second];
  entry.calendar = judged.terms.calendar;
  entry.procedure = figures::RowOf(judged.facts).procedure;
  entry.seen = SeePetition(judged.facts, *entry.calendar, policy_, now);
  Count(found->second, now);
}

bool Petitions::AdvanceTo(Instant now) {
  bool turned = false;
  while (const auto place = deadlines_.PopDue(now)) {
    const Entry& entry = entries_[*place];
    rows_.CountPetition(entry.row, entry.counted, -1);
    Count(*place, now);
    turned = true;
  }
  return turned;
}

void Petitions::BeginDay(Instant now, bool counted) {
  for (uint32_t place = 0; place < entries_.size(); ++place) {
    const Entry& entry = entries_[place];
    if (entry.code.empty()) continue;
    if (counted) rows_.CountPetition(entry.row, entry.counted, -1);
    Count(place, now);
  }
}

/// As of now. REQUIRES: it is counted in no row.
void Petitions::Count(uint32_t place, Instant now) {
  Entry& entry = entries_[place];
  const worktime::Zone& zone = entry.calendar->zone();
  PassTime(entry.seen, zone, now);
  const bool in_time = entry.seen.state == PetitionState::kOpenInTime && entry.seen.answer_by;
  entry.counted = {.month = CountPetition(entry.seen, zone, days_.month()),
                   .due_today = in_time && zone.DayOf(now) == *entry.seen.answer_by};
  // What has come to count nothing will not count again but by an event, which tells all of it.
  if (entry.counted == CountedPetition{}) return Drop(place);
  const LocalDay day = std::min(figures::HeldOn(entry.seen, zone, now), days_.today());
  entry.row = rows_.PlaceOf(rulebook_.HolderOn(entry.seen.agency, entry.procedure, day));
  rows_.CountPetition(entry.row, entry.counted, 1);
  std::optional<Instant> next;
  if (in_time) {
    // The day on which it is due, then the one after.
    const LocalDay turns = entry.counted.due_today ? *entry.seen.answer_by + std::chrono::days{1}
                                                   : *entry.seen.answer_by;
    next = zone.StartOf(turns);
  }
  deadlines_.Set(place, next);
}

void Petitions::Drop(uint32_t place) {
  Entry& entry = entries_[place];
  if (entry.counted != CountedPetition{}) rows_.CountPetition(entry.row, entry.counted, -1);
  deadlines_.Set(place, {});
  places_.erase(entry.code);
  entry = Entry();
  free_.push_back(place);
}

}  // namespace dunghan::board
