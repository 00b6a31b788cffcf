#include "dunghan/figures/measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "dunghan/figures/cells.h"
#include "dunghan/figures/distribution.h"
#include "dunghan/test/values.h"

namespace dunghan::figures {
namespace {

using dossier::Basis;
using dossier::Channel;
using dossier::DueClaim;
using dossier::Event;
using dossier::EventType;
using dossier::SuspensionKind;
using test::At;
using test::Day;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

int64_t Ms(milliseconds time) { return time.count(); }

/// 2021-06-07 is a Monday; the office is open 07:30-11:30 and 13:30-17:00.
class MeasuresTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  Event Completed(std::string_view at) { return Make(EventType::kCompleted, at); }
  Event Submitted(std::string_view at) {
    Event event = Make(EventType::kSubmitted, at);
    event.agency = events_.Code<AgencyCode>("A");
    event.procedure = events_.Code<ProcedureCode>("P");
    event.channel = Channel::kOnline;
    return event;
  }
  Event Dated(EventType type, std::string_view at, DueClaim due) {
    Event event = Make(type, at);
    event.due = due;
    return event;
  }
  Event Assigned(std::string_view at, std::string_view agency, std::optional<DueClaim> due = {}) {
    Event event = Make(EventType::kAssigned, at);
    event.agency = events_.Code<AgencyCode>(agency);
    event.step_due = due;
    return event;
  }
  Event Because(EventType type, std::string_view at, std::string_view reason) {
    Event event = Make(type, at);
    event.reason = events_.Code<ReasonCode>(reason);
    return event;
  }
  Event Rated(std::string_view at, uint8_t stars) {
    Event event = Make(EventType::kRated, at);
    event.rating = stars;
    return event;
  }

  MeasureContributions Contributed(const std::vector<Event>& events, Instant now) {
    return MeasuresAt(dossier::JudgedBy(dossier::Fold(events), terms_), now);
  }
  /// One measure by day, reasons and rows together.
  using ByDay = std::map<std::string, int64_t>;
  ByDay Of(Measure measure, const std::vector<Event>& events, uint8_t detail = 0,
           Instant now = Instant::max()) {
    ByDay days;
    for (const MeasureContribution& part : Contributed(events, now)) {
      if (part.key.measure == measure && part.key.detail == detail) {
        days[FormatDate(part.day)] += part.amount;
      }
    }
    std::erase_if(days, [](const auto& entry) { return entry.second == 0; });
    return days;
  }
  ByDay Of(Measure measure, const std::vector<Event>& events, Basis basis) {
    return Of(measure, events, static_cast<uint8_t>(basis));
  }
  /// One measure by agency and reason, over all days.
  std::map<std::pair<std::string, std::string>, int64_t> ByRow(Measure measure,
                                                               const std::vector<Event>& events,
                                                               uint8_t detail = 0) {
    std::map<std::pair<std::string, std::string>, int64_t> rows;
    for (const MeasureContribution& part : Contributed(events, Instant::max())) {
      if (part.key.measure != measure || part.key.detail != detail) continue;
      rows[{std::string(part.row.agency.text()), std::string(part.key.reason.text())}] +=
          part.amount;
    }
    std::erase_if(rows, [](const auto& entry) { return entry.second == 0; });
    return rows;
  }
  using Rows = std::map<std::pair<std::string, std::string>, int64_t>;

