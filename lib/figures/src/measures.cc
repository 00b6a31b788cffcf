#include <algorithm>
#include <optional>

#include "dunghan/dossier/attribution.h"
#include "dunghan/figures/cells.h"
#include "dunghan/figures/distribution.h"

namespace dunghan::figures {
namespace {

using dossier::Acceptance;
using dossier::Attribution;
using dossier::Basis;
using dossier::EndKind;
using dossier::Facts;
using dossier::Standing;
using dossier::SuspensionKind;
using std::chrono::milliseconds;

constexpr uint8_t kSatisfiedFrom = 4;  // stars
constexpr size_t kUsedLate = 5;        // the first bucket of UsedBucket that is more than all
static_assert(kUsedBounds[kUsedLate - 1] == 1);

std::optional<Measure> StockOf(Acceptance standing) {
  if (standing == Acceptance::kWaiting) return Measure::kWaiting;
  if (standing == Acceptance::kWaitingLate) return Measure::kWaitingLate;
  return {};
}

std::optional<Measure> FlowOf(Acceptance standing) {
  switch (standing) {
    case Acceptance::kAcceptedInTime:
      return Measure::kAcceptedInTime;
    case Acceptance::kAcceptedLate:
      return Measure::kAcceptedLate;
    case Acceptance::kDeclinedInTime:
      return Measure::kDeclinedInTime;
    case Acceptance::kDeclinedLate:
      return Measure::kDeclinedLate;
    case Acceptance::kNone:
    case Acceptance::kWaiting:
    case Acceptance::kWaitingLate:
      return {};
  }
  return {};
}

/// Writes what one dossier contributes up to `until`. Most have no submission, stops or hands:
/// those cost one question to the calendar when they end, one for each due, and none before.
class MeasureWriter {
 public:
  MeasureWriter(const dossier::Judged& judged, Instant until)
      : facts_(judged.facts),
        judgement_(judged.judgement),
        terms_(judged.terms),
        zone_(judged.terms.calendar->zone()),
        until_(until),
        row_(RowOf(judged.facts)) {
    end_ = EndOf(facts_);
    if (end_ && *end_ > until) end_.reset();
  }

  MeasureContributions Write() {
    if (!judgement_.acceptance.timeline.empty()) AcceptanceClock();
    if (!facts_.suspensions.empty()) Supplements();
    Appointments();
    Urgings();
    SetAside();
    if (facts_.receipt) Offered();
    if (end_) {
      Ended();
    } else if (!facts_.hands.empty()) {
      // Steps that were handed on count before the dossier ends; the one that has it now does not.
      const Instant last = facts_.hands.back().from;
      if (const auto time = Divide(Basis::kPromised, std::min(last, until_))) Steps(*time);
    }
    return std::move(out_);
  }

  MeasureContributions WriteLive(LocalDay ended_from) {
    if (!judgement_.acceptance.timeline.empty()) Answered();
    Apologised();
    SetAside();
    if (!end_ || facts_.end->kind == EndKind::kWithdrawn) return std::move(out_);
    end_day_ = zone_.DayOf(*end_);
    if (end_day_ >= ended_from) TimeTaken(WorkedOnIt(*end_));
    return std::move(out_);
  }

 private:
  void Put(LocalDay day, const RowKey& row, const MeasureKey& key, int64_t amount) {
    if (amount == 0) return;
    if (out_.empty()) out_.reserve(8);
    out_.push_back({day, row, key, amount});
  }
  void PutAt(Instant at, Measure measure, int64_t amount = 1) {
    if (at <= until_) Put(zone_.DayOf(at), row_, {measure, 0, {}}, amount);
  }
  /// On the day of the end, in the dossier's row.
  void AtEnd(const MeasureKey& key, int64_t amount = 1) { Put(end_day_, row_, key, amount); }
  void AtEnd(Measure measure, int64_t amount = 1) { AtEnd({measure, 0, {}}, amount); }

  std::optional<Attribution> Divide(Basis basis, Instant until) const {
    return Attribute(facts_, terms_, judgement_.On(basis), until);
  }

  RowKey RowOfAgency(AgencyCode agency) const {
    RowKey row = row_;
    row.agency = agency;
    return row;
  }

  void AcceptanceClock() {
    PutAt(facts_.submission->at, Measure::kSubmitted);
    const auto& timeline = judgement_.acceptance.timeline;
    for (size_t i = 0; i < timeline.size() && timeline[i].from <= until_; ++i) {
      const auto stock = StockOf(timeline[i].standing);
      if (!stock) continue;
      PutAt(timeline[i].from, *stock);
      if (i + 1 < timeline.size()) PutAt(timeline[i + 1].from, *stock, -1);
    }
    Answered();
  }

  void Answered() {
    const auto& [from, standing] = judgement_.acceptance.timeline.back();
    if (const auto flow = FlowOf(standing)) PutAt(from, *flow);
  }

