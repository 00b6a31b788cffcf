#include "state.h"

#include <array>
#include <utility>

#include "nearness.h"

namespace dunghan::board {

using dossier::Acceptance;
using dossier::Standing;
using figures::Amount;

Board::State::State(std::shared_ptr<const rulebook::Timeline> timeline,
                    const figures::Policy& policy, const ledger::Position& position)
    : timeline_(std::move(timeline)),
      policy_(policy),
      position_(position),
      days_(zone().DayOf(position.at), policy.reporting_month, timeline_->newest().successions()),
      rows_(timeline_->newest(), days_) {}

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
  const auto contributions = figures::ContributeAt(state.facts, state.judgement,
                                                   CalendarOf(state.facts).zone(), position_.at);
  for (const figures::Contribution& part : contributions) {
    if (part.basis != policy_.basis) continue;
    const AmountCount amount{part.amount, sign * part.count};
    rows_.Charge(key, part.day, {&amount, 1});
  }
}

void Board::State::Put(std::string_view code, const ledger::DossierState& state) {
  const dossier::BasisJudgement& judgement = state.judgement.On(policy_.basis);
  const dossier::AcceptanceJudgement& acceptance = state.judgement.acceptance;
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
  entry.calendar = &CalendarOf(state.facts);
  entry.agency = rows_.PlaceOf(row.agency);
  entry.holder = rows_.PlaceOfHolder(row.agency, row.procedure);
  entry.procedure = rows_.PlaceOf(row.procedure);
  entry.received_at.Set(state.facts.receipt ? std::optional(state.facts.receipt->at)
                                            : std::nullopt);
  entry.standing = standing;
  entry.acceptance = dossier::AcceptanceAt(acceptance, position_.at);
  const bool awaited = entry.AwaitsAcceptance();
  entry.due.Set(awaited ? std::optional<dossier::DueClaim>(acceptance.due) : judgement.due);
  entry.overdue_from.Set(awaited ? acceptance.overdue_from : judgement.overdue_from);
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
  // Time alone makes dossiers late on the clock they are on; all else comes with an event.
  if (*entry.overdue_from.Get() <= position_.at) {
    if (entry.standing == Standing::kInTime) BecomeOverdue(entry);
    if (entry.acceptance == Acceptance::kWaiting) entry.acceptance = Acceptance::kWaitingLate;
  }
  Settle(place);
  ++version_;
}

/// What ContributeAt says from that instant on, less what it said before.
void Board::State::BecomeOverdue(Entry& entry) {
  entry.standing = Standing::kOverdue;
  const worktime::Zone& zone = entry.calendar->zone();
  const Instant from = *entry.overdue_from.Get();
  // None of these amounts is kept by counter or channel.
  const figures::RowKey key{rows_.agency(entry.agency).code,
                            rows_.procedure(entry.procedure).code,
                            {},
                            dossier::Channel::kUnknown};
  constexpr std::array<AmountCount, 1> kBegins{{{Amount::kOverdue, 1}}};
  constexpr std::array<AmountCount, 2> kDue{
      {{Amount::kCohortPending, -1}, {Amount::kCohortLate, 1}}};
  rows_.Charge(key, zone.DayOf(from), kBegins);
  rows_.Charge(key, zone.DayOf(from - std::chrono::milliseconds{1}), kDue);
}

void Board::State::Settle(uint32_t place) {
  Entry& entry = dossiers_[place];
  const auto overdue_from = entry.overdue_from.Get();
  const Nearness nearness = NearnessAt(*entry.calendar, entry.standing, overdue_from, position_.at);
  entry.bucket = nearness.bucket;
  Count(entry, 1);
  deadlines_.Set(place, entry.acceptance == Acceptance::kWaiting ? overdue_from : nearness.until);
}

void Board::State::Count(const Entry& entry, int sign) {
  ProcedureRow& procedure = rows_.procedure(entry.procedure);
  if (procedure.petition) return;
  const OpenState state{entry.standing, entry.bucket, entry.acceptance};
  procedure.sums.CountOpen(state, sign);
  rows_.agency(entry.holder).sums.CountOpen(state, sign);
}

OpenDossier Board::State::Describe(uint32_t place) const {
  const Entry& entry = dossiers_[place];
  OpenDossier open{.code = dossiers_.CodeOf(place),
                   .agency = rows_.agency(entry.holder).code,
                   .procedure = rows_.procedure(entry.procedure).code,
                   .standing = entry.standing,
                   .bucket = entry.bucket,
                   .due = {},
                   .overdue_from = {},
                   .received_at = entry.received_at.Get(),
                   .acceptance = entry.acceptance,
                   .acceptance_due = {}};
  const auto due = entry.due.Get();
  if (!entry.AwaitsAcceptance()) {
    open.due = due;
    open.overdue_from = entry.overdue_from.Get();
  } else if (due) {
    open.acceptance_due = std::get<Instant>(*due);
  }
  return open;
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
  snapshot.rulebook = timeline_->newest_version().rulebook;
  snapshot.today = days_.today();
  snapshot.periods = days_.periods();
  rows_.Show(snapshot);
  return snapshot;
}

}  // namespace dunghan::board
