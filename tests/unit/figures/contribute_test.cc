#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "dunghan/figures/cells.h"
#include "dunghan/test/values.h"

namespace dunghan::figures {
namespace {

using dossier::Basis;
using dossier::Event;
using dossier::EventType;
using test::At;
using test::Day;

class ContributeTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<dossier::DueClaim> due) {
    return events_.Received("D1", at, due);
  }
  using Counts = std::map<std::pair<std::string, Amount>, int>;
  /// What is contributed on the promised basis, but for index 766: (day, amount) -> count, zeros
  /// left out.
  Counts Of(std::vector<Event> events, Instant now = Instant::max()) {
    Counts counts = AllOf(std::move(events), now);
    std::erase_if(counts, [](const auto& entry) { return IsOfBoth(entry.first.second); });
    return counts;
  }
  /// Of that what counts in index 766.
  Counts OfIndex(std::vector<Event> events, Instant now = Instant::max()) {
    Counts counts = AllOf(std::move(events), now);
    std::erase_if(counts, [](const auto& entry) { return !IsOfBoth(entry.first.second); });
    return counts;
  }
  Counts AllOf(std::vector<Event> events, Instant now) {
    const dossier::Terms terms{.calendar = test::Office(),
                               .limit = {},
                               .acceptance_limit = {},
                               .online_level = {},
                               .on_supplement = {},
                               .comparison = {},
                               .due_rules = {}};
    const auto judged = dossier::JudgedBy(dossier::Fold(events), terms);
    Counts counts;
    for (const Contribution& part : ContributeAt(judged, now)) {
      if (part.basis == Basis::kPromised) counts[{FormatDate(part.day), part.amount}] += part.count;
    }
    std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
    return counts;
  }
  test::Events events_;
};

TEST_F(ContributeTest, InIndex766AnOpenDossierTurnsLateByItself) {
  const std::vector<Event> open = {Received("2021-06-07 08:00", Day("2021-06-09"))};
  EXPECT_EQ(OfIndex(open), (Counts{{{"2021-06-07", Amount::kIndexOpenOnTime}, 1},
                                   {{"2021-06-10", Amount::kIndexOpenOnTime}, -1},
                                   {{"2021-06-10", Amount::kIndexOpenLate}, 1}}));
  EXPECT_EQ(OfIndex(open, At("2021-06-09 23:59")),
            (Counts{{{"2021-06-07", Amount::kIndexOpenOnTime}, 1},
                    {{"2021-06-10", Amount::kIndexLateAhead}, 1}}));
}

TEST_F(ContributeTest, InIndex766AnEndLeavesTheStockAndIsAFlow) {
  EXPECT_EQ(OfIndex({Received("2021-06-07 08:00", Day("2021-06-09")),
                     Make(EventType::kWithdrawn, "2021-06-15 08:00")}),
            (Counts{{{"2021-06-07", Amount::kIndexOpenOnTime}, 1},
                    {{"2021-06-10", Amount::kIndexOpenOnTime}, -1},
                    {{"2021-06-10", Amount::kIndexOpenLate}, 1},
                    {{"2021-06-15", Amount::kIndexOpenLate}, -1},
                    {{"2021-06-15", Amount::kIndexEndedLate}, 1}}));
}

TEST_F(ContributeTest, InIndex766OneSetAsideIsInNoStockUntilTheAnswer) {
  EXPECT_EQ(OfIndex({Received("2021-06-07 08:00", Day("2021-06-09")),
                     Make(EventType::kSupplementRequested, "2021-06-08 08:00"),
                     Make(EventType::kSupplemented, "2021-06-12 08:00"),
                     Make(EventType::kCompleted, "2021-06-13 08:00")}),
            (Counts{{{"2021-06-07", Amount::kIndexOpenOnTime}, 1},
                    {{"2021-06-08", Amount::kIndexOpenOnTime}, -1},
                    {{"2021-06-12", Amount::kIndexOpenOnTime}, 1},
                    {{"2021-06-13", Amount::kIndexOpenOnTime}, -1},
                    {{"2021-06-13", Amount::kIndexEndedOnTime}, 1}}));
}

TEST_F(ContributeTest, AnOpenDossierIsOverdueFromADayStillToCome) {
  EXPECT_EQ(Of({Received("2021-06-07 08:00", Day("2021-06-09"))}),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-09", Amount::kCohortLate}, 1},
                    {{"2021-06-10", Amount::kOverdue}, 1}}));
}

TEST_F(ContributeTest, AsOfABeforeTheDueItIsPendingInTheCohort) {
  EXPECT_EQ(Of({Received("2021-06-07 08:00", Day("2021-06-09"))}, At("2021-06-09 23:59")),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-09", Amount::kCohortPending}, 1}}));
}

TEST_F(ContributeTest, AFinishReplacesWhatLayAhead) {
  EXPECT_EQ(Of({Received("2021-06-07 08:00", Day("2021-06-09")),
                Make(EventType::kCompleted, "2021-06-08 08:00")}),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-08", Amount::kFinishedEarly}, 1},
                    {{"2021-06-09", Amount::kCohortInTime}, 1}}));
}