  void Supplements() {
    bool again = false;
    for (const auto& span : facts_.suspensions) {
      if (span.kind != SuspensionKind::kSupplement) continue;
      PutAt(span.from, again ? Measure::kSupplementAskedAgain : Measure::kSupplementAsked);
      // The time that the law leaves (decree 61/2018/NĐ-CP, article 19) is for the first request;
      // further ones are counted by themselves.
      if (!again && AskedLate(span.from)) PutAt(span.from, Measure::kSupplementAskedLate);
      if (span.to) PutAt(*span.to, Measure::kSupplementAnswered);
      again = true;
    }
  }

  bool AskedLate(Instant asked) const {
    if (!facts_.receipt || !terms_.supplement_within) return false;
    const worktime::TimeLimit& within = *terms_.supplement_within;
    const auto last =
        worktime::ComputeDue(*terms_.calendar, facts_.receipt->at, within, {}, terms_.due_rules);
    if (!last) return false;
    return worktime::IsDayBased(within.unit) ? zone_.DayOf(asked) > last->date : asked > last->at;
  }

  void Appointments() {
    if (facts_.extension) PutAt(facts_.extension->at, Measure::kExtended);
    if (facts_.reappointment) PutAt(facts_.reappointment->at, Measure::kReappointed);
    if (facts_.reappointments > 1) PutAt(facts_.reappointment->at, Measure::kReappointedAgain);
    Apologised();
  }

  void Apologised() {
    if (facts_.apologised) PutAt(*facts_.apologised, Measure::kApologised);
  }

  void SetAside() {
    const auto& timeline = judgement_.index766;
    for (size_t i = 0; i < timeline.size() && timeline[i].from <= until_; ++i) {
      if (timeline[i].state != dossier::IndexState::kSetAside) continue;
      const LocalDay day = zone_.DayOf(timeline[i].counted_at);
      const MeasureKey key{Measure::kIndexSetAside, SetAsideDetail(day, timeline[i].verdict), {}};
      Put(zone_.DayOf(timeline[i].from), row_, key, 1);
      if (i + 1 == timeline.size() || timeline[i + 1].from > until_) return;
      Put(zone_.DayOf(timeline[i + 1].from), row_, key, -1);
    }
  }

  void Urgings() {
    if (facts_.urged_at.empty()) return;
    PutAt(facts_.urged_at.front(), Measure::kUrgedDossiers);
    for (const Instant at : facts_.urged_at) PutAt(at, Measure::kUrged);
  }

  void Offered() {
    switch (terms_.online_level) {
      case dossier::OnlineLevel::kNone:
        return;
      case dossier::OnlineLevel::kPartial:
        return PutAt(facts_.receipt->at, Measure::kOfferedPartial);
      case dossier::OnlineLevel::kFull:
        return PutAt(facts_.receipt->at, Measure::kOfferedFull);
    }
  }

  void Ended() {
    end_day_ = zone_.DayOf(*end_);
    const auto processing = WorkedOnIt(*end_);
    AtEnd(Measure::kProcessingTime, processing.value_or(milliseconds{}).count());
    std::optional<Attribution> time;
    if (!facts_.suspensions.empty() || !facts_.hands.empty())
      time = Divide(Basis::kPromised, *end_);
    if (time) Times(*time);
    if (facts_.end->kind == EndKind::kWithdrawn) return;
    TimeTaken(processing);
    if (judgement_.gross_overdue_from) {
      const bool late = *end_ >= *judgement_.gross_overdue_from;
      AtEnd(late ? Measure::kGrossLate : Measure::kGrossInTime);
    }
    if (facts_.rating) {
      AtEnd(Measure::kRated);
      if (facts_.rating->stars >= kSatisfiedFrom) AtEnd(Measure::kSatisfied);
    }
    Ready();
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      if (VerdictOn(basis) != Standing::kFinishedLate) continue;
      Late(basis);
      if (facts_.hands.empty()) {
        // A promise may have passed before the receipt: nobody worked on it then.
        LateTime(basis, Worked(std::max(*judgement_.On(basis).overdue_from, facts_.receipt->at)));
      } else {
        if (basis != Basis::kPromised) time = Divide(basis, *end_);
        if (time) LateTimeByStep(basis, *time);
      }
    }
  }

  /// Working time from receipt to some instant, stops left out; nothing where the calendar does not
  /// reach.
  std::optional<milliseconds> WorkedOnIt(Instant to) const {
    const auto all = terms_.calendar->WorkingTime(facts_.receipt->at, to);
    if (!all) return {};
    milliseconds worked = *all;
    if (facts_.suspensions.empty()) return worked;
    for (const dossier::Stop& stop : dossier::Stops(facts_)) {
      // Clipped to the end, which there is, every stop is over. One that begins after `to` takes
      // nothing: the calendar has no time from later to earlier.
      const auto stood = terms_.calendar->WorkingTime(stop.from, std::min(*stop.to, to));
      if (!stood) return {};
      worked -= *stood;
    }
    return worked;
  }

