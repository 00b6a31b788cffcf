#include <gmock/gmock.h>

#include "dunghan/ledger/operator_acts.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "ledger_fixture.h"

/// What is on record and is no event.
namespace dunghan::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Acting = record::Kind;

using LedgerActs = LedgerContract;
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerActs,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

std::vector<std::string> ActsOf(View& view) {
  std::vector<std::string> acts;
  view.ForEachAct([&](StoredAct&& act) {
        acts.push_back(std::to_string(act.seq) + " " + act.bytes);
        return true;
      })
      .value();
  return acts;
}

TEST_P(LedgerActs, TakePositionsAndLinksAndChangeNoFigure) {
  Append({Received("D1"), Received("D2")});
  const Position before = ledger_->position();
  const Position after =
      ledger_->Record({{{Acting::kFrozen, "one"}, {Acting::kAct, "two"}}, before.seq}).value();
  EXPECT_EQ(after.seq, 4);
  EXPECT_NE(after.chain, before.chain);
  Append({Completed("D1")});
  EXPECT_EQ(ledger_->position().seq, 5);
  Look([](View& view) { EXPECT_THAT(ActsOf(view), ElementsAre("3 one", "4 two")); });
  const Verification verified = Verify();
  EXPECT_EQ(verified.difference, std::nullopt);
  EXPECT_EQ(verified.events, 3);
  if (GetParam() != Kind::kFile) return;
  Reopen();
  Look([](View& view) { EXPECT_THAT(ActsOf(view), ElementsAre("3 one", "4 two")); });
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerActs, AViewOfThePastSeesThoseOfThen) {
  Append({Received("D1")});
  (void)ledger_->Record({{{Acting::kFrozen, "one"}}, 1}).value();
  clock_.Set(test::At("2021-06-30 13:00"));
  (void)ledger_->Record({{{Acting::kFrozen, "two"}}, 2}).value();
  const auto of = [&](const AsOf& as_of) { return ActsOf(*ledger_->OpenView(as_of).value()); };
  EXPECT_THAT(of({.seq = 1, .at = {}}), IsEmpty());
  EXPECT_THAT(of({.seq = 2, .at = {}}), ElementsAre("2 one"));
  EXPECT_THAT(of({.seq = {}, .at = test::At("2021-06-30 12:30")}), ElementsAre("2 one"));
  EXPECT_THAT(of({.seq = 3, .at = {}}), ElementsAre("2 one", "3 two"));
}

TEST_P(LedgerActs, WhoeverDoesNotKnowTheLastOneRecordsNothing) {
  Append({Received("D1")});
  (void)ledger_->Record({{{Acting::kFrozen, "one"}}, 1}).value();
  Append({Received("D2")});
  const auto refused = ledger_->Record({{{Acting::kFrozen, "other"}}, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(ledger_->position().seq, 3);
  // Events in between do not matter, nor does what operators did beside it.
  const OperatorAct look{OperatorAct::Kind::kLooked, test::At("2021-06-30 12:00"), "An", "x", "y"};
  EXPECT_EQ(ledger_->Record({{WriteOperatorAct(look)}, 2}).value().seq, 4);
  EXPECT_EQ(ledger_->Record({{{Acting::kAct, WriteDiscarding({{1}, "An", "z"})}}, 2}).value().seq,
            5);
  EXPECT_EQ(ledger_->Record({{{Acting::kAct, "two"}}, 2}).value().seq, 6);
  EXPECT_FALSE(ledger_->Record({{{Acting::kAct, "three"}}, 2}));
}

TEST_P(LedgerActs, OfAnotherKindAreRefused) {
  EXPECT_FALSE(ledger_->Record({{{Acting::kTally, "x"}}, 0}));
  EXPECT_EQ(ledger_->position().seq, 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
}

}  // namespace
}  // namespace dunghan::ledger
