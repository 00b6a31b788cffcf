#include <gmock/gmock.h>

#include <map>

#include "ledger_fixture.h"

/// Looking back: the same answer as was given then.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using dossier::Standing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LedgerAsOf : public LedgerContract {
 protected:
  LedgerAsOf() : LedgerContract("2021-06-09 12:00") {}

  std::unique_ptr<View> Back(const AsOf& as_of) { return ledger_->OpenView(as_of).value(); }
  std::unique_ptr<View> Back(std::string_view at) { return Back({{}, test::At(at)}); }
  std::string Refusal(const AsOf& as_of) {
    const auto view = ledger_->OpenView(as_of);
    return view ? "none" : view.error().for_client;
  }
  static std::vector<std::string> OpenCodes(View& view) {
    std::vector<std::string> codes;
    view.ForEachOpen([&](std::string_view code, const auto&) { codes.emplace_back(code); }).value();
    return codes;
  }
  static std::vector<std::string> SettledCodes(View& view, std::string_view after = "") {
    std::vector<std::string> codes;
    view.ForEachSettled(after,
                        [&](const Settled& dossier) {
                          codes.emplace_back(dossier.code());
                          return true;
                        })
        .value();
    return codes;
  }
  static Standing StandingIn(View& view, std::string_view code) {
    return StandingAt(view.Find(code).value().judged.judgement.On(Basis::kPromised),
                      view.position().at);
  }
  static int SumIn(View& view, figures::Amount amount, DayRange range = {}) {
    int sum = 0;
    view.SumCells(range,
                  [&](const auto&, const figures::CellAmounts& cell) {
                    sum += cell.bases[0][static_cast<size_t>(amount)];
                  })
        .value();
    return sum;
  }
};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerAsOf,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerAsOf, AFinishHeardOfLaterWasNotKnownThen) {
  clock_.Set(test::At("2021-06-16 12:00"));
  Append({Received("D1"), Received("D2")});
  const Position then = ledger_->position();
  clock_.Set(test::At("2021-06-17 12:00"));
  Append({Completed("D1"), Received("D3")});
  for (const bool flushed : {false, true}) {
    if (flushed) ledger_->Flush().value();
    const auto view = Back({{}, then.at});
    EXPECT_EQ(view->position().seq, then.seq);
    EXPECT_EQ(view->position().at, then.at);
    EXPECT_EQ(view->position().chain, then.chain);
    EXPECT_EQ(StandingIn(*view, "D1"), Standing::kOverdue);
    EXPECT_EQ(view->Find("D1").value().events.size(), 1U);
    EXPECT_EQ(view->Find("D3").error().code, ErrorCode::kNotFound);
    EXPECT_THAT(OpenCodes(*view), ElementsAre("D1", "D2"));
    EXPECT_THAT(SettledCodes(*view), IsEmpty());
    EXPECT_EQ(SumIn(*view, figures::Amount::kReceived), 2);
    EXPECT_EQ(SumIn(*view, figures::Amount::kOverdue), 2);
    EXPECT_EQ(SumIn(*view, figures::Amount::kFinishedEarly), 0);
  }
  EXPECT_EQ(Sum(figures::Amount::kFinishedEarly), 1);
}

TEST_P(LedgerAsOf, AVoidHeardOfLaterTookNothingBackThen) {
  clock_.Set(test::At("2021-06-16 12:00"));
  Event completed = Completed("D1");
  completed.id = "e1";
  Append({Received("D1"), completed});
  clock_.Set(test::At("2021-06-17 12:00"));
  Event voided = events_.Make("D1", EventType::kVoided, "2021-06-11 09:00");
  voided.voids = "e1";
  voided.id.clear();
  EnsureId(voided);
  Append({voided});
  const auto view = Back("2021-06-16 18:00");
  EXPECT_EQ(StandingIn(*view, "D1"), Standing::kFinishedEarly);
  EXPECT_THAT(SettledCodes(*view), ElementsAre("D1"));
  EXPECT_THAT(SettledCodes(*view, "D1"), IsEmpty());
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
}

TEST_P(LedgerAsOf, WhatFellDueSinceHadNotFallenDueThen) {
  clock_.Set(test::At("2021-06-09 12:00"));
  Append({Received("D1")});
  clock_.Set(test::At("2021-06-20 12:00"));
  const auto view = Back("2021-06-14 23:00");
  EXPECT_EQ(StandingIn(*view, "D1"), Standing::kInTime);
  const DayRange through{{}, test::Day("2021-06-14")};
  EXPECT_EQ(SumIn(*view, figures::Amount::kCohortPending, through), 1);
  EXPECT_EQ(SumIn(*view, figures::Amount::kCohortLate, through), 0);
  EXPECT_EQ(SumIn(*Back("2021-06-15 00:00"), figures::Amount::kCohortLate, through), 1);
}