TEST_F(ContributeTest, ALateRefusalLeavesTheStockOfOverdueOnes) {
  EXPECT_EQ(Of({Received("2021-06-07 08:00", Day("2021-06-09")),
                Make(EventType::kRefused, "2021-06-15 08:00")}),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-09", Amount::kCohortLate}, 1},
                    {{"2021-06-10", Amount::kOverdue}, 1},
                    {{"2021-06-15", Amount::kOverdue}, -1},
                    {{"2021-06-15", Amount::kFinishedLate}, 1},
                    {{"2021-06-15", Amount::kRefusedLate}, 1}}));
}

TEST_F(ContributeTest, AnOpenSuspensionKeepsADossierOutOfTheCohort) {
  EXPECT_EQ(Of({Received("2021-06-07 08:00", Day("2021-06-09")),
                Make(EventType::kSuspended, "2021-06-08 08:00")}),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-08", Amount::kSuspended}, 1},
                    {{"2021-06-08", Amount::kSuspendedAhead}, 1},
                    {{"2021-06-10", Amount::kSuspendedAhead}, -1}}));
}

TEST_F(ContributeTest, ASuspendedDossierIsLostWhenItsDuePassesAndNotBefore) {
  const std::vector<Event> events = {Received("2021-06-07 08:00", Day("2021-06-09")),
                                     Make(EventType::kSuspended, "2021-06-08 08:00")};
  const Counts ahead = {{{"2021-06-07", Amount::kReceived}, 1},
                        {{"2021-06-08", Amount::kSuspended}, 1},
                        {{"2021-06-08", Amount::kSuspendedAhead}, 1}};
  EXPECT_EQ(Of(events, At("2021-06-09 23:59")), ahead);
  Counts lost = ahead;
  lost[{"2021-06-10", Amount::kSuspendedAhead}] = -1;
  EXPECT_EQ(Of(events, At("2021-06-10 00:00")), lost);
}

TEST_F(ContributeTest, AResumedDossierIsSuspendedNoLongerWhicheverComesFirst) {
  const auto ahead = [](const Counts& counts) {
    std::map<std::string, int> days;
    for (const auto& [key, count] : counts) {
      if (key.second == Amount::kSuspendedAhead) days[key.first] = count;
    }
    return days;
  };
  const auto resumed = [&](std::string_view at) {
    return ahead(
        Of({Received("2021-06-07 08:00", Day("2021-06-09")),
            Make(EventType::kSuspended, "2021-06-08 08:00"), Make(EventType::kResumed, at)}));
  };
  using Days = std::map<std::string, int>;
  EXPECT_EQ(resumed("2021-06-09 08:00"), (Days{{"2021-06-08", 1}, {"2021-06-09", -1}}));
  EXPECT_EQ(resumed("2021-06-15 08:00"), (Days{{"2021-06-08", 1}, {"2021-06-10", -1}}));
}

TEST_F(ContributeTest, AWithdrawalInTimeLeavesTheCohortAndOneAfterwardsIsLate) {
  EXPECT_EQ(
      Of({Received("2021-06-07 08:00", Day("2021-06-09")),
          Make(EventType::kWithdrawn, "2021-06-08 08:00")}),
      (Counts{{{"2021-06-07", Amount::kReceived}, 1}, {{"2021-06-08", Amount::kWithdrawn}, 1}}));
  const Counts late = Of({Received("2021-06-07 08:00", Day("2021-06-09")),
                          Make(EventType::kWithdrawn, "2021-06-11 08:00")});
  EXPECT_EQ(late.at({"2021-06-09", Amount::kCohortLate}), 1);
  EXPECT_EQ(late.at({"2021-06-11", Amount::kWithdrawn}), 1);
  EXPECT_EQ(late.at({"2021-06-11", Amount::kWithdrawnOverdue}), 1);
}

TEST_F(ContributeTest, AMidnightBelongsToTheDayThatBegins) {
  EXPECT_EQ(Of({Received("2021-06-07 00:00", Day("2021-06-09")),
                Make(EventType::kCompleted, "2021-06-09 00:00")}),
            (Counts{{{"2021-06-07", Amount::kReceived}, 1},
                    {{"2021-06-09", Amount::kFinishedOnTime}, 1},
                    {{"2021-06-09", Amount::kCohortInTime}, 1}}));
}

TEST_F(ContributeTest, WithoutReceiptADossierIsListedApart) {
  EXPECT_EQ(Of({Make(EventType::kCompleted, "2021-06-06 08:00")}),
            (Counts{{{"2021-06-06", Amount::kWithoutReceipt}, 1}}));
}

TEST(Cells, AddingAndTakingAwayLeavesNothing) {
  test::Events events;
  const dossier::Facts facts = dossier::Fold(
      std::vector{events.Received("D1", "2021-06-07 08:00", dossier::DueClaim{Day("2021-06-09")})});
  const dossier::Terms terms{.calendar = test::Office(),
                             .limit = {},
                             .acceptance_limit = {},
                             .online_level = {},
                             .on_supplement = {},
                             .comparison = {},
                             .due_rules = {}};
  const auto contributions = Contribute(dossier::JudgedBy(facts, terms));
  Cells cells;
  cells.Add(RowOf(facts), contributions, 1);
  EXPECT_EQ(cells.map().size(), 3U);
  cells.Add(RowOf(facts), contributions, -1);
  cells.DropZeros();
  EXPECT_TRUE(cells.map().empty());
}

}  // namespace
}  // namespace dunghan::figures
