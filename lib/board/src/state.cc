#include "state.h"

#include <algorithm>
#include <utility>

#include "nearness.h"

namespace dunghan::board {

using dossier::Standing;
using figures::Amount;

Board::State::State(std::shared_ptr<const rulebook::Rulebook> rulebook,
                    const figures::Policy& policy, const ledger::Position& position)
    : rulebook_(std::move(rulebook)),
      policy_(policy),
      position_(position),
      days_(rulebook_->default_calendar().zone().DayOf(position.at), policy.reporting_month),
      rows_(*rulebook_, days_.today()) {}

void Board::State::Apply(std::span<const ledger::DossierChange> changes,
                         const ledger::Position& position) {
  AdvanceTo(position.at);
  for (const ledger::DossierChange& change : changes) {
    if (change.before) Account(*change.before, -1);
    Account(change.after, 1);
    Put(change.code, change.after);
  }
  const bool moved = position.seq != position_.seq || position.chain != position_.chain;
  if (moved || !changes.empty()) ++version_;
  position_.seq = position.seq;
  position_.chain = position.chain;
}

void Board::State::AdvanceTo(Instant now) {
  if (now <= position_.at) return;
  position_.at = now;
  while (const auto place = deadlines_.PopDue(now)) Refresh(*place);
}

void Board::State::MarkSimulated() {
  if (!std::exchange(simulated_, true)) ++version_;
}

void Board::State::Account(const ledger::DossierState& state, int sign) {
  if (!state.facts.first_at) return;
  const figures::RowKey key = figures::RowOf(state.facts);
  ProcedureRow& procedure = rows_.procedure(rows_.PlaceOf(key.procedure));
  if (procedure.petition) return;
  AgencyRow& agency = rows_.agency(rows_.PlaceOf(key.agency));
  const auto contributions =
      figures::ContributeAt(state.facts, state.judgement, agency.calendar->zone(), position_.at);
  for (const figures::Contribution& part : contributions) {
    if (part.basis != policy_.basis) continue;
    const DayPlace& place = days_.Of(part.day);
    agency.sums.Add(place, part.amount, key.channel, sign * part.count);
    procedure.sums.Add(place, part.amount, key.channel, sign * part.count);
  }
}

void Board::State::Put(std::string_view code, const ledger::DossierState& state) {
  const dossier::BasisJudgement& judgement = state.judgement.On(policy_.basis);
  const Standing standing = dossier::StandingAt(judgement, position_.at);
  const bool open =
      state.facts.first_at && standing != Standing::kDeclined && !dossier::IsEnded(standing);
  auto place = dossiers_.Find(code);
  if (!open) {
    if (place) Remove(*place);
    return;
  }
  if (place) {
    Count(dossiers_[*place], -1);
  } else {
    place = dossiers_.Add(code);
  }
  const figures::RowKey row = figures::RowOf(state.facts);
  Entry& entry = dossiers_[*place];
  entry.agency = rows_.PlaceOf(row.agency);
  entry.procedure = rows_.PlaceOf(row.procedure);
  entry.received_at.Set(state.facts.receipt ? std::optional(state.facts.receipt->at)
                                            : std::nullopt);
  entry.due.Set(judgement.due);
  entry.overdue_from.Set(judgement.overdue_from);
  entry.standing = standing;
  Settle(*place);
}

void Board::State::Remove(uint32_t place) {
  Count(dossiers_[place], -1);
  deadlines_.Set(place, {});
  dossiers_.Remove(place);
}

void Board::State::Refresh(uint32_t place) {
  Entry& entry = dossiers_[place];
  Count(entry, -1);
  // Time alone makes dossiers overdue; all else comes with an event.
  if (entry.standing == Standing::kInTime && *entry.overdue_from.Get() <= position_.at) {
    BecomeOverdue(entry);
  }
  Settle(place);
  ++version_;
}

/// What ContributeAt says from that instant on, less what it said before.
void Board::State::BecomeOverdue(Entry& entry) {
  entry.standing = Standing::kOverdue;
  AgencyRow& agency = rows_.agency(entry.agency);
  ProcedureRow& procedure = rows_.procedure(entry.procedure);
  if (procedure.petition) return;
  const worktime::Zone& zone = agency.calendar->zone();
  const Instant from = *entry.overdue_from.Get();
  const DayPlace& begins = days_.Of(zone.DayOf(from));
  const DayPlace& due = days_.Of(zone.DayOf(from - std::chrono::milliseconds{1}));
  for (Sums* sums : {&agency.sums, &procedure.sums}) {
    // None of these amounts is kept by channel.
    sums->Add(begins, Amount::kOverdue, dossier::Channel::kUnknown, 1);
    sums->Add(due, Amount::kCohortPending, dossier::Channel::kUnknown, -1);
    sums->Add(due, Amount::kCohortLate, dossier::Channel::kUnknown, 1);
  }
}

void Board::State::Settle(uint32_t place) {
  Entry& entry = dossiers_[place];
  const Nearness nearness = NearnessAt(*rows_.agency(entry.agency).calendar, entry.standing,
                                       entry.overdue_from.Get(), position_.at);
  entry.bucket = nearness.bucket;
  Count(entry, 1);
  deadlines_.Set(place, nearness.until);
}

void Board::State::Count(const Entry& entry, int sign) {
  ProcedureRow& procedure = rows_.procedure(entry.procedure);
  if (procedure.petition) return;
  procedure.sums.CountOpen(entry.standing, entry.bucket, sign);
  rows_.agency(entry.agency).sums.CountOpen(entry.standing, entry.bucket, sign);
}

OpenDossier Board::State::Describe(uint32_t place) const {
  const Entry& entry = dossiers_[place];
  return {.code = dossiers_.CodeOf(place),
          .agency = rows_.agency(entry.agency).code,
          .procedure = rows_.procedure(entry.procedure).code,
          .standing = entry.standing,
          .bucket = entry.bucket,
          .due = entry.due.Get(),
          .overdue_from = entry.overdue_from.Get(),
          .received_at = entry.received_at.Get()};
}

std::shared_ptr<const Snapshot> Board::State::TakeSnapshot() {
  if (!snapshot_ || snapshot_->version != version_) {
    snapshot_ = std::make_shared<const Snapshot>(Show());
  }
  return snapshot_;
}

Snapshot Board::State::Show() const {
  Snapshot snapshot;
  snapshot.version = version_;
  snapshot.position = position_;
  snapshot.simulated = simulated_;
  snapshot.policy = policy_;
  snapshot.rulebook = rulebook_;
  snapshot.today = days_.today();
  snapshot.periods = days_.periods();
  rows_.Show(snapshot);
  return snapshot;
}

}  // namespace dunghan::board
