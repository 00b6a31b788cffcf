#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "dunghan/dossier/attribution.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/further.h"
#include "dunghan/test/histories.h"

/// Where the time went and what is measured beside the standings, over random histories.
namespace dunghan::figures {
namespace {

using dossier::Acceptance;
using dossier::Attribution;
using dossier::Basis;
using dossier::Event;
using dossier::Facts;
using dossier::Part;
using dossier::PartKind;
using dossier::Standing;
using dossier::StepTime;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;

const Instant kFarFuture = test::At("2100-01-01 00:00");
const Instant kHistoryTo = test::kHistoryFrom + std::chrono::hours{test::kHistoryHours};

/// The rules of one dossier: any limits, comparison and online level, a calendar that may end amid
/// the histories.
dossier::Terms RandomTerms() {
  const auto limit = [] {
    return worktime::ParseTimeLimit(
               *rc::gen::element<std::string>("5wd", "8wh", "3cd", "1mo", "sd"))
        .value();
  };
  auto spec = test::OfficeSpec();
  if (*rc::gen::inRange(0, 8) == 0) spec.valid_to = test::Day("2021-06-20");
  dossier::Terms terms;
  terms.calendar = test::Office(spec);
  if (*rc::gen::inRange(0, 4) != 0) terms.limit = limit();
  if (*rc::gen::inRange(0, 8) != 0) terms.acceptance_limit = limit();
  terms.online_level = *rc::gen::element(
      dossier::OnlineLevel::kNone, dossier::OnlineLevel::kPartial, dossier::OnlineLevel::kFull);
  terms.on_supplement =
      *rc::gen::element(dossier::OnSupplement::kPause, dossier::OnSupplement::kRestart);
  terms.comparison = *rc::gen::element(dossier::Comparison::kByUnit, dossier::Comparison::kDate,
                                       dossier::Comparison::kInstant);
  return terms;
}

struct Dossier : dossier::Judged {
  std::vector<Event> events = {};
};

/// Another step or hand-over in the first weeks.
Event RandomHand(test::Events& events, const std::string& code) {
  using enum dossier::EventType;
  Event event;
  event.dossier = code;
  event.type = *rc::gen::element(kAssigned, kAssigned, kTransferred);
  event.at = test::kHistoryFrom + minutes{15 * *rc::gen::inRange(0, 4 * 24 * 28)};
  event.source = events.Code<SourceName>("mot-cua");
  test::SetRandomHand(events, event);
  dossier::EnsureId(event);
  return event;
}

/// The dossiers of a random history, the mirror's events left out; more of them are received and
/// handed on than by chance alone.
std::vector<Dossier> RandomDossiers(test::Events& events, int count = 3) {
  std::map<std::string, Dossier> dossiers;
  for (const Event& event : test::RandomHistory(events, count, 60)) {
    if (event.source.text() != "cong-quoc-gia") dossiers[event.dossier].events.push_back(event);
  }
  std::vector<Dossier> all;
  for (auto& [code, dossier] : dossiers) {
    if (*rc::gen::inRange(0, 4) != 0) {
      dossier.events.push_back(events.Received(code, "2021-05-05 09:00"));
    }
    for (int hands = *rc::gen::element(0, 0, 3, 6); hands > 0; --hands) {
      dossier.events.push_back(RandomHand(events, code));
    }
    dossier.facts = dossier::Fold(dossier.events);
    dossier.terms = RandomTerms();
    dossier.judgement = dossier::Judge(dossier.facts, dossier.terms);
    all.push_back(std::move(dossier));
  }
  return all;
}

Basis RandomBasis() { return *rc::gen::element(Basis::kPromised, Basis::kLawful); }

Instant RandomInstant() {
  return test::kHistoryFrom + minutes{5 * *rc::gen::inRange(0, 12 * test::kHistoryHours)};
}

/// Calls `check` with every division that can be made, and the instant it ends at.
template <class Check>
void ForEachDivision(Check check) {
  test::Events events;
  for (const Dossier& dossier : RandomDossiers(events)) {
    const auto& judged = dossier.judgement.On(RandomBasis());
    const Instant until = *rc::gen::element(RandomInstant(), kHistoryTo);
    const auto divided = Attribute(dossier.facts, dossier.terms, judged, until);
    if (!dossier.facts.receipt || until < dossier.facts.receipt->at) {
      RC_ASSERT(!divided);
      continue;
    }
    const Instant to = std::min(EndOf(dossier.facts).value_or(until), until);
    const auto whole = dossier.terms.calendar->WorkingTime(dossier.facts.receipt->at, to);
    RC_ASSERT(divided.has_value() == (whole.has_value() || to == dossier.facts.receipt->at));
    if (divided) check(dossier, judged, *divided, to);
  }
}

milliseconds Worked(const Dossier& dossier, Instant from, Instant to) {
  return dossier.terms.calendar->WorkingTime(from, to).value();
}

RC_GTEST_PROP(AttributionProperty, ThePartsAddUpToTheTotalWithoutGaps, ()) {
  ForEachDivision([](const Dossier& dossier, const auto&, const Attribution& divided, Instant to) {
    Instant at = dossier.facts.receipt->at;
    milliseconds total{};
    for (const Part& part : divided.parts) {
      RC_ASSERT(part.from == at);
      RC_ASSERT(part.to > part.from);
      RC_ASSERT(part.worked == Worked(dossier, part.from, part.to));
      total += part.worked;
      at = part.to;
    }
    RC_ASSERT(at == to);
    RC_ASSERT(total == divided.total);
    if (!divided.parts.empty()) {
      RC_ASSERT(total == Worked(dossier, dossier.facts.receipt->at, to));
    }
    RC_ASSERT(divided.in_steps + divided.suspended + divided.in_transit + divided.unassigned ==
              total);
  });
}

/// Who has the dossier at an instant, found without dividing anything.
Part PartAt(const Dossier& dossier, Instant at) {
  Part part;
  for (const auto& span : dossier.facts.suspensions) {
    if (span.from > at || (span.to && *span.to <= at)) continue;
    part.kind = PartKind::kSuspended;
    part.suspension = span.kind;
    part.reason = span.reason;
    return part;
  }
  for (const auto& hand : dossier.facts.hands) {
    if (hand.from > at) break;
    part.kind = hand.in_transit ? PartKind::kTransit : PartKind::kStep;
    part.to_agency = hand.in_transit ? hand.agency : AgencyCode{};
  }
  return part;
}

RC_GTEST_PROP(AttributionProperty, EveryInstantIsWhoseItIs, ()) {
  ForEachDivision([](const Dossier& dossier, const auto&, const Attribution& divided, Instant) {
    for (const Part& part : divided.parts) {
      for (const Instant at : {part.from, part.to - milliseconds{1}}) {
        const Part expected = PartAt(dossier, at);
        RC_ASSERT(part.kind == expected.kind);
        RC_ASSERT(part.suspension == expected.suspension);
        RC_ASSERT(part.reason == expected.reason);
        RC_ASSERT(part.to_agency == expected.to_agency);
        if (part.kind != PartKind::kStep) continue;
        const StepTime& step = divided.steps[part.step];
        RC_ASSERT(step.hand.from <= at);
        RC_ASSERT((!step.to || at < *step.to));
      }
    }
  });
}

RC_GTEST_PROP(AttributionProperty, StepsAndLateSharesAddUp, ()) {
  ForEachDivision(
      [](const Dossier& dossier, const auto& judged, const Attribution& divided, Instant to) {
        std::vector<milliseconds> worked(divided.steps.size());
        std::vector<milliseconds> overrun(divided.steps.size());
        for (const Part& part : divided.parts) {
          if (part.kind != PartKind::kStep) continue;
          worked[part.step] += part.worked;
          if (const auto& from = divided.steps[part.step].overdue_from) {
            overrun[part.step] += Worked(dossier, std::max(*from, part.from), part.to);
          }
        }
        milliseconds in_steps{};
        milliseconds overruns{};
        milliseconds shares{};
        for (size_t i = 0; i < divided.steps.size(); ++i) {
          const StepTime& step = divided.steps[i];
          RC_ASSERT(step.worked == worked[i]);
          RC_ASSERT(step.overrun == overrun[i]);
          RC_ASSERT(step.overrun > milliseconds{0} || step.late_share == milliseconds{0});
          in_steps += step.worked;
          overruns += step.overrun;
          shares += step.late_share;
        }
        RC_ASSERT(in_steps == divided.in_steps);
        RC_ASSERT(shares == (overruns == milliseconds{0} ? milliseconds{0} : divided.late));
        for (const StepTime& step : divided.steps) {
          const double exact = overruns == milliseconds{0}
                                   ? 0
                                   : static_cast<double>(divided.late.count()) *
                                         static_cast<double>(step.overrun.count()) /
                                         static_cast<double>(overruns.count());
          RC_ASSERT(std::abs(static_cast<double>(step.late_share.count()) - exact) < 1.001);
        }
        const auto& late_from = judged.overdue_from;
        const bool late = late_from && *late_from < to;
        RC_ASSERT(divided.late ==
                  (late ? Worked(dossier, std::max(*late_from, dossier.facts.receipt->at), to)
                        : milliseconds{0}));
      });
}

RC_GTEST_PROP(FactsProperty, OrderRepeatsAndFoldingOnTopDoNotMatter, ()) {
  test::Events events;
  for (const Dossier& dossier : RandomDossiers(events)) {
    RC_ASSERT(dossier::Fold(test::ShuffledWithRepeats(dossier.events)) == dossier.facts);
    Facts stepwise;
    std::vector<Event> folded;
    for (const Event& event : dossier.events) {
      const bool seen = std::any_of(folded.begin(), folded.end(), [&](const Event& other) {
        return other.id == event.id || other.type == dossier::EventType::kVoided;
      });
      folded.push_back(event);
      if (!seen && FoldsOnTop(stepwise, event)) {
        FoldNext(stepwise, event);
      } else {
        stepwise = dossier::Fold(folded);
      }
      RC_ASSERT(stepwise == dossier::Fold(folded));
    }
  }
}

RC_GTEST_PROP(MeasuresProperty, InTheFarFutureNothingLiesAhead, ()) {
  test::Events events;
  for (const Dossier& dossier : RandomDossiers(events)) {
    RC_ASSERT(MeasuresAt(dossier, kFarFuture) == MeasuresOf(dossier));
  }
}

/// As of some instant the measures are those of the events up to it.
RC_GTEST_PROP(MeasuresProperty, AStocksSumIsWhatStandsAtTheEndOfEveryDay, ()) {
  test::Events events;
  const auto dossiers = RandomDossiers(events, 5);
  std::map<LocalDay, std::map<std::pair<std::string, Measure>, int64_t>> by_day;
  for (const Dossier& dossier : dossiers) {
    for (const auto& part : MeasuresOf(dossier)) {
      by_day[part.day][{std::string(part.row.agency.text()), part.key.measure}] += part.amount;
    }
  }
  const auto& zone = test::Office()->zone();
  std::map<std::pair<std::string, Measure>, int64_t> sums;
  for (LocalDay day = zone.DayOf(test::kHistoryFrom); day <= zone.DayOf(kHistoryTo) + days{90};
       day += days{1}) {
    for (const auto& [key, amount] : by_day[day]) sums[key] += amount;
    std::map<Acceptance, int64_t> standing;
    const Instant end_of_day = zone.StartOf(day + days{1}) - milliseconds{1};
    for (const Dossier& dossier : dossiers) {
      ++standing[AcceptanceAt(dossier.judgement.acceptance, end_of_day)];
    }
    std::map<Measure, int64_t> stock;
    for (const auto& [key, sum] : sums) {
      RC_ASSERT(sum >= 0);
      stock[key.second] += sum;
    }
    RC_ASSERT(stock[Measure::kWaiting] == standing[Acceptance::kWaiting]);
    RC_ASSERT(stock[Measure::kWaitingLate] == standing[Acceptance::kWaitingLate]);
    RC_ASSERT(stock[Measure::kAcceptedInTime] == standing[Acceptance::kAcceptedInTime]);
    RC_ASSERT(stock[Measure::kAcceptedLate] == standing[Acceptance::kAcceptedLate]);
    RC_ASSERT(stock[Measure::kDeclinedInTime] == standing[Acceptance::kDeclinedInTime]);
    RC_ASSERT(stock[Measure::kDeclinedLate] == standing[Acceptance::kDeclinedLate]);
    RC_ASSERT(stock[Measure::kSubmitted] ==
              static_cast<int64_t>(dossiers.size()) - standing[Acceptance::kNone]);
  }
}

RC_GTEST_PROP(MeasuresProperty, AsOfAnInstantTheyAreThoseOfTheEventsUpToIt, ()) {
  test::Events events;
  for (Dossier dossier : RandomDossiers(events)) {
    const Instant now = RandomInstant();
    std::erase_if(dossier.events, [&](const Event& event) { return event.at > now; });
    const auto judged = dossier::JudgedBy(dossier::Fold(dossier.events), dossier.terms);
    const auto all = MeasuresOf(judged);
    const auto known = MeasuresAt(judged, now);
    const LocalDay today = dossier.terms.calendar->zone().DayOf(now);
    for (const auto& part : known) RC_ASSERT(part.day <= today);
    // Only the end of the acceptance limit comes by itself.
    for (const auto& part : all) {
      if (std::find(known.begin(), known.end(), part) != known.end()) continue;
      RC_ASSERT(part.key.measure == Measure::kWaiting || part.key.measure == Measure::kWaitingLate);
      RC_ASSERT(judged.judgement.acceptance.overdue_from > now);
    }
  }
}

/// Measures of one dossier, all days together.
MeasureSums SumOf(const Dossier& dossier) {
  MeasureSums sums;
  for (const auto& part : MeasuresOf(dossier)) {
    sums.Add(part.key, part.amount);
  }
  return sums;
}

int64_t Suspended(const MeasureSums& sums) {
  int64_t total = 0;
  for (uint8_t kind = 0; kind < dossier::kSuspensionKinds; ++kind) {
    total += sums.Of(Measure::kSuspendedTime, kind);
  }
  return total;
}

RC_GTEST_PROP(MeasuresProperty, TimesAddUpToTheTimeFromReceiptToEnd, ()) {
  test::Events events;
  for (const Dossier& dossier : RandomDossiers(events)) {
    const auto end = EndOf(dossier.facts);
    const MeasureSums sums = SumOf(dossier);
    const int64_t processing = sums.Of(Measure::kProcessingTime);
    if (!end) {
      RC_ASSERT(processing + Suspended(sums) == 0);
      continue;
    }
    const auto whole = dossier.terms.calendar->WorkingTime(dossier.facts.receipt->at, *end);
    if (!whole) {
      RC_ASSERT(processing + Suspended(sums) == 0);
      continue;
    }
    RC_ASSERT(processing + Suspended(sums) == whole->count());
    if (dossier.facts.hands.empty()) continue;
    RC_ASSERT(processing == sums.Of(Measure::kStepTime) + sums.Of(Measure::kTransitTime) +
                                sums.Of(Measure::kUnassignedTime));
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      const auto detail = static_cast<uint8_t>(basis);
      const int64_t late = sums.Of(Measure::kLateTime, detail);
      const int64_t borne = sums.Of(Measure::kLateTimeBorne, detail);
      RC_ASSERT(borne == 0 || borne == late);
      RC_ASSERT((borne > 0) == (sums.Of(Measure::kStepOverrun) > 0 && late > 0));
    }
  }
}

RC_GTEST_PROP(MeasuresProperty, VerdictsAreThoseOfTheStandings, ()) {
  test::Events events;
  for (const Dossier& dossier : RandomDossiers(events)) {
    const MeasureSums sums = SumOf(dossier);
    if (!dossier.facts.first_at) continue;
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      const Standing verdict = dossier.judgement.On(basis).timeline.back().standing;
      const auto detail = static_cast<uint8_t>(basis);
      const int64_t late = verdict == Standing::kFinishedLate ? 1 : 0;
      RC_ASSERT(sums.Of(Measure::kLateByCause, detail) == late);
      RC_ASSERT(sums.Of(Measure::kReappointmentKept, detail) +
                    sums.Of(Measure::kReappointmentMissed, detail) <=
                late);
    }
    const Standing lawful = dossier.judgement.On(Basis::kLawful).timeline.back().standing;
    // Credit for suspensions only ever helps.
    if (lawful == Standing::kFinishedLate) RC_ASSERT(sums.Of(Measure::kGrossLate) == 1);
    RC_ASSERT(sums.Of(Measure::kSatisfied) <= sums.Of(Measure::kRated));
    RC_ASSERT(sums.Of(Measure::kSupplementAskedLate) <= sums.Of(Measure::kSupplementAsked));
  }
}

/// The equation of the figures, day by day, without any ledger.
RC_GTEST_PROP(ContributionsProperty, TheEquationHoldsOverAnyPeriod, ()) {
  test::Events events;
  const auto dossiers = RandomDossiers(events, 5);
  const auto zone = test::Office()->zone();
  const LocalDay from = zone.DayOf(RandomInstant());
  const LocalDay to = from + days{*rc::gen::inRange(0, 60)};
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    Tally tally;
    for (const Dossier& dossier : dossiers) {
      for (const auto& part : Contribute(dossier)) {
        if (part.basis != basis || part.day > to) continue;
        auto& sums = part.day < from ? tally.before : tally.within;
        sums[static_cast<size_t>(part.amount)] += part.count;
      }
    }
    RC_ASSERT(EquationHolds(tally.ToFigures()));
  }
}

}  // namespace
}  // namespace dunghan::figures