TEST_P(LedgerAsOf, AnEventDatedAheadWasNotInForceThen) {
  clock_.Set(test::At("2021-06-09 12:00"));
  Append({Received("D1"), Completed("D1", "2021-06-11 08:00")});
  clock_.Set(test::At("2021-06-12 12:00"));
  ASSERT_TRUE(ledger_->Append({}));
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedEarly);
  const auto view = Back("2021-06-10 12:00");
  EXPECT_EQ(StandingIn(*view, "D1"), Standing::kInTime);
  EXPECT_EQ(SumIn(*view, figures::Amount::kFinishedEarly), 0);
  EXPECT_THAT(OpenCodes(*view), ElementsAre("D1"));
}

TEST_P(LedgerAsOf, GoesByTheRulebookOfThen) {
  clock_.Set(test::At("2021-06-09 12:00"));
  Append({events_.Received("D1", "2021-06-07 08:00"), events_.Received("D2", "2021-06-07 08:00")});
  clock_.Set(test::At("2021-06-10 12:00"));
  ledger_
      ->Apply({test::SmallRulebook(events_.codes(),
                                   {.exceptions = "[[exception]]\ndate = 2021-06-11\n"}),
               {},
               "tester",
               ""})
      .value();
  Append({Completed("D2", "2021-06-10 08:00")});
  const auto due = [](View& view) {
    return FormatDate(*view.Find("D1").value().judged.judgement.On(Basis::kLawful).due_day);
  };
  EXPECT_EQ(due(*ledger_->OpenView().value()), "2021-06-16");
  const auto view = Back("2021-06-09 18:00");
  EXPECT_EQ(view->timeline().versions().size(), 1U);
  EXPECT_EQ(due(*view), "2021-06-14");
  const auto day = test::Day("2021-06-14");
  EXPECT_EQ(SumIn(*view, figures::Amount::kCohortLate, {day, day}), 2);
}

TEST_P(LedgerAsOf, ABackdatedRulebookRecordedLaterDoesNotCountThen) {
  clock_.Set(test::At("2021-06-20 12:00"));
  Append({events_.Received("D1", "2021-06-07 08:00"), Completed("D1", "2021-06-16 10:00")});
  clock_.Set(test::At("2021-06-21 12:00"));
  ledger_
      ->Apply({test::SmallRulebook(events_.codes(),
                                   {.exceptions = "[[exception]]\ndate = 2021-06-11\n"}),
               test::At("2021-06-11 00:00"), "tester", "vì"})
      .value();
  for (const bool flushed : {false, true}) {
    if (flushed) ledger_->Flush().value();
    EXPECT_EQ(Sum(figures::Amount::kFinishedLate), 0);
    EXPECT_EQ(SumIn(*Back("2021-06-20 18:00"), figures::Amount::kFinishedLate), 1);
  }
}

TEST_P(LedgerAsOf, TellsWhichDossiersAreNotWhatTheyWereAndWhy) {
  clock_.Set(test::At("2021-06-16 12:00"));
  Event completed = Completed("D1");
  completed.id = "e1";
  Append({Received("D1"), completed, Received("D2"), Received("D3")});
  const Position then = ledger_->position();
  clock_.Set(test::At("2021-06-17 12:00"));
  Event voided = events_.Make("D1", EventType::kVoided, "2021-06-11 09:00");
  voided.voids = "e1";
  voided.id.clear();
  EnsureId(voided);
  Append({voided, Received("D4"), Received("D2")});
  std::vector<std::string> told;
  Back({{}, then.at})
      ->ForEachChange([&](const PastChange& change) {
        told.push_back(std::string(change.code) + " " + (change.before ? "was" : "new"));
        for (const StoredEvent& event : change.events) {
          told.back() += " " + std::to_string(event.seq);
        }
        EXPECT_EQ(change.now, clock_.Now());
        EXPECT_EQ(change.rules->versions().size(), 1U);
      })
      .value();
  EXPECT_THAT(told, ElementsAre("D1 was 5", "D4 new 6"));
  int none = 0;
  ledger_->OpenView().value()->ForEachChange([&](const PastChange&) { ++none; }).value();
  EXPECT_EQ(none, 0);
}

TEST_P(LedgerAsOf, APositionIsTheEndOfWhatWasRecordedTogether) {
  Append({Received("D1"), Received("D2")});
  Append({Received("D3")});
  EXPECT_EQ(Back({2, {}})->position().at, clock_.Now());
  EXPECT_THAT(Refusal({1, {}}), HasSubstr("in the middle of what was recorded together"));
  EXPECT_THAT(Refusal({9, {}}), HasSubstr("the newest is 3"));
  EXPECT_THAT(Refusal({{}, clock_.Now() + std::chrono::hours{1}}), HasSubstr("in the future"));
  EXPECT_THAT(Refusal({{}, test::At("2020-01-01 00:00")}), HasSubstr("nothing was on record"));
}

}  // namespace
}  // namespace dunghan::ledger
