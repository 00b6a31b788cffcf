#include "dunghan/dossier/attribution.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;
using test::At;
using test::Day;
using namespace std::chrono_literals;
using enum PartKind;

using Parts = std::vector<std::pair<PartKind, milliseconds>>;

/// 2021-06-07 is a Monday; the office is open 07:30-11:30 and 13:30-17:00.
class AttributionTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  Event Completed(std::string_view at) { return Make(EventType::kCompleted, at); }
  Event Assigned(std::string_view at, std::string_view agency, std::optional<DueClaim> due = {}) {
    Event event = Make(EventType::kAssigned, at);
    event.agency = events_.Code<AgencyCode>(agency);
    event.step_due = due;
    return event;
  }
  Event Transferred(std::string_view at, std::string_view to, std::string_view unit = "") {
    Event event = Make(EventType::kTransferred, at);
    event.to_agency = events_.Code<AgencyCode>(to);
    event.unit = events_.Code<UnitName>(unit);
    return event;
  }
  Event Stop(EventType type, std::string_view at, std::string_view reason = "") {
    Event event = Make(type, at);
    event.reason = events_.Code<ReasonCode>(reason);
    return event;
  }

  std::optional<Attribution> Ask(const std::vector<Event>& events,
                                 Instant until = At("2022-01-01 00:00")) {
    const Facts facts = Fold(events);
    return Attribute(facts, terms_, Judge(facts, terms_).On(Basis::kPromised), until);
  }
  Attribution Of(const std::vector<Event>& events, Instant until = At("2022-01-01 00:00")) {
    return Ask(events, until).value();
  }
  static Parts PartsOf(const Attribution& attribution) {
    Parts parts;
    for (const Part& part : attribution.parts) parts.emplace_back(part.kind, part.worked);
    return parts;
  }

  test::Events events_;
  Terms terms_{.calendar = test::Office(),
               .limit = {},
               .acceptance_limit = {},
               .online_level = {},
               .on_supplement = {},
               .comparison = Comparison::kByUnit,
               .due_rules = {}};
};

TEST_F(AttributionTest, LunchIsNobodysTime) {
  const auto divided = Of({Received("2021-06-07 08:00"), Completed("2021-06-07 16:00")});
  EXPECT_EQ(PartsOf(divided), (Parts{{kUnassigned, 6h}}));
  EXPECT_EQ(divided.total, 6h);
  EXPECT_EQ(divided.unassigned, 6h);
  EXPECT_EQ(divided.parts[0].from, At("2021-06-07 08:00"));
  EXPECT_EQ(divided.parts[0].to, At("2021-06-07 16:00"));
}

TEST_F(AttributionTest, NorIsTheWeekend) {
  EXPECT_EQ(Of({Received("2021-06-11 16:00"), Completed("2021-06-14 08:30")}).total, 2h);
}

TEST_F(AttributionTest, EveryHandHasItUntilTheNext) {
  const auto divided = Of({Received("2021-06-07 08:00"), Assigned("2021-06-07 09:00", "A"),
                           Transferred("2021-06-07 14:00", "B"), Assigned("2021-06-07 15:00", "B"),
                           Completed("2021-06-08 08:30")});
  EXPECT_EQ(PartsOf(divided), (Parts{{kUnassigned, 1h}, {kStep, 3h}, {kTransit, 1h}, {kStep, 3h}}));
  EXPECT_EQ(divided.total, 8h);
  EXPECT_EQ(divided.in_steps, 6h);
  EXPECT_EQ(divided.in_transit, 1h);
  EXPECT_EQ(divided.unassigned, 1h);
  EXPECT_EQ(divided.parts[2].to_agency.text(), "B");
  EXPECT_EQ(divided.parts[3].step, 1U);
  ASSERT_EQ(divided.steps.size(), 2U);
  EXPECT_EQ(divided.steps[0].hand.agency.text(), "A");
  EXPECT_EQ(divided.steps[0].to, At("2021-06-07 14:00"));
  EXPECT_EQ(divided.steps[0].worked, 3h);
  EXPECT_EQ(divided.steps[1].to, At("2021-06-08 08:30"));
}

