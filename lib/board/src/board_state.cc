#include "board_state.h"

#include <algorithm>
#include <array>
#include <utility>

#include "nearness.h"

namespace dunghan::board {
namespace {

/// Most steps of a dossier (assigned, ready, rated ...) move nothing that is counted or listed
/// here.
bool LooksTheSame(const dossier::Judged& before, const dossier::Judged& after) {
  const dossier::Facts& was = before.facts;
  const dossier::Facts& is = after.facts;
  // Whatever Put or LiveShareAt reads has to be compared here.
  return before.judgement == after.judgement && was.receipt == is.receipt &&
         was.submission == is.submission && was.named_agency == is.named_agency &&
         was.suspensions == is.suspensions && was.reopened_at == is.reopened_at &&
         was.apologised == is.apologised && was.end == is.end;
}

}  // namespace

using dossier::Acceptance;
using dossier::Basis;
using dossier::Standing;
using figures::Amount;

Board::State::State(std::shared_ptr<const rulebook::Timeline> timeline,
                    const figures::Policy& policy, const ledger::Position& position)
    : timeline_(std::move(timeline)),
      policy_(policy),
      position_(position),
      days_(zone().DayOf(position.at), policy.reporting_month,
            timeline_->newest().default_calendar(), timeline_->newest().successions()),
      rows_(timeline_->newest(), days_),
      petitions_(timeline_->newest(), policy_.petitions, rows_, days_) {}

void Board::State::Apply(std::span<const ledger::DossierChange> changes,
                         const ledger::Position& position) {
  // First: what is accounted for a dossier is its share of now, and so is what is taken away below.
  AdvanceTo(position.at);
  for (const ledger::DossierChange& change : changes) {
    // Before the rest is passed by: a rating counts there, and an answer made public.
    if (petitions_.any()) petitions_.Put(change.code, change.after, position_.at);
    if (change.before && LooksTheSame(*change.before, change.after)) continue;
    figures::Share after = ShareNow(change.after);
    if (change.before) {
      figures::Share before = ShareNow(*change.before);
      figures::DropCommon(before, after);
      Account(before, -1);
    }
    Account(after, 1);
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
  // Otherwise figures of periods stay those of the day it was loaded on: another is loaded then.
  if (goes_on_) BeginDay(zone().DayOf(now));
  while (const auto place = deadlines_.PopDue(now)) Refresh(*place);
  if (petitions_.AdvanceTo(now)) ++version_;
}

std::optional<Instant> Board::State::NextChange() const {
  const auto next = deadlines_.Next();
  const auto petition = petitions_.Next();
  return next && petition ? std::min(next, petition) : next ? next : petition;
}

void Board::State::GoOn() {
  goes_on_ = true;
  rows_.Keep(policy_.basis);
}

void Board::State::BeginDay(LocalDay today) {
  if (today <= days_.today()) return;
  ++version_;
  // In place: the rows look at it.
  const Days before = std::exchange(
      days_, Days(today, policy_.reporting_month, timeline_->newest().default_calendar(),
                  timeline_->newest().successions()));
  // Who has what changes with successions alone, and the month begins with what its eve had.
  if (before.eve() == days_.eve() && before.moves() == days_.moves()) {
    rows_.Shift(before);
    petitions_.BeginDay(position_.at, /*counted=*/true);
    return;
  }
  rows_.Recharge();
  petitions_.BeginDay(position_.at, /*counted=*/false);
  for (size_t i = 0; i < dossiers_.places(); ++i) {
    OpenEntry& entry = dossiers_[static_cast<uint32_t>(i)];
    if (!entry.used()) continue;
    entry.holder =
        rows_.PlaceOfHolder(rows_.agency(entry.agency).code, rows_.procedure(entry.procedure).code);
    entry.pair = rows_.PlaceOfPair(entry.holder, entry.procedure);
    Count(entry, 1);
  }
}

void Board::State::MarkSimulated() {
  if (!std::exchange(simulated_, true)) ++version_;
}

figures::Share Board::State::ShareNow(const dossier::Judged& judged) const {
  // What ended before the longest window is in no distribution.
  const LocalDay recent = *days_.windows()[static_cast<size_t>(Window::k20)].from;
  return figures::LiveShareAt(judged, position_.at, recent);
}

void Board::State::Account(const figures::Share& share, int sign) {
  for (const figures::Contribution& part : share.amounts) {
    const AmountCount amount{part.amount, sign * part.count};
    if (part.basis == policy_.basis || figures::IsOfBoth(part.amount)) {
      rows_.Charge(share.row, part.day, {.amounts = {&amount, 1}});
    } else if (ResultOf(part.amount)) {
      // Of the other basis nothing but results is shown.
      rows_.Charge(share.row, part.day, {.other = {&amount, 1}});
    }
  }
  for (const auto& part : share.measures) {
    const figures::MeasureSums::Sum sum{part.key, sign * part.amount};
    rows_.Charge(share.row, part.day, {.basis = policy_.basis, .measures = {&sum, 1}});
  }
}

Basis Board::State::OtherBasis() const {
  return policy_.basis == Basis::kPromised ? Basis::kLawful : Basis::kPromised;
}

void Board::State::Put(std::string_view code, const dossier::Judged& judged) {
  const dossier::BasisJudgement& judgement = judged.judgement.On(policy_.basis);
  const dossier::AcceptanceJudgement& acceptance = judged.judgement.acceptance;
  const Standing standing = dossier::StandingAt(judgement, position_.at);
  const bool open =
      judged.facts.first_at && standing != Standing::kDeclined && !dossier::IsEnded(standing);
  auto place = dossiers_.Find(code);
  if (!open) {
    if (place) Remove(*place);
    return;
  }
  if (place) {
    // As it was, before anything of it changes; Settle counts it as it is.
    Count(dossiers_[*place], -1);
  } else {
    place = dossiers_.Add(code);
  }
  const figures::RowKey row = figures::RowOf(judged.facts);
  OpenEntry& entry = dossiers_[*place];
  entry.calendar = CalendarOf(judged);
  entry.agency = rows_.PlaceOf(row.agency);
  entry.holder = rows_.PlaceOfHolder(row.agency, row.procedure);
  entry.procedure = rows_.PlaceOf(row.procedure);
  entry.pair = rows_.PlaceOfPair(entry.holder, entry.procedure);
  entry.received_at.Set(judged.facts.receipt ? std::optional(judged.facts.receipt->at)
                                             : std::nullopt);
  entry.standing = standing;
  entry.acceptance = dossier::AcceptanceAt(acceptance, position_.at);
  const bool awaited = entry.AwaitsAcceptance();
  entry.due.Set(awaited ? std::optional<dossier::DueClaim>(acceptance.due) : judgement.due);
  entry.due_day.Set((awaited ? acceptance.due_day : judgement.due_day).value_or(LocalDay{}));
  entry.overdue_from.Set(awaited ? acceptance.overdue_from : judgement.overdue_from);
  const dossier::BasisJudgement& other = judged.judgement.On(OtherBasis());
  const Standing on_other = dossier::StandingAt(other, position_.at);
  entry.other_overdue = on_other == Standing::kOverdue;
  // Only what is in time is made overdue by time alone: a clock that stands waits for an event.
  const bool other_comes = on_other == Standing::kInTime && !other.awaits_list;
  entry.other_overdue_from.Set(other_comes ? other.overdue_from : std::nullopt);
  entry.awaits_list = judgement.awaits_list;
  entry.index_late_from.Set(dossier::NextLate(judged.judgement.index766, position_.at));
  entry.apologised = judged.facts.apologised.has_value();
  entry.suspended_ahead = standing == Standing::kSuspended && judgement.overdue_from &&
                          *judgement.overdue_from > position_.at;
  Settle(*place);
}

void Board::State::Remove(uint32_t place) {
  Count(dossiers_[place], -1);
  deadlines_.Set(place, {});
  dossiers_.Remove(place);
}

void Board::State::Refresh(uint32_t place) {
  OpenEntry& entry = dossiers_[place];
  Count(entry, -1);
  const auto has_come = [this](const MaybeInstant& maybe) {
    const auto at = maybe.Get();
    return at && *at <= position_.at;
  };
  // Time alone makes dossiers late on the clock they are on; all else comes with an event.
  if (has_come(entry.overdue_from)) {
    if (entry.standing == Standing::kInTime) BecomeOverdue(entry);
    if (entry.suspended_ahead) LoseWhileSuspended(entry);
    if (entry.acceptance == Acceptance::kWaiting) entry.acceptance = Acceptance::kWaitingLate;
  }
  if (has_come(entry.other_overdue_from)) {
    entry.other_overdue = true;
    entry.other_overdue_from.Set({});
  }
  if (has_come(entry.index_late_from)) TurnLateForIndex(entry);
  Settle(place);
  ++version_;
}

/// What ContributeAt says from that instant on, less what it said before.
void Board::State::BecomeOverdue(OpenEntry& entry) {
  const LocalDay day = entry.calendar->zone().DayOf(*entry.overdue_from.Get());
  if (entry.awaits_list) {
    entry.standing = Standing::kUnmeasurable;
    constexpr std::array<AmountCount, 1> kWaits{{{Amount::kUnmeasurable, 1}}};
    Charge(entry, day, kWaits);
    return;
  }
  entry.standing = Standing::kOverdue;
  constexpr std::array<AmountCount, 1> kBegins{{{Amount::kOverdue, 1}}};
  constexpr std::array<AmountCount, 2> kDue{
      {{Amount::kCohortPending, -1}, {Amount::kCohortLate, 1}}};
  Charge(entry, day, kBegins);
  Charge(entry, entry.CountedOn(), kDue);
}

/// Likewise: its standing stays, but its finish would be late from now on.
void Board::State::LoseWhileSuspended(OpenEntry& entry) {
  entry.suspended_ahead = false;
  constexpr std::array<AmountCount, 1> kEnds{{{Amount::kSuspendedAhead, -1}}};
  Charge(entry, entry.calendar->zone().DayOf(*entry.overdue_from.Get()), kEnds);
}

void Board::State::TurnLateForIndex(OpenEntry& entry) {
  constexpr std::array<AmountCount, 3> kTurns{
      {{Amount::kIndexOpenOnTime, -1}, {Amount::kIndexOpenLate, 1}, {Amount::kIndexLateAhead, -1}}};
  Charge(entry, entry.calendar->zone().DayOf(*entry.index_late_from.Get()), kTurns);
  entry.index_late_from.Set({});
}

void Board::State::Charge(const OpenEntry& entry, LocalDay day, AmountCounts amounts) {
  const figures::RowKey key{rows_.agency(entry.agency).code,
                            rows_.procedure(entry.procedure).code,
                            {},
                            dossier::Channel::kUnknown};
  rows_.Charge(key, day, {.amounts = amounts});
}

void Board::State::Settle(uint32_t place) {
  OpenEntry& entry = dossiers_[place];
  const auto overdue_from = entry.overdue_from.Get();
  const auto due =
      overdue_from ? std::optional(DueAt{entry.CountedOn(), *overdue_from}) : std::nullopt;
  const Nearness nearness = NearnessAt(*entry.calendar, entry.standing, due, position_.at);
  entry.bucket = nearness.bucket;
  entry.newly_severe = nearness.newly_severe;
  Count(entry, 1);
  // Neither lies in a bucket that time moves: only its limit can pass.
  const bool by_due = entry.acceptance == Acceptance::kWaiting || entry.suspended_ahead;
  auto next = by_due ? overdue_from : nearness.until;
  if (const auto other = entry.other_overdue_from.Get())
    next = std::min(next.value_or(*other), *other);
  if (const auto late = entry.index_late_from.Get()) next = std::min(next.value_or(*late), *late);
  deadlines_.Set(place, next);
}

void Board::State::Count(const OpenEntry& entry, int sign) {
  rows_.CountOpen(entry.pair,
                  {.standing = entry.standing,
                   .bucket = entry.bucket,
                   .acceptance = entry.acceptance,
                   .other_overdue = entry.other_overdue,
                   .newly_severe = entry.newly_severe,
                   .overdue_from = entry.overdue_from.Get()},
                  sign);
}

OpenDossier Board::State::Describe(uint32_t place) const {
  const OpenEntry& entry = dossiers_[place];
  OpenDossier open{.code = dossiers_.CodeOf(place),
                   .agency = rows_.agency(entry.holder).code,
                   .procedure = rows_.procedure(entry.procedure).code,
                   .standing = entry.standing,
                   .bucket = entry.bucket,
                   .due = {},
                   .due_day = {},
                   .counted_on = {},
                   .overdue_from = {},
                   .received_at = entry.received_at.Get(),
                   .acceptance = entry.acceptance,
                   .acceptance_due = {},
                   .calendar = entry.calendar,
                   .apologised = entry.apologised};
  const auto due = entry.due.Get();
  if (!entry.AwaitsAcceptance()) {
    open.due = due;
    if (due) {
      open.due_day = entry.due_day.Get();
      open.counted_on = entry.CountedOn();
    }
    open.overdue_from = entry.overdue_from.Get();
  } else if (due) {
    open.acceptance_due = std::get<Instant>(*due);
    open.due_day = entry.due_day.Get();
  }
  return open;
}

std::shared_ptr<const Snapshot> Board::State::TakeSnapshot() {
  if (!snapshot_ || snapshot_->version != version_) {
    snapshot_ = std::make_shared<const Snapshot>(Show());
  }
  return snapshot_;
}

std::shared_ptr<const Matrix> Board::State::TakeMatrix() {
  if (!matrix_ || matrix_->version != version_) {
    matrix_ = std::make_shared<const Matrix>(Matrix{version_, rows_.ShowPairs()});
  }
  return matrix_;
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
  snapshot.windows = days_.windows();
  rows_.Show(snapshot);
  return snapshot;
}

}  // namespace dunghan::board
