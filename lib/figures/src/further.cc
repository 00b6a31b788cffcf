#include "dunghan/figures/further.h"

namespace dunghan::figures {
namespace {

using std::chrono::milliseconds;

Rate& operator+=(Rate& rate, const Rate& other) {
  rate.on_time += other.on_time;
  rate.all += other.all;
  return rate;
}

Further::Acceptance& operator+=(Further::Acceptance& sum, const Further::Acceptance& other) {
  sum.submitted += other.submitted;
  sum.answered += other.answered;
  sum.declined += other.declined;
  sum.waiting += other.waiting;
  sum.waiting_late += other.waiting_late;
  return sum;
}

template <class Map>
void AddEach(Map& sums, const Map& others) {
  for (const auto& [key, value] : others) sums[key] += value;
}

std::string SuspendedKey(const MeasureKey& key) {
  std::string name(ToString(static_cast<dossier::SuspensionKind>(key.detail)));
  if (key.reason) name.append(":").append(key.reason.text());
  return name;
}

/// How many of two kinds are of the first.
Rate Of(int64_t first, int64_t other) { return {first, first + other}; }

struct Sums {
  const MeasureTally& tally;
  uint8_t basis;

  int64_t Flow(Measure measure) const { return tally.within.Of(measure); }
  int64_t OnBasis(Measure measure) const { return tally.within.Of(measure, basis); }
  int64_t Stock(Measure measure) const { return tally.before.Of(measure) + Flow(measure); }
  milliseconds Time(Measure measure) const { return milliseconds{Flow(measure)}; }
  Rate Rated(Measure in_time, Measure late) const { return Of(Flow(in_time), Flow(late)); }
};

int64_t Finished(const Figures& figures) {
  return figures.finished_early + figures.finished_on_time + figures.finished_late +
         figures.finished_unmeasurable;
}

Further::Acceptance AcceptanceOf(const Sums& sums) {
  const int64_t declined_in_time = sums.Flow(Measure::kDeclinedInTime);
  const int64_t declined_late = sums.Flow(Measure::kDeclinedLate);
  Further::Acceptance acceptance;
  acceptance.submitted = sums.Flow(Measure::kSubmitted);
  acceptance.answered = Of(sums.Flow(Measure::kAcceptedInTime) + declined_in_time,
                           sums.Flow(Measure::kAcceptedLate) + declined_late);
  acceptance.declined = declined_in_time + declined_late;
  acceptance.waiting = sums.Stock(Measure::kWaiting);
  acceptance.waiting_late = sums.Stock(Measure::kWaitingLate);
  return acceptance;
}

void SetOnline(Further& further, const Sums& sums, const Figures& figures,
               const OnlinePart& online) {
  const int64_t full = sums.Flow(Measure::kOfferedFull);
  const int64_t full_online = online.within.Of(Measure::kOfferedFull);
  further.online = {online.received, figures.received};
  further.online_of_full = {full_online, full};
  further.online_of_offered = {full_online + online.within.Of(Measure::kOfferedPartial),
                               full + sums.Flow(Measure::kOfferedPartial)};
}

void SetTimes(Further& further, const Sums& sums) {
  further.processing = sums.Time(Measure::kProcessingTime);
  further.step_time = sums.Time(Measure::kStepTime);
  further.step_overrun = sums.Time(Measure::kStepOverrun);
  further.transit = sums.Time(Measure::kTransitTime);
  further.unassigned = sums.Time(Measure::kUnassignedTime);
  further.late = milliseconds{sums.OnBasis(Measure::kLateTime)};
  further.late_borne = milliseconds{sums.OnBasis(Measure::kLateTimeBorne)};
  for (const auto& [key, amount] : sums.tally.within) {
    if (key.measure == Measure::kSuspendedTime) {
      further.suspended[SuspendedKey(key)] += milliseconds{amount};
    } else if (key.measure == Measure::kLateByCause && key.detail == sums.basis) {
      further.late_causes[std::string(key.reason.text())] += amount;
    }
  }
}

}  // namespace

Further& Further::operator+=(const Further& other) {
  acceptance += other.acceptance;
  gross += other.gross;
  ready += other.ready;
  satisfied += other.satisfied;
  answering += other.answering;
  online += other.online;
  online_of_full += other.online_of_full;
  online_of_offered += other.online_of_offered;
  supplements_asked += other.supplements_asked;
  supplements_asked_late += other.supplements_asked_late;
  supplements_asked_again += other.supplements_asked_again;
  supplements_answered += other.supplements_answered;
  extended += other.extended;
  reappointed += other.reappointed;
  reappointed_again += other.reappointed_again;
  reappointments_kept += other.reappointments_kept;
  urged += other.urged;
  urged_dossiers += other.urged_dossiers;
  steps += other.steps;
  steps_without_limit += other.steps_without_limit;
  processing += other.processing;
  step_time += other.step_time;
  step_overrun += other.step_overrun;
  transit += other.transit;
  unassigned += other.unassigned;
  late += other.late;
  late_borne += other.late_borne;
  AddEach(suspended, other.suspended);
  AddEach(late_causes, other.late_causes);
  return *this;
}

Further FurtherOf(const MeasureTally& tally, const Figures& figures, dossier::Basis basis,
                  const OnlinePart& online) {
  const Sums sums{tally, static_cast<uint8_t>(basis)};
  Further further;
  further.acceptance = AcceptanceOf(sums);
  further.gross = sums.Rated(Measure::kGrossInTime, Measure::kGrossLate);
  further.ready = sums.Rated(Measure::kReadyInTime, Measure::kReadyLate);
  further.satisfied = {sums.Flow(Measure::kSatisfied), sums.Flow(Measure::kRated)};
  further.answering = {sums.Flow(Measure::kRated), Finished(figures)};
  SetOnline(further, sums, figures, online);
  further.supplements_asked = sums.Flow(Measure::kSupplementAsked);
  further.supplements_asked_late = sums.Flow(Measure::kSupplementAskedLate);
  further.supplements_asked_again = sums.Flow(Measure::kSupplementAskedAgain);
  further.supplements_answered = sums.Flow(Measure::kSupplementAnswered);
  further.extended = sums.Flow(Measure::kExtended);
  further.reappointed = sums.Flow(Measure::kReappointed);
  further.reappointed_again = sums.Flow(Measure::kReappointedAgain);
  further.reappointments_kept =
      Of(sums.OnBasis(Measure::kReappointmentKept), sums.OnBasis(Measure::kReappointmentMissed));
  further.urged = sums.Flow(Measure::kUrged);
  further.urged_dossiers = sums.Flow(Measure::kUrgedDossiers);
  further.steps = sums.Rated(Measure::kStepInTime, Measure::kStepLate);
  further.steps_without_limit = sums.Flow(Measure::kStepWithoutLimit);
  SetTimes(further, sums);
  return further;
}

}  // namespace dunghan::figures
