#include "ledger_fixture.h"

/// Dues that receipts claim, and what was derived before they were read as they are now.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using dossier::DueClaim;
using test::At;
using test::Day;

class LedgerClaims : public LedgerContract {
 protected:
  dossier::Judged State(const std::string& code) {
    return Look([&](View& view) { return view.Find(code).value().judged; });
  }
  /// The same receipt with another due.
  Event Again(const Event& receipt, std::optional<DueClaim> due) {
    Event again = receipt;
    again.due = due;
    again.channel = dossier::Channel::kOnline;
    return again;
  }
  Event DueSet(const std::string& at, LocalDay due) {
    Event event = events_.Make("D1", EventType::kDueSet, at);
    event.due = due;
    return event;
  }
};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerClaims,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerClaims, TheEarlierDueOfAReceiptSentTwiceRulesInEitherOrder) {
  const Event first = Received("D1");
  const Event later = Again(first, Day("2021-06-25"));
  Append({first});
  Append({later});
  Event mirrored = first;
  mirrored.dossier = "D2";
  Event mirrored_later = later;
  mirrored_later.dossier = "D2";
  Append({mirrored_later});
  Append({mirrored});
  for (const char* code : {"D1", "D2"}) {
    const auto state = State(code);
    EXPECT_EQ(state.judgement.On(Basis::kPromised).due, DueClaim{Day("2021-06-14")}) << code;
    EXPECT_TRUE(state.judgement.disputed_promise) << code;
    EXPECT_TRUE(state.facts.Has(dossier::Signal::kConflictingContent)) << code;
  }
  EXPECT_EQ(State("D1").facts.claims, State("D2").facts.claims);
}

TEST_P(LedgerClaims, AreTheSameWhenReadFromTheFile) {
  const Event silent = events_.Received("D1", "2021-06-07 08:00");
  Append({silent, DueSet("2021-06-08 08:00", Day("2021-06-14"))});
  Append({Again(silent, Day("2021-06-25"))});
  const auto before = State("D1");
  ASSERT_EQ(before.facts.claims.size(), 2U);
  EXPECT_EQ(before.facts.claims[0].by, dossier::ClaimBy::kReceiptAgain);
  EXPECT_EQ(before.judgement.On(Basis::kPromised).due, DueClaim{Day("2021-06-14")});
  if (GetParam() == Kind::kFile) {
    ASSERT_TRUE(ledger_->Flush());
    Reopen();
  }
  EXPECT_EQ(State("D1").facts, before.facts);
  // What comes later is folded on top of it.
  Append({DueSet("2021-06-09 08:00", Day("2021-06-28"))});
  EXPECT_EQ(State("D1").judgement.disputed_promise, true);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

}  // namespace
}  // namespace dunghan::ledger