  test::Events events_;
  dossier::Terms terms_{.calendar = test::Office(),
                        .limit = {},
                        .acceptance_limit = worktime::ParseTimeLimit("8wh").value(),
                        .online_level = {},
                        .on_supplement = {},
                        .comparison = {},
                        .due_rules = {}};
};

TEST_F(MeasuresTest, AnOpenDossierWithoutMoreContributesNothing) {
  EXPECT_TRUE(
      Contributed({Received("2021-06-07 08:00", Day("2021-06-09"))}, Instant::max()).empty());
}

TEST_F(MeasuresTest, APlainOneContributesItsProcessingTimeWhenItEnds) {
  const auto measures =
      Contributed({Received("2021-06-07 08:00", Day("2021-06-09")), Completed("2021-06-08 08:30")},
                  Instant::max());
  ASSERT_EQ(measures.size(), 3U) << "with how long it took, and how much of what was promised";
  EXPECT_EQ(measures[0].day, Day("2021-06-08"));
  EXPECT_EQ(measures[0].key, (MeasureKey{Measure::kProcessingTime, 0, {}}));
  EXPECT_EQ(measures[0].amount, Ms(8h));
  EXPECT_EQ(measures[0].row.agency.text(), "A");
  EXPECT_EQ(measures[0].row.procedure.text(), "P");
}

TEST_F(MeasuresTest, ASubmissionWaitsUntilItIsReceived) {
  const std::vector<Event> events = {Submitted("2021-06-07 08:00"), Received("2021-06-10 08:00")};
  EXPECT_EQ(Of(Measure::kSubmitted, events), (ByDay{{"2021-06-07", 1}}));
  EXPECT_EQ(Of(Measure::kWaiting, events), (ByDay{{"2021-06-07", 1}, {"2021-06-08", -1}}));
  EXPECT_EQ(Of(Measure::kWaitingLate, events), (ByDay{{"2021-06-08", 1}, {"2021-06-10", -1}}));
  EXPECT_EQ(Of(Measure::kAcceptedLate, events), (ByDay{{"2021-06-10", 1}}));
  EXPECT_EQ(Of(Measure::kAcceptedInTime, events), ByDay{});
}

TEST_F(MeasuresTest, ASubmissionAnsweredInTimeIsNeverLate) {
  const Event submitted = Submitted("2021-06-07 08:00");
  EXPECT_EQ(Of(Measure::kAcceptedInTime, {submitted, Received("2021-06-08 08:00")}),
            (ByDay{{"2021-06-08", 1}}));
  const Event declined = Make(EventType::kDeclined, "2021-06-08 08:00");
  EXPECT_EQ(Of(Measure::kDeclinedInTime, {submitted, declined}), (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kWaitingLate, {submitted, declined}), ByDay{});
  EXPECT_EQ(Of(Measure::kDeclinedLate, {submitted, Make(EventType::kDeclined, "2021-06-09 08:00")}),
            (ByDay{{"2021-06-09", 1}}));
}

TEST_F(MeasuresTest, BeforeItsLimitASubmissionIsNotLateYet) {
  const std::vector<Event> events = {Submitted("2021-06-07 08:00")};
  EXPECT_EQ(Of(Measure::kWaiting, events, 0, At("2021-06-08 08:30")), (ByDay{{"2021-06-07", 1}}));
  EXPECT_EQ(Of(Measure::kWaitingLate, events, 0, At("2021-06-08 08:30")), ByDay{});
  EXPECT_EQ(Of(Measure::kWaitingLate, events, 0, At("2021-06-08 08:31")),
            (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kWaiting, events, 0, At("2021-06-08 08:31")),
            (ByDay{{"2021-06-07", 1}, {"2021-06-08", -1}}));
}

TEST_F(MeasuresTest, SupplementsAreAskedForOnceAndAgain) {
  const std::vector<Event> events = {Received("2021-06-07 08:00"),
                                     Make(EventType::kSupplementRequested, "2021-06-08 08:00"),
                                     Make(EventType::kSupplemented, "2021-06-09 08:00"),
                                     Make(EventType::kSupplementRequested, "2021-06-14 08:00"),
                                     Make(EventType::kSupplemented, "2021-06-15 08:00"),
                                     Make(EventType::kPaymentRequested, "2021-06-16 08:00"),
                                     Make(EventType::kSupplementRequested, "2021-06-17 08:00")};
  EXPECT_EQ(Of(Measure::kSupplementAsked, events), (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kSupplementAskedAgain, events),
            (ByDay{{"2021-06-14", 1}, {"2021-06-17", 1}}));
  EXPECT_EQ(Of(Measure::kSupplementAnswered, events),
            (ByDay{{"2021-06-09", 1}, {"2021-06-15", 1}}));
  EXPECT_EQ(Of(Measure::kSupplementAskedLate, events), ByDay{});
}

TEST_F(MeasuresTest, ASupplementIsAskedLateAfterTheThirdWorkingDay) {
  terms_.supplement_within = worktime::ParseTimeLimit("3wd").value();
  const auto late = [&](std::string_view received, std::string_view asked) {
    return !Of(Measure::kSupplementAskedLate,
               {Received(received), Make(EventType::kSupplementRequested, asked)})
                .empty();
  };
  EXPECT_FALSE(late("2021-06-07 08:00", "2021-06-10 23:59"));
  EXPECT_TRUE(late("2021-06-07 08:00", "2021-06-11 00:00"));
  EXPECT_FALSE(late("2021-06-11 08:00", "2021-06-16 16:00")) << "a weekend between";
  EXPECT_TRUE(late("2021-06-08 08:00", "2021-06-12 08:00")) << "on the Saturday after it";
  EXPECT_FALSE(late("2021-06-07 08:00", "2021-06-01 08:00")) << "before the receipt";
  terms_.supplement_within = worktime::ParseTimeLimit("8wh").value();
  EXPECT_FALSE(late("2021-06-07 08:00", "2021-06-08 08:30"));
  EXPECT_TRUE(late("2021-06-07 08:00", "2021-06-08 08:31"));
}

TEST_F(MeasuresTest, NoSupplementIsAskedLateWhereTheLawSetsNoLimit) {
  EXPECT_EQ(
      Of(Measure::kSupplementAskedLate,
         {Received("2021-06-07 08:00"), Make(EventType::kSupplementRequested, "2021-09-01 08:00")}),
      ByDay{});
}

TEST_F(MeasuresTest, SuspendedTimeIsKeptApartByKindAndReason) {
  const std::vector<Event> events = {Received("2021-06-07 08:00"),
                                     Because(EventType::kSuspended, "2021-06-07 09:00", "court"),
                                     Make(EventType::kResumed, "2021-06-07 10:00"),
                                     Because(EventType::kSuspended, "2021-06-07 10:30", "court"),
                                     Make(EventType::kResumed, "2021-06-07 11:00"),
                                     Make(EventType::kSupplementRequested, "2021-06-07 14:00"),
                                     Make(EventType::kSupplemented, "2021-06-07 16:00"),
                                     Completed("2021-06-07 17:00")};
  EXPECT_EQ(ByRow(Measure::kSuspendedTime, events, static_cast<uint8_t>(SuspensionKind::kStop)),
            (Rows{{{"A", "court"}, Ms(90min)}}));
  EXPECT_EQ(
      ByRow(Measure::kSuspendedTime, events, static_cast<uint8_t>(SuspensionKind::kSupplement)),
      (Rows{{{"A", ""}, Ms(2h)}}));
  EXPECT_EQ(Of(Measure::kProcessingTime, events), (ByDay{{"2021-06-07", Ms(3h + 30min)}}));
  const std::vector<Event> open(events.begin(), events.end() - 1);
  EXPECT_EQ(Of(Measure::kSuspendedTime, open), ByDay{});
}

TEST_F(MeasuresTest, GrossLeavesOutTheCreditForSuspensions) {
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  const std::vector<Event> open = {Received("2021-06-07 08:00"),
                                   Make(EventType::kSuspended, "2021-06-08 07:30"),
                                   Make(EventType::kResumed, "2021-06-10 07:30")};
  const auto ended = [&](EventType type, std::string_view at) {
    std::vector<Event> events = open;
    events.push_back(Make(type, at));
    return events;
  };
  const auto credited = ended(EventType::kCompleted, "2021-06-10 08:00");
  EXPECT_EQ(Of(Measure::kGrossLate, credited), (ByDay{{"2021-06-10", 1}}));
  EXPECT_EQ(Of(Measure::kLateByCause, credited, Basis::kLawful), ByDay{});
  EXPECT_EQ(Of(Measure::kGrossInTime, ended(EventType::kRefused, "2021-06-09 08:00")),
            (ByDay{{"2021-06-09", 1}}));
  EXPECT_EQ(Of(Measure::kGrossLate, ended(EventType::kWithdrawn, "2021-06-30 08:00")), ByDay{});
  EXPECT_EQ(Of(Measure::kGrossLate, open), ByDay{});
}

TEST_F(MeasuresTest, ExtensionsAndApologiesCountOnTheDayOfTheLatest) {
  const std::vector<Event> once = {
      Received("2021-06-07 08:00"),
      Dated(EventType::kExtended, "2021-06-08 08:00", Day("2021-06-20")),
      Dated(EventType::kExtended, "2021-06-09 08:00", Day("2021-06-21")),
      Dated(EventType::kApologised, "2021-06-10 08:00", Day("2021-06-22"))};
  EXPECT_EQ(Of(Measure::kExtended, once), (ByDay{{"2021-06-09", 1}}));
  EXPECT_EQ(Of(Measure::kReappointed, once), (ByDay{{"2021-06-10", 1}}));
  EXPECT_EQ(Of(Measure::kReappointedAgain, once), ByDay{});
  std::vector<Event> twice = once;
  twice.push_back(Dated(EventType::kApologised, "2021-06-11 08:00", Day("2021-06-23")));
  EXPECT_EQ(Of(Measure::kReappointed, twice), (ByDay{{"2021-06-11", 1}}));
  EXPECT_EQ(Of(Measure::kReappointedAgain, twice), (ByDay{{"2021-06-11", 1}}));
}

TEST_F(MeasuresTest, AReappointmentIsKeptOrMissedByWhatIsLate) {
  const auto finished = [&](std::string_view said, std::string_view at) {
    return std::vector{Received("2021-06-07 08:00", Day("2021-06-09")),
                       Dated(EventType::kApologised, said, Day("2021-06-14")), Completed(at)};
  };
  const auto kept = finished("2021-06-09 08:00", "2021-06-14 16:00");
  EXPECT_EQ(Of(Measure::kReappointmentKept, kept), (ByDay{{"2021-06-14", 1}}));
  EXPECT_EQ(Of(Measure::kReappointmentMissed, kept), ByDay{});
  EXPECT_EQ(Of(Measure::kReappointmentKept, kept, Basis::kLawful), ByDay{}) << "no lawful due";
  EXPECT_EQ(Of(Measure::kReappointmentMissed, finished("2021-06-09 08:00", "2021-06-15 08:00")),
            (ByDay{{"2021-06-15", 1}}));
  const auto in_time = finished("2021-06-08 08:00", "2021-06-09 16:00");
  EXPECT_EQ(Of(Measure::kReappointmentKept, in_time), ByDay{});
  const auto afterwards = finished("2021-06-11 08:00", "2021-06-10 08:00");
  EXPECT_EQ(Of(Measure::kReappointmentKept, afterwards), ByDay{}) << "said when it was over";
  EXPECT_EQ(Of(Measure::kReappointmentMissed, afterwards), ByDay{});
}

TEST_F(MeasuresTest, ReadyMeansAtTheCounterByTheAppointment) {
  const auto ready = [&](std::string_view at, std::string_view end) {
    return std::vector{Received("2021-06-07 08:00", Day("2021-06-09")), Completed(end),
                       Make(EventType::kReady, at)};
  };
  EXPECT_EQ(Of(Measure::kReadyInTime, ready("2021-06-09 16:00", "2021-06-08 08:00")),
            (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kReadyLate, ready("2021-06-10 08:00", "2021-06-08 08:00")),
            (ByDay{{"2021-06-08", 1}}));
  const auto late = ready("2021-06-11 08:00", "2021-06-10 08:00");
  EXPECT_EQ(Of(Measure::kReadyLate, late), ByDay{});
  EXPECT_EQ(Of(Measure::kReadyInTime, late), ByDay{});
}

TEST_F(MeasuresTest, WhatIsLateHasACauseOnEachBasis) {
  terms_.limit = worktime::ParseTimeLimit("1wd").value();
  const std::vector<Event> stated = {Received("2021-06-07 08:00", Day("2021-06-09")),
                                     Completed("2021-06-10 08:00"),
                                     Because(EventType::kLateCause, "2021-06-11 08:00", "staff")};
  EXPECT_EQ(ByRow(Measure::kLateByCause, stated, 0), (Rows{{{"A", "staff"}, 1}}));
  EXPECT_EQ(ByRow(Measure::kLateByCause, stated, 1), (Rows{{{"A", "staff"}, 1}}));
  const std::vector<Event> one_basis = {Received("2021-06-07 08:00", Day("2021-06-09")),
                                        Completed("2021-06-09 08:00")};
  EXPECT_EQ(ByRow(Measure::kLateByCause, one_basis, 0), Rows{});
  EXPECT_EQ(ByRow(Measure::kLateByCause, one_basis, 1), (Rows{{{"A", ""}, 1}}));
}

TEST_F(MeasuresTest, UrgingsAreCountedAndDossiersUrgedOnce) {
  const std::vector<Event> events = {
      Received("2021-06-07 08:00"), Make(EventType::kUrged, "2021-06-08 08:00"),
      Make(EventType::kUrged, "2021-06-09 08:00"), Make(EventType::kUrged, "2021-06-09 09:00")};
  EXPECT_EQ(Of(Measure::kUrged, events), (ByDay{{"2021-06-08", 1}, {"2021-06-09", 2}}));
  EXPECT_EQ(Of(Measure::kUrgedDossiers, events), (ByDay{{"2021-06-08", 1}}));
}

TEST_F(MeasuresTest, FourAndFiveStarsAreSatisfied) {
  const auto rated = [&](uint8_t stars, EventType end) {
    return std::vector{Received("2021-06-07 08:00"), Make(end, "2021-06-08 08:00"),
                       Rated("2021-06-09 08:00", stars)};
  };
  EXPECT_EQ(Of(Measure::kRated, rated(3, EventType::kRefused)), (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kSatisfied, rated(3, EventType::kRefused)), ByDay{});
  EXPECT_EQ(Of(Measure::kSatisfied, rated(4, EventType::kCompleted)), (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(Of(Measure::kRated, rated(5, EventType::kWithdrawn)), ByDay{});
  EXPECT_EQ(Of(Measure::kRated, {Received("2021-06-07 08:00"), Rated("2021-06-09 08:00", 5)}),
            ByDay{});
}

TEST_F(MeasuresTest, WhatIsOfferedOnlineCountsOnTheDayOfReceipt) {
  const std::vector<Event> events = {Received("2021-06-07 08:00")};
  EXPECT_EQ(Of(Measure::kOfferedFull, events), ByDay{});
  terms_.online_level = dossier::OnlineLevel::kFull;
  EXPECT_EQ(Of(Measure::kOfferedFull, events), (ByDay{{"2021-06-07", 1}}));
  terms_.online_level = dossier::OnlineLevel::kPartial;
  EXPECT_EQ(Of(Measure::kOfferedPartial, events), (ByDay{{"2021-06-07", 1}}));
  EXPECT_EQ(Of(Measure::kOfferedFull, events), ByDay{});
}

TEST_F(MeasuresTest, AStepCountsWithItsAgencyOnTheDayItEnded) {
  const std::vector<Event> open = {
      Received("2021-06-07 08:00"), Assigned("2021-06-07 09:00", "A", Day("2021-06-07")),
      Assigned("2021-06-08 08:30", "B", At("2021-06-09 16:00")), Assigned("2021-06-09 08:30", "C")};
  EXPECT_EQ(Of(Measure::kStepLate, open), (ByDay{{"2021-06-08", 1}}));
  EXPECT_EQ(ByRow(Measure::kStepLate, open), (Rows{{{"A", ""}, 1}}));
  EXPECT_EQ(Of(Measure::kStepInTime, open), (ByDay{{"2021-06-09", 1}}));
  EXPECT_EQ(ByRow(Measure::kStepInTime, open), (Rows{{{"B", ""}, 1}}));
  EXPECT_EQ(ByRow(Measure::kStepTime, open),
            (Rows{{{"A", ""}, Ms(7h)}, {{"B", ""}, Ms(7h + 30min)}}));
  EXPECT_EQ(ByRow(Measure::kStepOverrun, open), (Rows{{{"A", ""}, Ms(1h)}}));
  EXPECT_EQ(Of(Measure::kStepWithoutLimit, open), ByDay{});
  EXPECT_EQ(Of(Measure::kUnassignedTime, open), ByDay{});
  std::vector<Event> ended = open;
  ended.push_back(Completed("2021-06-10 08:30"));
  EXPECT_EQ(Of(Measure::kStepWithoutLimit, ended), (ByDay{{"2021-06-10", 1}}));
  EXPECT_EQ(ByRow(Measure::kStepWithoutLimit, ended), (Rows{{{"C", ""}, 1}}));
  EXPECT_EQ(Of(Measure::kUnassignedTime, ended), (ByDay{{"2021-06-10", Ms(1h)}}));
}

TEST_F(MeasuresTest, AStepKeepsProcedureCounterAndChannelOfTheDossier) {
  Event received = Received("2021-06-07 08:00");
  received.counter = events_.Code<AgencyCode>("CENTRE");
  received.channel = Channel::kOnline;
  for (const MeasureContribution& part :
       Contributed({received, Assigned("2021-06-07 09:00", "B"), Completed("2021-06-08 08:30")},
                   Instant::max())) {
    EXPECT_EQ(part.row.procedure.text(), "P");
    EXPECT_EQ(part.row.counter.text(), "CENTRE");
    EXPECT_EQ(part.row.channel, Channel::kOnline);
  }
}

TEST_F(MeasuresTest, AHandOverIsTheTimeOfTheAgencyItGoesTo) {
  Event transferred = Make(EventType::kTransferred, "2021-06-07 09:00");
  transferred.to_agency = events_.Code<AgencyCode>("B");
  EXPECT_EQ(ByRow(Measure::kTransitTime,
                  {Received("2021-06-07 08:00"), transferred, Assigned("2021-06-07 11:00", "B"),
                   Completed("2021-06-08 08:30")}),
            (Rows{{{"B", ""}, Ms(2h)}}));
}

TEST_F(MeasuresTest, LateTimeIsBorneByTheStepsThatOverran) {
  const std::vector<Event> events = {Received("2021-06-07 07:30", Day("2021-06-08")),
                                     Assigned("2021-06-07 07:30", "A", Day("2021-06-07")),
                                     Assigned("2021-06-08 08:30", "B", Day("2021-06-07")),
                                     Completed("2021-06-09 08:30")};
  EXPECT_EQ(Of(Measure::kLateTime, events), (ByDay{{"2021-06-09", Ms(1h)}}));
  EXPECT_EQ(ByRow(Measure::kLateTime, events), (Rows{{{"A", ""}, Ms(1h)}}));
  EXPECT_EQ(ByRow(Measure::kLateTimeBorne, events),
            (Rows{{{"A", ""}, 423'529}, {{"B", ""}, 3'176'471}}));
  EXPECT_EQ(Of(Measure::kLateTimeBorne, events), (ByDay{{"2021-06-09", Ms(1h)}}));
  EXPECT_EQ(Of(Measure::kLateTime, events, Basis::kLawful), ByDay{});
}

TEST_F(MeasuresTest, LateTimeIsMeasuredOnEachBasisWithAndWithoutSteps) {
  terms_.limit = worktime::ParseTimeLimit("1wd").value();
  std::vector<Event> events = {Received("2021-06-07 08:00", Day("2021-06-09")),
                               Completed("2021-06-10 08:30")};
  EXPECT_EQ(Of(Measure::kLateTime, events, Basis::kPromised), (ByDay{{"2021-06-10", Ms(1h)}}));
  EXPECT_EQ(Of(Measure::kLateTime, events, Basis::kLawful),
            (ByDay{{"2021-06-10", Ms(8h + 30min)}}));
  events.push_back(Assigned("2021-06-08 08:00", "B", Day("2021-06-08")));
  EXPECT_EQ(Of(Measure::kLateTime, events, Basis::kLawful),
            (ByDay{{"2021-06-10", Ms(8h + 30min)}}));
  EXPECT_EQ(ByRow(Measure::kLateTimeBorne, events, 0), (Rows{{{"B", ""}, Ms(1h)}}));
  EXPECT_EQ(ByRow(Measure::kLateTimeBorne, events, 1), (Rows{{{"B", ""}, Ms(8h + 30min)}}));
}

TEST_F(MeasuresTest, AReopenedDossierHasNoEndUntilItEndsAgain) {
  const std::vector<Event> events = {Received("2021-06-07 08:00", Day("2021-06-08")),
                                     Assigned("2021-06-07 08:00", "A"),
                                     Completed("2021-06-09 08:00"), Rated("2021-06-09 09:00", 5),
                                     Make(EventType::kReopened, "2021-06-10 08:00")};
  EXPECT_TRUE(Contributed(events, Instant::max()).empty());
}

TEST_F(MeasuresTest, BeyondTheCalendarThereAreNoTimes) {
  auto spec = test::OfficeSpec();
  spec.valid_to = Day("2021-06-07");
  terms_.calendar = test::Office(spec);
  const std::vector<Event> plain = {Received("2021-06-07 08:00", Day("2021-06-07")),
                                    Completed("2021-06-30 08:00")};
  EXPECT_EQ(Of(Measure::kProcessingTime, plain), ByDay{});
  EXPECT_EQ(Of(Measure::kLateTime, plain), ByDay{});
  EXPECT_EQ(Of(Measure::kLateByCause, plain), (ByDay{{"2021-06-30", 1}}));
  std::vector<Event> stepped = plain;
  stepped.push_back(Assigned("2021-06-07 09:00", "A"));
  EXPECT_EQ(Of(Measure::kStepTime, stepped), ByDay{});
}

TEST_F(MeasuresTest, WhatLiesAheadOfNowIsLeftOut) {
  const std::vector<Event> events = {Submitted("2021-06-07 08:00"),
                                     Received("2021-06-08 08:00"),
                                     Assigned("2021-06-08 09:00", "A"),
                                     Assigned("2021-06-09 09:00", "B"),
                                     Make(EventType::kUrged, "2021-06-10 08:00"),
                                     Completed("2021-06-11 08:00")};
  const Instant now = At("2021-06-09 12:00");
  EXPECT_EQ(Of(Measure::kWaiting, events, 0, now), (ByDay{{"2021-06-07", 1}, {"2021-06-08", -1}}));
  EXPECT_EQ(Of(Measure::kStepWithoutLimit, events, 0, now), (ByDay{{"2021-06-09", 1}}));
  EXPECT_EQ(Of(Measure::kUrged, events, 0, now), ByDay{});
  EXPECT_EQ(Of(Measure::kProcessingTime, events, 0, now), ByDay{});
}

/// Bucket by bucket, as the page of metrics names them.
class TimeTakenTest : public MeasuresTest {
 protected:
  /// "2wd on 2021-06-08"; empty: not counted. Of several, all.
  std::string Took(const std::vector<Event>& events) {
    std::string text;
    for (const MeasureContribution& part : Contributed(events, Instant::max())) {
      if (part.key.measure != Measure::kTook) continue;
      text += std::string(TookName(part.key.detail)) + " on " + FormatDate(part.day);
    }
    return text;
  }
  std::string Used(const std::vector<Event>& events, Basis basis = Basis::kPromised) {
    std::string text;
    for (const MeasureContribution& part : Contributed(events, Instant::max())) {
      if (part.key.measure != Measure::kLimitUsed || BasisUsed(part.key) != basis) continue;
      EXPECT_EQ(part.amount, 1);
      text += std::string(UsedName(BucketUsed(part.key)));
    }
    return text;
  }
  void LawfulLimit(std::string_view limit) {
    terms_.limit = worktime::ParseTimeLimit(limit).value();
  }
};

TEST_F(TimeTakenTest, CountsOnTheDayOfTheEnd) {
  EXPECT_EQ(Took({Received("2021-06-07 08:00"), Completed("2021-06-08 08:30")}),
            "1wd on 2021-06-08")
      << "eight hours";
  EXPECT_EQ(Took({Received("2021-06-07 08:00"), Completed("2021-06-08 08:31")}),
            "2wd on 2021-06-08");
  EXPECT_EQ(Took({Received("2021-06-07 08:00"), Make(EventType::kRefused, "2021-06-07 08:00")}),
            "0.5wd on 2021-06-07")
      << "at once";
}

TEST_F(TimeTakenTest, IsOfWhatIsFinishedAlone) {
  const Event received = Received("2021-06-07 08:00", Day("2021-06-09"));
  EXPECT_EQ(Took({received}), "");
  EXPECT_EQ(Took({received, Make(EventType::kWithdrawn, "2021-06-08 08:00")}), "");
  EXPECT_EQ(Used({received, Make(EventType::kWithdrawn, "2021-06-08 08:00")}), "");
}

TEST_F(TimeTakenTest, LeavesOutStopsAndNotSteps) {
  const std::vector<Event> events = {
      Received("2021-06-07 07:30"), Assigned("2021-06-07 09:30", "B"),
      Make(EventType::kSuspended, "2021-06-07 13:30"),
      Make(EventType::kResumed, "2021-06-14 07:30"), Completed("2021-06-14 07:40")};
  EXPECT_EQ(Took(events), "1wd on 2021-06-14");
  EXPECT_EQ(Of(Measure::kProcessingTime, events), (ByDay{{"2021-06-14", Ms(4h + 10min)}}));
}

TEST_F(TimeTakenTest, OfALimitByDateIsUsedUpAtTheClosing) {
  // Three days of seven and a half hours: 22.5 hours.
  const auto used = [&](std::string_view end) {
    return Used({Received("2021-06-07 07:30", Day("2021-06-09")), Completed(end)});
  };
  EXPECT_EQ(used("2021-06-07 09:30"), "0.25");
  EXPECT_EQ(used("2021-06-08 07:30"), "0.5") << "a third";
  EXPECT_EQ(used("2021-06-09 07:30"), "0.75") << "two thirds";
  EXPECT_EQ(used("2021-06-09 11:00"), "0.9");
  EXPECT_EQ(used("2021-06-09 17:00"), "1");
  EXPECT_EQ(used("2021-06-09 23:59"), "1") << "after closing, but on the day";
  EXPECT_EQ(used("2021-06-10 00:00"), "1.25") << "late, if by no working time";
  EXPECT_EQ(used("2021-06-10 11:30"), "1.25");
  EXPECT_EQ(used("2021-06-11 11:00"), "1.5") << "33.5 hours";
  EXPECT_EQ(used("2021-06-14 17:00"), "2");
  EXPECT_EQ(used("2021-06-15 17:00"), "more");
}

TEST_F(TimeTakenTest, OfALimitByInstantIsUsedUpThere) {
  const auto used = [&](std::string_view end) {
    return Used({Received("2021-06-07 07:30", At("2021-06-07 16:30")), Completed(end)});
  };
  EXPECT_EQ(used("2021-06-07 16:30"), "1");
  EXPECT_EQ(used("2021-06-07 16:31"), "1.25");
}

TEST_F(TimeTakenTest, OfALimitOnADayOffMayBeLateByNoWorkingTime) {
  const auto used = [&](std::string_view end) {
    return Used({Received("2021-06-11 07:30", Day("2021-06-11")), Completed(end)});
  };
  EXPECT_EQ(used("2021-06-11 17:00"), "1");
  EXPECT_EQ(used("2021-06-12 09:00"), "1.25") << "a Saturday";
}

TEST_F(TimeTakenTest, OfNoTimeAtAllIsAllOrNothing) {
  const auto used = [&](std::string_view end) {
    return Used({Received("2021-06-07 17:30", At("2021-06-07 18:00")), Completed(end)});
  };
  EXPECT_EQ(used("2021-06-07 17:45"), "0.25");
  EXPECT_EQ(used("2021-06-07 18:01"), "1.25") << "late before any work was due";
  EXPECT_EQ(used("2021-06-08 07:31"), "more");
}

TEST_F(TimeTakenTest, IsMeasuredOnBothBases) {
  LawfulLimit("2wd");
  const std::vector<Event> events = {Received("2021-06-07 07:30", Day("2021-06-10")),
                                     Completed("2021-06-10 07:30")};
  EXPECT_EQ(Used(events), "0.75");
  EXPECT_EQ(Used(events, Basis::kLawful), "1.25");
  terms_.limit.reset();
  EXPECT_EQ(Used(events, Basis::kLawful), "") << "no limit";
  EXPECT_EQ(Took(events), "3wd on 2021-06-10");
}

TEST_F(TimeTakenTest, StopsAreLeftOutOfTheLimitToo) {
  LawfulLimit("2wd");
  // The lawful due moves from the 9th to the 16th by five days stopped; the promise does not.
  const std::vector<Event> open = {Received("2021-06-07 17:00", Day("2021-06-18")),
                                   Make(EventType::kSuspended, "2021-06-08 07:30"),
                                   Make(EventType::kResumed, "2021-06-14 17:00")};
  const auto used = [&](std::string_view end, Basis basis) {
    std::vector<Event> events = open;
    events.push_back(Completed(end));
    return Used(events, basis);
  };
  EXPECT_EQ(used("2021-06-15 17:00", Basis::kLawful), "0.5") << "one of two days";
  EXPECT_EQ(used("2021-06-16 17:00", Basis::kLawful), "1");
  EXPECT_EQ(used("2021-06-17 07:30", Basis::kLawful), "1.25");
  EXPECT_EQ(used("2021-06-16 17:00", Basis::kPromised), "0.5") << "two of four days";
  EXPECT_EQ(used("2021-06-18 17:00", Basis::kPromised), "1");
}

TEST_F(TimeTakenTest, AStopAfterTheDueIsNoTimeUsed) {
  const std::vector<Event> events = {Received("2021-06-07 07:30", Day("2021-06-07")),
                                     Make(EventType::kSuspended, "2021-06-08 07:30"),
                                     Make(EventType::kResumed, "2021-06-18 17:00"),
                                     Completed("2021-06-18 17:00")};
  EXPECT_EQ(Took(events), "1wd on 2021-06-18");
  EXPECT_EQ(Used(events), "1.25") << "late all the same";
}

TEST_F(TimeTakenTest, IsUnknownWhereTheCalendarDoesNotReach) {
  auto spec = test::OfficeSpec();
  spec.valid_from = Day("2021-06-01");
  spec.valid_to = Day("2021-06-11");
  terms_.calendar = test::Office(spec);
  const Event received = Received("2021-06-07 07:30", Day("2021-06-18"));
  EXPECT_EQ(Took({received, Completed("2021-06-14 08:00")}), "");
  EXPECT_EQ(Took({received, Completed("2021-06-08 07:30")}), "1wd on 2021-06-08");
  EXPECT_EQ(Used({received, Completed("2021-06-08 07:30")}), "");
}

TEST_F(MeasuresTest, ALiveViewGetsWhatItFollowsAndNothingElse) {
  const std::vector<Event> events = {
      Submitted("2021-06-07 08:00"),
      Received("2021-06-07 09:00", Day("2021-06-08")),
      Assigned("2021-06-07 10:00", "B"),
      Make(EventType::kSupplementRequested, "2021-06-07 14:00"),
      Make(EventType::kSupplemented, "2021-06-07 15:00"),
      Dated(EventType::kApologised, "2021-06-09 08:00", Day("2021-06-10")),
      Make(EventType::kUrged, "2021-06-09 08:00"),
      Completed("2021-06-10 08:00")};
  const auto judged = dossier::JudgedBy(dossier::Fold(events), terms_);
  const auto followed = [](Measure measure) {
    return measure == Measure::kAcceptedInTime || measure == Measure::kApologised ||
           measure == Measure::kTook || measure == Measure::kLimitUsed ||
           measure == Measure::kIndexSetAside;
  };
  for (const Instant now : {At("2021-06-07 08:30"), At("2021-06-07 09:00"), At("2021-06-09 08:00"),
                            At("2021-06-10 08:00"), Instant::max()}) {
    auto all = MeasuresAt(judged, now);
    std::erase_if(all, [&](const auto& part) { return !followed(part.key.measure); });
    const auto live = LiveMeasuresAt(judged, now, Day("2021-06-10"));
    EXPECT_EQ(live.size(), all.size());
    EXPECT_TRUE(std::is_permutation(live.begin(), live.end(), all.begin(), all.end()));
  }
  const auto later = LiveMeasuresAt(judged, Instant::max(), Day("2021-06-11"));
  ASSERT_EQ(later.size(), 4U) << "it ended before that day";
  EXPECT_EQ(later[0].key.measure, Measure::kAcceptedInTime);
  EXPECT_EQ(later[1].key.measure, Measure::kApologised);
}

TEST_F(MeasuresTest, DaysAreLocalToTheCalendar) {
  EXPECT_EQ(Of(Measure::kUrged,
               {Received("2021-06-07 08:00"), Make(EventType::kUrged, "2021-06-09 00:00")}),
            (ByDay{{"2021-06-09", 1}}));
}

}  // namespace
}  // namespace dunghan::figures