  void TimeTaken(const std::optional<milliseconds>& processing) {
    if (!processing) return;
    AtEnd({Measure::kTook, static_cast<uint8_t>(TookBucket(processing->count())), {}});
    // Both dues are the same as a rule.
    std::optional<Instant> asked;
    std::optional<milliseconds> limit;
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      const auto& overdue_from = judgement_.On(basis).overdue_from;
      if (!overdue_from) continue;
      if (asked != overdue_from) limit = WorkedOnIt(*overdue_from);
      asked = overdue_from;
      if (!limit) continue;
      size_t bucket = UsedBucket(processing->count(), limit->count());
      // Late by the date, at night, it may have used no more working time than it had.
      if (*end_ >= *overdue_from) bucket = std::max(bucket, kUsedLate);
      AtEnd({Measure::kLimitUsed, LimitUsedDetail(basis, bucket), {}});
    }
  }

  Standing VerdictOn(Basis basis) const { return judgement_.On(basis).timeline.back().standing; }

  /// From some instant to the end; nothing where the calendar does not reach.
  int64_t Worked(Instant from) const {
    const auto worked = terms_.calendar->WorkingTime(from, *end_);
    return worked ? worked->count() : 0;
  }

  void Ready() {
    const Standing verdict = VerdictOn(Basis::kPromised);
    const bool in_time =
        verdict == Standing::kFinishedEarly || verdict == Standing::kFinishedOnTime;
    if (!facts_.ready || !in_time || *facts_.ready > until_) return;
    const bool late = *facts_.ready >= *judgement_.On(Basis::kPromised).overdue_from;
    AtEnd(late ? Measure::kReadyLate : Measure::kReadyInTime);
  }

  void Late(Basis basis) {
    const auto detail = static_cast<uint8_t>(basis);
    AtEnd({Measure::kLateByCause, detail, facts_.late_cause});
    const auto& said = facts_.reappointment;
    if (!said || said->at > *end_) return;
    const bool kept = *end_ < OverdueFrom(said->due, terms_);
    AtEnd({kept ? Measure::kReappointmentKept : Measure::kReappointmentMissed, detail, {}});
  }

  void LateTime(Basis basis, int64_t late) {
    AtEnd({Measure::kLateTime, static_cast<uint8_t>(basis), {}}, late);
  }

  void LateTimeByStep(Basis basis, const Attribution& time) {
    LateTime(basis, time.late.count());
    for (const auto& step : time.steps) {
      Put(end_day_, RowOfAgency(step.hand.agency),
          {Measure::kLateTimeBorne, static_cast<uint8_t>(basis), {}}, step.late_share.count());
    }
  }

  void Times(const Attribution& time) {
    for (const auto& part : time.parts) {
      if (part.kind == dossier::PartKind::kSuspended) {
        AtEnd({Measure::kSuspendedTime, static_cast<uint8_t>(part.suspension), part.reason},
              part.worked.count());
      } else if (part.kind == dossier::PartKind::kTransit) {
        Put(end_day_, RowOfAgency(part.to_agency), {Measure::kTransitTime, 0, {}},
            part.worked.count());
      }
    }
    if (facts_.hands.empty()) return;
    AtEnd(Measure::kUnassignedTime, time.unassigned.count());
    Steps(time);
  }

  /// Those that are over.
  void Steps(const Attribution& time) {
    for (const auto& step : time.steps) {
      if (!step.to) continue;
      const LocalDay day = zone_.DayOf(*step.to);
      const RowKey row = RowOfAgency(step.hand.agency);
      const auto put = [&](Measure measure, int64_t amount) {
        Put(day, row, {measure, 0, {}}, amount);
      };
      if (!step.overdue_from) {
        put(Measure::kStepWithoutLimit, 1);
      } else {
        put(*step.to >= *step.overdue_from ? Measure::kStepLate : Measure::kStepInTime, 1);
      }
      put(Measure::kStepTime, step.worked.count());
      put(Measure::kStepOverrun, step.overrun.count());
    }
  }

  const Facts& facts_;
  const dossier::Judgement& judgement_;
  const dossier::Terms& terms_;
  const worktime::Zone& zone_;
  const Instant until_;
  const RowKey row_;
  std::optional<Instant> end_;  ///< not after `until_`
  LocalDay end_day_;
  MeasureContributions out_;
};

}  // namespace

MeasureContributions MeasuresAt(const dossier::Judged& judged, Instant now) {
  return MeasureWriter(judged, now).Write();
}

MeasureContributions MeasuresOf(const dossier::Judged& judged) {
  return MeasuresAt(judged, Instant::max());
}

MeasureContributions LiveMeasuresAt(const dossier::Judged& judged, Instant now,
                                    LocalDay ended_from) {
  return MeasureWriter(judged, now).WriteLive(ended_from);
}

}  // namespace dunghan::figures