TEST_F(AttributionTest, ATransferToAUnitIsAStepAtOnce) {
  EXPECT_EQ(PartsOf(Of({Received("2021-06-07 08:00"), Transferred("2021-06-07 09:00", "B", "U"),
                        Completed("2021-06-07 10:00")})),
            (Parts{{kUnassigned, 1h}, {kStep, 1h}}));
}

TEST_F(AttributionTest, WhileTheClockStandsNobodyHasIt) {
  const auto divided = Of(
      {Received("2021-06-07 08:00"), Assigned("2021-06-07 08:00", "A"),
       Stop(EventType::kSuspended, "2021-06-07 09:00", "court"), Assigned("2021-06-07 10:00", "B"),
       Stop(EventType::kResumed, "2021-06-07 11:00"), Completed("2021-06-07 11:30")});
  EXPECT_EQ(PartsOf(divided), (Parts{{kStep, 1h}, {kSuspended, 2h}, {kStep, 30min}}));
  EXPECT_EQ(divided.suspended, 2h);
  EXPECT_EQ(divided.parts[1].suspension, SuspensionKind::kStop);
  EXPECT_EQ(divided.parts[1].reason.text(), "court");
  EXPECT_EQ(divided.steps[0].worked, 1h);
  EXPECT_EQ(divided.steps[0].to, At("2021-06-07 10:00"));
  EXPECT_EQ(divided.steps[1].worked, 30min);
}

TEST_F(AttributionTest, OfOverlappingStopsTheOneBegunFirstHasTheTime) {
  const auto divided =
      Of({Received("2021-06-07 08:00"), Stop(EventType::kSupplementRequested, "2021-06-07 09:00"),
          Stop(EventType::kPaymentRequested, "2021-06-07 10:00", "tax"),
          Stop(EventType::kSuspended, "2021-06-07 10:30"),
          Stop(EventType::kResumed, "2021-06-07 10:45"),
          Stop(EventType::kSupplemented, "2021-06-07 11:00"),
          Stop(EventType::kPaid, "2021-06-07 14:30"), Completed("2021-06-07 15:00")});
  EXPECT_EQ(
      PartsOf(divided),
      (Parts{{kUnassigned, 1h}, {kSuspended, 2h}, {kSuspended, 90min}, {kUnassigned, 30min}}));
  EXPECT_EQ(divided.parts[1].suspension, SuspensionKind::kSupplement);
  EXPECT_EQ(divided.parts[2].suspension, SuspensionKind::kPayment);
  EXPECT_EQ(divided.parts[2].reason.text(), "tax");
}

TEST_F(AttributionTest, StopsCountBetweenReceiptAndEndOnly) {
  const auto divided =
      Of({Stop(EventType::kSupplementRequested, "2021-06-04 09:00"), Received("2021-06-07 08:00"),
          Stop(EventType::kSupplemented, "2021-06-07 09:00"),
          Stop(EventType::kSuspended, "2021-06-07 11:00"), Completed("2021-06-07 14:00")});
  EXPECT_EQ(PartsOf(divided), (Parts{{kSuspended, 1h}, {kUnassigned, 2h}, {kSuspended, 1h}}));
  EXPECT_EQ(divided.parts[0].from, At("2021-06-07 08:00"));
  EXPECT_EQ(divided.parts[2].to, At("2021-06-07 14:00"));
}

TEST_F(AttributionTest, HandsFromBeforeTheReceiptCountFromTheReceipt) {
  const auto divided = Of({Assigned("2021-06-04 08:00", "A"), Assigned("2021-06-04 09:00", "B"),
                           Received("2021-06-07 08:00"), Completed("2021-06-07 10:00")});
  EXPECT_EQ(PartsOf(divided), (Parts{{kStep, 2h}}));
  ASSERT_EQ(divided.steps.size(), 1U) << "the first one never had the dossier";
  EXPECT_EQ(divided.steps[0].hand.agency.text(), "B");
}

