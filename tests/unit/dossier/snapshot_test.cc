#include <gmock/gmock.h>

#include <algorithm>

#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

/// Snapshots: what the exports of a source say of a dossier, one after the other.
namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SnapshotTest : public ::testing::Test {
 protected:
  struct Row {
    SaidState state = SaidState::kProcessing;
    const char* ended = "";
    const char* due = "2021-06-14";
    const char* received = "2021-06-07 08:00";
    const char* source = "mot-cua";
    const char* agency = "A";
  };
  /// A row of the export taken on a day of June, at six in the evening.
  Event Taken(int day, const Row& row) {
    Event event = events_.Make(
        "H1", EventType::kSnapshot,
        "2021-06-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + " 18:00");
    event.source = events_.Code<SourceName>(row.source);
    event.agency = events_.Code<AgencyCode>(row.agency);
    event.procedure = events_.Code<ProcedureCode>("P");
    event.state = row.state;
    if (*row.received) event.received = At(row.received);
    if (*row.ended) event.ended = At(row.ended);
    if (*row.due) event.due = Day(row.due);
    event.id.clear();
    EnsureId(event);
    return event;
  }
  static Terms OfFiveDays() {
    Terms terms;
    terms.calendar = test::Office();
    terms.limit = worktime::TimeLimit{5, worktime::LimitUnit::kWorkingDays};
    return terms;
  }
  static Standing StandingOf(const Facts& facts, std::string_view at) {
    return StandingAt(Judge(facts, OfFiveDays()).On(Basis::kPromised), At(at));
  }

  test::Events events_;
};

TEST_F(SnapshotTest, OneRowIsADossier) {
  const Facts facts = Fold(std::vector{Taken(30, {SaidState::kCompleted, "2021-06-10 15:00"})});
  ASSERT_TRUE(facts.receipt);
  EXPECT_EQ(facts.receipt->at, At("2021-06-07 08:00"));
  EXPECT_EQ(facts.receipt->counter.text(), "A");
  EXPECT_EQ(facts.first_at, At("2021-06-07 08:00"));
  EXPECT_THAT(facts.claims,
              ElementsAre(Claim{At("2021-06-07 08:00"), Day("2021-06-14"), ClaimBy::kSnapshot}));
  EXPECT_EQ(facts.end, (End{At("2021-06-10 15:00"), EndKind::kCompleted}));
  EXPECT_EQ(facts.signals, 0U);
  EXPECT_EQ(StandingOf(facts, "2021-06-09 08:00"), Standing::kInTime);
  EXPECT_EQ(StandingOf(facts, "2021-06-30 18:00"), Standing::kFinishedEarly);
}

TEST_F(SnapshotTest, APauseLastsFromTheFileThatShowsItToTheOneThatDoesNot) {
  const Facts facts = Fold(std::vector{
      Taken(8, {SaidState::kSupplement}), Taken(9, {SaidState::kSupplement}), Taken(10, {}),
      Taken(11, {SaidState::kSupplement}), Taken(14, {SaidState::kPayment})});
  ASSERT_EQ(facts.suspensions.size(), 3U);
  EXPECT_EQ(facts.suspensions[0].from, At("2021-06-08 18:00"));
  EXPECT_EQ(facts.suspensions[0].to, At("2021-06-10 18:00"));
  EXPECT_EQ(facts.suspensions[1].from, At("2021-06-11 18:00"));
  EXPECT_EQ(facts.suspensions[1].to, At("2021-06-14 18:00"));
  EXPECT_EQ(facts.suspensions[2].kind, SuspensionKind::kPayment);
  EXPECT_EQ(facts.suspensions[2].to, std::nullopt);
  EXPECT_TRUE(facts.Has(Signal::kPauseByFile));
}

TEST_F(SnapshotTest, WhatEndedMeanwhileIsNotPausedAnyMore) {
  const Facts facts = Fold(std::vector{Taken(8, {SaidState::kSupplement}),
                                       Taken(15, {SaidState::kCompleted, "2021-06-11 10:00"})});
  EXPECT_EQ(facts.suspensions[0].to, At("2021-06-11 10:00"));
  EXPECT_EQ(facts.end->at, At("2021-06-11 10:00"));
}

TEST_F(SnapshotTest, ADueThatChangesIsAWordOfItsOwn) {
  const Facts facts =
      Fold(std::vector{Taken(8, {.due = "2021-06-14"}), Taken(9, {.due = "2021-06-18"}),
                       Taken(10, {.due = "2021-06-18"}), Taken(11, {.due = "2021-06-14"})});
  EXPECT_THAT(facts.claims,
              ElementsAre(Claim{At("2021-06-07 08:00"), Day("2021-06-14"), ClaimBy::kSnapshot},
                          Claim{At("2021-06-09 18:00"), Day("2021-06-18"), ClaimBy::kDueSet},
                          Claim{At("2021-06-11 18:00"), Day("2021-06-14"), ClaimBy::kDueSet}));
  // Moved for no reason it moves nothing.
  EXPECT_EQ(StandingOf(facts, "2021-06-15 08:00"), Standing::kOverdue);
}

TEST_F(SnapshotTest, ADueMovedAfterAPauseIsInForce) {
  const Facts facts =
      Fold(std::vector{Taken(8, {SaidState::kSupplement}), Taken(10, {.due = "2021-06-18"})});
  EXPECT_EQ(StandingOf(facts, "2021-06-17 08:00"), Standing::kInTime);
}

TEST_F(SnapshotTest, TheNewestWordCountsAndAMovedEndIsASignal) {
  const Facts facts = Fold(std::vector{
      Taken(16, {SaidState::kCompleted, "2021-06-15 10:00"}),
      Taken(17, {SaidState::kCompleted, "2021-06-14 16:00", "2021-06-14", "2021-06-08 08:00"})});
  EXPECT_EQ(facts.end->at, At("2021-06-14 16:00"));
  EXPECT_EQ(facts.first_end->at, At("2021-06-15 10:00"));
  EXPECT_TRUE(facts.Has(Signal::kEndMoved));
  EXPECT_EQ(facts.receipt->at, At("2021-06-08 08:00"));
  EXPECT_EQ(facts.claims[0].at, At("2021-06-08 08:00"));
  EXPECT_TRUE(facts.Has(Signal::kReceiptMoved));
}

TEST_F(SnapshotTest, EndedWithoutADateIsNotMeasuredUntilThereIsOne) {
  const Event undated = Taken(20, {SaidState::kCompleted});
  Facts facts = Fold(std::vector{undated});
  EXPECT_EQ(facts.end, (End{At("2021-06-20 18:00"), EndKind::kCompleted, true}));
  EXPECT_EQ(StandingOf(facts, "2021-06-16 08:00"), Standing::kUnmeasurable);
  EXPECT_EQ(StandingOf(facts, "2021-06-30 08:00"), Standing::kFinishedUnmeasurable);
  // Seen again it is no other end.
  EXPECT_EQ(Fold(std::vector{undated, Taken(21, {SaidState::kReturned})}).end, facts.end);
  facts = Fold(std::vector{undated, Taken(22, {SaidState::kReturned, "2021-06-11 10:00"})});
  EXPECT_EQ(StandingOf(facts, "2021-06-30 08:00"), Standing::kFinishedEarly);
  EXPECT_FALSE(facts.Has(Signal::kEndMoved));
}

TEST_F(SnapshotTest, AListWithoutStatesTellsTheEndedOnesByTheirDates) {
  const Facts facts = Fold(std::vector{Taken(20, {SaidState::kNone, "2021-06-15 10:00"})});
  EXPECT_EQ(StandingOf(facts, "2021-06-30 08:00"), Standing::kFinishedLate);
}

TEST_F(SnapshotTest, InWorkAgainItWasOpenedAgain) {
  const Facts facts =
      Fold(std::vector{Taken(10, {SaidState::kCompleted, "2021-06-09 10:00"}), Taken(11, {}),
                       Taken(15, {SaidState::kRefused, "2021-06-15 10:00"})});
  EXPECT_THAT(facts.reopened_at, ElementsAre(At("2021-06-11 18:00")));
  EXPECT_EQ(facts.end, (End{At("2021-06-15 10:00"), EndKind::kRefused}));
  EXPECT_TRUE(facts.Has(Signal::kReopened));
  EXPECT_FALSE(facts.Has(Signal::kEndMoved));
}

TEST_F(SnapshotTest, WhatSomebodyReopenedIsNotEndedByTheSameWordOnceMore) {
  const Row done{SaidState::kCompleted, "2021-06-09 10:00"};
  const Event reopened = events_.Make("H1", EventType::kReopened, "2021-06-11 08:00");
  EXPECT_FALSE(Fold(std::vector{Taken(10, done), reopened, Taken(11, done)}).end);
  const Row again{SaidState::kCompleted, "2021-06-14 10:00"};
  EXPECT_EQ(Fold(std::vector{Taken(10, done), reopened, Taken(11, done), Taken(14, again)}).end->at,
            At("2021-06-14 10:00"));
}

TEST_F(SnapshotTest, OpenedAgainItHasNoDateOfItsEndUntilOneIsSaid) {
  const Facts facts = Fold(std::vector{Taken(10, {SaidState::kCompleted, "2021-06-09 10:00"}),
                                       Taken(11, {}), Taken(14, {SaidState::kCompleted})});
  EXPECT_EQ(facts.end, (End{At("2021-06-14 18:00"), EndKind::kCompleted, true}));
}

TEST_F(SnapshotTest, AnExportKnowsNothingOfWhatComesAfterIt) {
  const Facts facts = Fold(std::vector{
      Taken(8, {SaidState::kCompleted, "2021-06-10 10:00", "2021-06-14", "2021-06-09 08:00"})});
  EXPECT_EQ(facts.receipt->at, At("2021-06-08 18:00"));
  EXPECT_EQ(facts.end->at, At("2021-06-08 18:00"));
}

TEST_F(SnapshotTest, WaitsToBeAcceptedAndIs) {
  const Row registered{.state = SaidState::kRegistered, .due = ""};
  Facts facts = Fold(std::vector{Taken(8, registered)});
  EXPECT_FALSE(facts.receipt);
  EXPECT_EQ(facts.submission->at, At("2021-06-07 08:00"));
  facts = Fold(std::vector{Taken(8, registered), Taken(9, {.received = "2021-06-09 09:00"})});
  EXPECT_EQ(facts.receipt->at, At("2021-06-09 09:00"));
  EXPECT_EQ(facts.submission->at, At("2021-06-07 08:00"));
  facts = Fold(std::vector{Taken(8, registered), Taken(9, {SaidState::kDeclined, "", ""})});
  EXPECT_EQ(facts.declined, At("2021-06-09 18:00"));
  EXPECT_FALSE(facts.receipt);
}

TEST_F(SnapshotTest, WhatAnotherSourceSaidFirstStands) {
  const Event received = events_.Received("H1", "2021-06-07 09:00", Day("2021-06-14"));
  const Event completed = events_.Make("H1", EventType::kCompleted, "2021-06-11 10:00");
  const Row row{SaidState::kCompleted, "2021-06-12 10:00", "2021-06-14", "2021-06-07 08:00",
                "bang-tinh"};
  const Facts facts = Fold(std::vector{received, completed, Taken(20, row)});
  EXPECT_EQ(facts.receipt->at, At("2021-06-07 09:00"));
  EXPECT_EQ(facts.end->at, At("2021-06-11 10:00"));
  EXPECT_TRUE(facts.Has(Signal::kSourcesDiffer));
  EXPECT_FALSE(facts.Has(Signal::kFurtherEnd));
  EXPECT_THAT(facts.reopened_at, IsEmpty());
}

uint8_t RankBySource(const Event& event) { return event.source.text() == "so" ? 2 : 1; }

TEST_F(SnapshotTest, AHigherRankRulesFieldByField) {
  const Row wing{SaidState::kSupplement, "", "2021-06-14", "2021-06-07 08:00", "bang-tinh"};
  Event office = Taken(9, {SaidState::kProcessing, "", "2021-06-15", "2021-06-07 09:00", "so"});
  office.agency = {};  // says nothing of that
  office.id.clear();
  EnsureId(office);
  const std::vector<Event> events = {Taken(8, wing), office,
                                     Taken(10, {SaidState::kCompleted, "2021-06-10 10:00",
                                                "2021-06-16", "2021-06-07 08:00", "bang-tinh"})};
  const Facts facts = Fold(events, RankBySource);
  EXPECT_EQ(facts.receipt->at, At("2021-06-07 09:00"));
  EXPECT_EQ(facts.receipt->agency.text(), "A");
  EXPECT_THAT(facts.claims,
              ElementsAre(Claim{At("2021-06-07 09:00"), Day("2021-06-15"), ClaimBy::kSnapshot}));
  ASSERT_EQ(facts.suspensions.size(), 1U);
  EXPECT_EQ(facts.suspensions[0].to, At("2021-06-09 18:00"));
  EXPECT_FALSE(facts.end);
  EXPECT_TRUE(facts.Has(Signal::kSourcesDiffer));
  EXPECT_FALSE(facts.Has(Signal::kReceiptMoved));
  // Of equal ones the first to speak.
  const Facts alike = Fold(events);
  EXPECT_EQ(alike.receipt->at, At("2021-06-07 08:00"));
  EXPECT_EQ(alike.end->at, At("2021-06-10 10:00"));
}

TEST_F(SnapshotTest, AnEndRestsOnTheHighestRankThatSaysOne) {
  const Row wing{SaidState::kCompleted, "2021-06-10 10:00", "2021-06-14", "2021-06-07 08:00",
                 "bang-tinh"};
  const auto of_office = [&](int day, SaidState state, const char* ended) {
    return Taken(day, {state, ended, "", "", "so"});
  };
  const auto end_of = [](const std::vector<Event>& events) {
    return Fold(events, RankBySource).end;
  };
  const Event completed = of_office(12, SaidState::kCompleted, "2021-06-11 16:00");
  EXPECT_EQ(end_of({Taken(11, wing), completed}),
            (End{At("2021-06-11 16:00"), EndKind::kCompleted}));
  // The other way round: who comes later does not take over what a higher rank has said.
  EXPECT_EQ(end_of({Taken(15, wing), completed}),
            (End{At("2021-06-11 16:00"), EndKind::kCompleted}));
  // Without a date of its own it leaves the one there is.
  const Event refused = of_office(12, SaidState::kRefused, "");
  EXPECT_EQ(end_of({Taken(11, wing), refused, of_office(13, SaidState::kRefused, "")}),
            (End{At("2021-06-10 10:00"), EndKind::kRefused}));
  const Facts open =
      Fold(std::vector{Taken(11, wing), of_office(12, SaidState::kProcessing, "")}, RankBySource);
  EXPECT_FALSE(open.end);
  EXPECT_THAT(open.reopened_at, ElementsAre(At("2021-06-12 18:00")));
}

TEST_F(SnapshotTest, RanksLeaveTheOrderOfArrivalAlone) {
  std::vector<Event> events = {
      Taken(8, {SaidState::kSupplement, "", "2021-06-14", "2021-06-07 08:00", "so"}),
      Taken(9, {SaidState::kProcessing, "", "2021-06-15", "2021-06-07 07:30"}),
      Taken(10, {SaidState::kCompleted, "2021-06-10 10:00", "2021-06-15"}),
      Taken(11, {SaidState::kProcessing, "", "2021-06-16", "2021-06-07 08:00", "so"}),
      Taken(12,
            {SaidState::kReturned, "2021-06-12 11:00", "2021-06-16", "2021-06-07 08:00", "so"})};
  const Facts facts = Fold(events, RankBySource);
  std::sort(events.begin(), events.end(), CanonicalLess);
  Facts on_top;
  for (const Event& event : events) FoldNext(on_top, event, RankBySource(event));
  EXPECT_EQ(on_top, facts);
  do {
    ASSERT_EQ(Fold(events, RankBySource), facts);
  } while (std::next_permutation(events.begin(), events.end(), CanonicalLess));
}

TEST_F(SnapshotTest, TheOrderOfArrivalDoesNotMatter) {
  std::vector<Event> events = {Taken(8, {}), Taken(9, {SaidState::kSupplement}),
                               Taken(10, {.due = "2021-06-20"}),
                               Taken(11, {SaidState::kCompleted, "2021-06-11 10:00"}),
                               Taken(12, {SaidState::kReturned, "2021-06-11 11:00"})};
  const Facts facts = Fold(events);
  std::sort(events.begin(), events.end(), CanonicalLess);
  Facts on_top;
  for (const Event& event : events) {
    ASSERT_TRUE(FoldsOnTop(on_top, event));
    FoldNext(on_top, event);
  }
  EXPECT_EQ(on_top, facts);
  do {
    ASSERT_EQ(Fold(events), facts);
  } while (std::next_permutation(events.begin(), events.end(), CanonicalLess));
}

TEST_F(SnapshotTest, WhatSaysTheSameAsBeforeChangesNothing) {
  Facts before = Fold(std::vector{Taken(8, {SaidState::kSupplement})});
  const Facts after =
      Fold(std::vector{Taken(8, {SaidState::kSupplement}), Taken(9, {SaidState::kSupplement})});
  before.said[0].at = after.said[0].at;
  before.last_at = after.last_at;
  EXPECT_EQ(before, after);
}

TEST_F(SnapshotTest, OneThatIsVoidedSaidNothing) {
  const Event wrong = Taken(9, {SaidState::kCompleted, "2021-06-09 10:00"});
  Event gone = events_.Make("H1", EventType::kVoided, "2021-06-10 08:00");
  gone.voids = wrong.id;
  gone.id.clear();
  EnsureId(gone);
  const Facts facts = Fold(std::vector{Taken(8, {}), wrong, gone});
  EXPECT_FALSE(facts.end);
  EXPECT_THAT(facts.reopened_at, IsEmpty());
}

TEST_F(SnapshotTest, WhatFallsDueAfterTheNewestListAwaitsTheNext) {
  Terms terms = OfFiveDays();
  terms.by_lists = true;
  const auto standing = [&](const Facts& facts, std::string_view at) {
    return StandingAt(Judge(facts, terms).On(Basis::kPromised), At(at));
  };
  // In time by the list of the 13th; due on the 14th.
  const Facts before = Fold(std::vector{Taken(13, {})});
  EXPECT_TRUE(Judge(before, terms).On(Basis::kPromised).awaits_list);
  EXPECT_EQ(standing(before, "2021-06-14 23:00"), Standing::kInTime);
  EXPECT_EQ(standing(before, "2021-06-15 00:00"), Standing::kUnmeasurable);
  EXPECT_EQ(StandingOf(before, "2021-06-15 00:00"), Standing::kOverdue);
  // Still open in the list of the 16th: then it was overdue from the 15th on.
  const Facts after = Fold(std::vector{Taken(13, {}), Taken(16, {})});
  EXPECT_FALSE(Judge(after, terms).On(Basis::kPromised).awaits_list);
  EXPECT_EQ(standing(after, "2021-06-15 00:00"), Standing::kOverdue);
  // Done in time as that list tells, and nothing was ever late.
  const Facts done =
      Fold(std::vector{Taken(13, {}), Taken(16, {SaidState::kCompleted, "2021-06-14 10:00"})});
  EXPECT_EQ(standing(done, "2021-06-15 00:00"), Standing::kFinishedOnTime);
  // While it is suspended nothing falls due.
  const Facts paused = Fold(std::vector{Taken(8, {}), Taken(9, {SaidState::kSupplement})});
  EXPECT_EQ(standing(paused, "2021-06-30 00:00"), Standing::kSuspended);
}

}  // namespace
}  // namespace dunghan::dossier
