#include "dunghan/figures/further.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan::figures {
namespace {

using dossier::Basis;
using dossier::SuspensionKind;
using namespace std::chrono_literals;

constexpr uint8_t kPromised = 0;
constexpr uint8_t kLawful = 1;

class FurtherTest : public ::testing::Test {
 protected:
  void Within(Measure measure, int64_t amount, uint8_t detail = 0, std::string_view reason = "") {
    tally_.within.Add({measure, detail, events_.Code<ReasonCode>(reason)}, amount);
  }
  void Before(Measure measure, int64_t amount) { tally_.before.Add({measure, 0, {}}, amount); }
  Further Of(Basis basis = Basis::kPromised) { return FurtherOf(tally_, figures_, basis, online_); }

  test::Events events_;
  MeasureTally tally_;
  Figures figures_;
  OnlinePart online_;
};

TEST_F(FurtherTest, AcceptanceIsMadeOfAnswersAndWhoStillWaits) {
  Within(Measure::kSubmitted, 10);
  Within(Measure::kAcceptedInTime, 4);
  Within(Measure::kAcceptedLate, 1);
  Within(Measure::kDeclinedInTime, 2);
  Within(Measure::kDeclinedLate, 3);
  Before(Measure::kWaiting, 5);
  Within(Measure::kWaiting, -2);
  Before(Measure::kWaitingLate, 1);
  Within(Measure::kWaitingLate, 1);
  Before(Measure::kSubmitted, 99);
  EXPECT_EQ(Of().submitted, 10);
  EXPECT_EQ(Of().acceptance, (Rate{6, 10}));
  EXPECT_EQ(Of().declined, 5);
  EXPECT_EQ(Of().waiting, 3);
  EXPECT_EQ(Of().waiting_late, 2);
}

TEST_F(FurtherTest, RatesAreThoseInTimeOfAll) {
  Within(Measure::kGrossInTime, 7);
  Within(Measure::kGrossLate, 2);
  Within(Measure::kReadyInTime, 5);
  Within(Measure::kReadyLate, 1);
  Within(Measure::kStepInTime, 4);
  Within(Measure::kStepLate, 3);
  Within(Measure::kStepWithoutLimit, 6);
  EXPECT_EQ(Of().gross, (Rate{7, 9}));
  EXPECT_EQ(Of().ready, (Rate{5, 6}));
  EXPECT_EQ(Of().steps, (Rate{4, 7}));
  EXPECT_EQ(Of().steps_without_limit, 6);
}

TEST_F(FurtherTest, AnsweringIsOfAllThatWasFinished) {
  figures_.finished_early = 1;
  figures_.finished_on_time = 2;
  figures_.finished_late = 3;
  figures_.finished_unmeasurable = 4;
  figures_.withdrawn = 5;
  Within(Measure::kRated, 6);
  Within(Measure::kSatisfied, 5);
  EXPECT_EQ(Of().answering, (Rate{6, 10}));
  EXPECT_EQ(Of().satisfied, (Rate{5, 6}));
}

TEST_F(FurtherTest, OnlineIsOfAllAndOfWhatWasOffered) {
  figures_.received = 20;
  online_.received = 9;
  Within(Measure::kOfferedFull, 8);
  Within(Measure::kOfferedPartial, 6);
  online_.within.Add({Measure::kOfferedFull, 0, {}}, 5);
  online_.within.Add({Measure::kOfferedPartial, 0, {}}, 2);
  EXPECT_EQ(Of().online, (Rate{9, 20}));
  EXPECT_EQ(Of().online_of_full, (Rate{5, 8}));
  EXPECT_EQ(Of().online_of_offered, (Rate{7, 14}));
}

TEST_F(FurtherTest, WhatRestsOnTheBasisIsReadOnIt) {
  Within(Measure::kReappointmentKept, 3, kPromised);
  Within(Measure::kReappointmentMissed, 1, kPromised);
  Within(Measure::kReappointmentMissed, 7, kLawful);
  Within(Measure::kLateTime, 1000, kPromised);
  Within(Measure::kLateTime, 3000, kLawful);
  Within(Measure::kLateTimeBorne, 2000, kLawful);
  Within(Measure::kLateByCause, 1, kPromised);
  Within(Measure::kLateByCause, 2, kPromised, "staff");
  Within(Measure::kLateByCause, 4, kLawful, "system");
  const Further promised = Of(Basis::kPromised);
  EXPECT_EQ(promised.reappointments_kept, (Rate{3, 4}));
  EXPECT_EQ(promised.late, 1s);
  EXPECT_EQ(promised.late_borne, 0s);
  EXPECT_EQ(promised.late_causes, (std::map<std::string, int64_t>{{"", 1}, {"staff", 2}}));
  const Further lawful = Of(Basis::kLawful);
  EXPECT_EQ(lawful.reappointments_kept, (Rate{0, 7}));
  EXPECT_EQ(lawful.late, 3s);
  EXPECT_EQ(lawful.late_borne, 2s);
  EXPECT_EQ(lawful.late_causes, (std::map<std::string, int64_t>{{"system", 4}}));
}

TEST_F(FurtherTest, SuspendedTimeIsNamedByKindAndReason) {
  Within(Measure::kSuspendedTime, 1000, static_cast<uint8_t>(SuspensionKind::kSupplement));
  Within(Measure::kSuspendedTime, 2000, static_cast<uint8_t>(SuspensionKind::kStop), "court");
  Within(Measure::kSuspendedTime, 3000, static_cast<uint8_t>(SuspensionKind::kStop));
  Within(Measure::kSuspendedTime, 4000, static_cast<uint8_t>(SuspensionKind::kPayment), "tax");
  EXPECT_EQ(Of().suspended,
            (std::map<std::string, std::chrono::milliseconds>{
                {"supplement", 1s}, {"stop:court", 2s}, {"stop", 3s}, {"payment:tax", 4s}}));
}

TEST_F(FurtherTest, CountsAndTimesAreTakenOver) {
  Within(Measure::kSupplementAsked, 1);
  Within(Measure::kSupplementAskedLate, 2);
  Within(Measure::kSupplementAskedAgain, 3);
  Within(Measure::kSupplementAnswered, 4);
  Within(Measure::kExtended, 5);
  Within(Measure::kReappointed, 6);
  Within(Measure::kReappointedAgain, 7);
  Within(Measure::kUrged, 8);
  Within(Measure::kUrgedDossiers, 9);
  Within(Measure::kProcessingTime, 10'000);
  Within(Measure::kStepTime, 11'000);
  Within(Measure::kStepOverrun, 12'000);
  Within(Measure::kTransitTime, 13'000);
  Within(Measure::kUnassignedTime, 14'000);
  const Further further = Of();
  EXPECT_EQ(further.supplements_asked, 1);
  EXPECT_EQ(further.supplements_asked_late, 2);
  EXPECT_EQ(further.supplements_asked_again, 3);
  EXPECT_EQ(further.supplements_answered, 4);
  EXPECT_EQ(further.extended, 5);
  EXPECT_EQ(further.reappointed, 6);
  EXPECT_EQ(further.reappointed_again, 7);
  EXPECT_EQ(further.urged, 8);
  EXPECT_EQ(further.urged_dossiers, 9);
  EXPECT_EQ(further.processing, 10s);
  EXPECT_EQ(further.step_time, 11s);
  EXPECT_EQ(further.step_overrun, 12s);
  EXPECT_EQ(further.transit, 13s);
  EXPECT_EQ(further.unassigned, 14s);
}

/// Every measure another amount, so that a field left out or mixed up shows.
TEST_F(FurtherTest, TheSumOfRowsIsTheRowOfTheSums) {
  const auto fill = [&](int64_t factor, std::string_view reason) {
    MeasureTally tally;
    OnlinePart online;
    for (int i = 0; i < kMeasures; ++i) {
      for (const uint8_t detail : {kPromised, kLawful}) {
        const MeasureKey key{static_cast<Measure>(i), detail, events_.Code<ReasonCode>(reason)};
        tally.before.Add(key, factor * (i + 2));
        tally.within.Add(key, factor * (100 + 3 * i + detail));
        online.within.Add(key, factor * (50 + i));
      }
    }
    online.received = factor * 17;
    Figures figures;
    figures.received = factor * 31;
    figures.finished_early = factor * 7;
    return std::tuple(tally, figures, online);
  };
  const auto [one, one_figures, one_online] = fill(1, "staff");
  const auto [two, two_figures, two_online] = fill(1000, "system");
  MeasureTally both = one;
  both.before.Add(two.before);
  both.within.Add(two.within);
  Figures both_figures = one_figures;
  both_figures += two_figures;
  OnlinePart both_online = one_online;
  both_online.received += two_online.received;
  both_online.within.Add(two_online.within);
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    Further sum = FurtherOf(one, one_figures, basis, one_online);
    sum += FurtherOf(two, two_figures, basis, two_online);
    EXPECT_EQ(sum, FurtherOf(both, both_figures, basis, both_online));
    EXPECT_NE(sum, FurtherOf(two, two_figures, basis, two_online));
  }
}

}  // namespace
}  // namespace dunghan::figures