TEST_F(AttributionTest, AStepsDateIsOverrunFromTheNextMidnight) {
  const auto divided =
      Of({Received("2021-06-07 08:00"), Assigned("2021-06-07 08:00", "A", Day("2021-06-07")),
          Completed("2021-06-08 09:30")});
  EXPECT_EQ(divided.steps[0].overdue_from, At("2021-06-08 00:00"));
  EXPECT_EQ(divided.steps[0].overrun, 2h);
}

TEST_F(AttributionTest, AStepsInstantIsOverrunAMillisecondLater) {
  terms_.limit = worktime::ParseTimeLimit("5wd").value();
  const std::vector<Event> events = {Received("2021-06-07 08:00"),
                                     Assigned("2021-06-07 08:00", "A", At("2021-06-07 16:00")),
                                     Completed("2021-06-08 09:30")};
  EXPECT_EQ(Of(events).steps[0].overdue_from, At("2021-06-07 16:00") + 1ms);
  EXPECT_EQ(Of(events).steps[0].overrun, 3h - 1ms);
  terms_.comparison = Comparison::kDate;
  EXPECT_EQ(Of(events).steps[0].overdue_from, At("2021-06-08 00:00"));
}

TEST_F(AttributionTest, AnOverrunLeavesOutWhatStoodStill) {
  const auto divided =
      Of({Received("2021-06-07 08:00"), Assigned("2021-06-07 08:00", "A", Day("2021-06-07")),
          Stop(EventType::kSuspended, "2021-06-07 16:00"),
          Stop(EventType::kResumed, "2021-06-08 08:30"), Completed("2021-06-08 09:30")});
  EXPECT_EQ(divided.steps[0].overrun, 1h);
}

TEST_F(AttributionTest, LatenessIsSharedByOverrunToTheMillisecond) {
  const auto divided =
      Of({Received("2021-06-07 07:30", Day("2021-06-08")),
          Assigned("2021-06-07 07:30", "A", Day("2021-06-07")),
          Assigned("2021-06-08 08:30", "B", Day("2021-06-07")),
          Assigned("2021-06-09 08:30", "C", Day("2021-06-30")), Completed("2021-06-09 09:30")});
  EXPECT_EQ(divided.late, 2h);
  EXPECT_EQ(divided.steps[0].overrun, 1h);
  EXPECT_EQ(divided.steps[1].overrun, 7h + 30min);
  // 2 h / 8.5 = 847,058.8 ms and 6,352,941.2 ms: the larger remainder is rounded up.
  EXPECT_EQ(divided.steps[0].late_share, 847'059ms);
  EXPECT_EQ(divided.steps[1].late_share, 6'352'941ms);
  EXPECT_EQ(divided.steps[2].late_share, 0ms);
}

TEST_F(AttributionTest, OfEqualRemaindersTheEarlierStepHasTheMillisecond) {
  const auto divided = Of({Received("2021-06-07 07:30", At("2021-06-07 09:30")),
                           Assigned("2021-06-07 07:30", "A", Day("2021-06-06")),
                           Assigned("2021-06-07 08:30", "B", Day("2021-06-06")),
                           Assigned("2021-06-07 09:30", "C"), Completed("2021-06-07 10:30")});
  EXPECT_EQ(divided.late, 1h - 1ms);
  EXPECT_EQ(divided.steps[0].late_share, 1'800'000ms);
  EXPECT_EQ(divided.steps[1].late_share, 1'799'999ms);
}

TEST_F(AttributionTest, WhereNoStepOverranNoneBearsTheLateness) {
  const auto divided = Of({Received("2021-06-07 07:30", Day("2021-06-07")),
                           Assigned("2021-06-07 07:30", "A"), Completed("2021-06-08 08:30")});
  EXPECT_EQ(divided.late, 1h);
  EXPECT_EQ(divided.steps[0].late_share, 0ms);
  EXPECT_FALSE(divided.steps[0].overdue_from);
}

TEST_F(AttributionTest, ADossierInTimeHasNoLateness) {
  const auto divided =
      Of({Received("2021-06-07 07:30", Day("2021-06-08")),
          Assigned("2021-06-07 07:30", "A", Day("2021-06-07")), Completed("2021-06-08 08:30")});
  EXPECT_EQ(divided.late, 0ms);
  EXPECT_EQ(divided.steps[0].overrun, 1h);
  EXPECT_EQ(divided.steps[0].late_share, 0ms);
}

TEST_F(AttributionTest, ADueFromBeforeTheReceiptMakesAllOfItLate) {
  EXPECT_EQ(
      Of({Received("2021-06-07 08:00", Day("2021-06-01")), Completed("2021-06-07 10:00")}).late,
      2h);
}

TEST_F(AttributionTest, DecadesOfLatenessAreSharedExactly) {
  const auto divided =
      Of({Received("1991-06-03 07:30", Day("1991-06-03")),
          Assigned("1991-06-03 07:30", "A", Day("1991-06-03")),
          Assigned("2011-06-06 07:30", "B", Day("1991-06-03")), Completed("2021-06-07 07:30")});
  EXPECT_GT(divided.late, 7h * 250 * 30);
  EXPECT_EQ(divided.steps[0].late_share, divided.steps[0].overrun);
  EXPECT_EQ(divided.steps[1].late_share, divided.steps[1].overrun);
}

TEST_F(AttributionTest, AnOpenDossierIsDividedUpToTheInstantAskedFor) {
  const std::vector<Event> open = {Received("2021-06-07 08:00", Day("2021-06-07")),
                                   Assigned("2021-06-07 09:00", "A"),
                                   Assigned("2021-06-08 08:30", "B")};
  const auto divided = Of(open, At("2021-06-08 09:30"));
  EXPECT_EQ(PartsOf(divided), (Parts{{kUnassigned, 1h}, {kStep, 7h}, {kStep, 1h}}));
  EXPECT_EQ(divided.late, 2h);
  EXPECT_EQ(divided.steps[0].to, At("2021-06-08 08:30"));
  EXPECT_FALSE(divided.steps[1].to);
  const auto handed_on = Of(open, At("2021-06-08 08:30"));
  ASSERT_EQ(handed_on.steps.size(), 1U);
  EXPECT_EQ(handed_on.steps[0].to, At("2021-06-08 08:30"));
  const auto before = Of(open, At("2021-06-07 10:00"));
  ASSERT_EQ(before.steps.size(), 1U);
  EXPECT_FALSE(before.steps[0].to);
  EXPECT_EQ(before.total, 2h);
}

TEST_F(AttributionTest, AnEndAheadOfTheInstantAskedForIsNoneYet) {
  const auto divided = Of({Received("2021-06-07 08:00"), Assigned("2021-06-07 08:00", "A"),
                           Completed("2021-06-09 08:00")},
                          At("2021-06-07 10:00"));
  EXPECT_EQ(divided.total, 2h);
  EXPECT_FALSE(divided.steps[0].to);
}

TEST_F(AttributionTest, AnEndBeforeTheReceiptTakesNoTime) {
  const auto divided = Of({Completed("2021-06-04 08:00"), Received("2021-06-07 08:00")});
  EXPECT_EQ(divided, Attribution{});
}

TEST_F(AttributionTest, WithoutReceiptBeforeItOrBeyondTheCalendarThereIsNothing) {
  EXPECT_FALSE(Ask({Assigned("2021-06-07 08:00", "A")}));
  EXPECT_FALSE(Ask({Received("2021-06-07 08:00")}, At("2021-06-07 07:59")));
  EXPECT_TRUE(Ask({Received("2021-06-07 08:00")}, At("2021-06-07 08:00")));
  auto spec = test::OfficeSpec();
  spec.valid_to = Day("2021-06-30");
  terms_.calendar = test::Office(spec);
  EXPECT_TRUE(Ask({Received("2021-06-07 08:00"), Completed("2021-06-30 08:00")}));
  EXPECT_FALSE(Ask({Received("2021-06-07 08:00"), Completed("2021-07-02 08:00")}));
}

}  // namespace
}  // namespace dunghan::dossier
