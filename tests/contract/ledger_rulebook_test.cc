#include <gmock/gmock.h>

#include "ledger_fixture.h"

/// Rulebooks on record: what a new one changes, and what it leaves alone.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using dossier::Standing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Monday 7 June, 5 working days: due on Monday 14 June; with 9 June off, on Wednesday 16 June,
/// since 15 June is off as well.
constexpr const char* kHoliday = "[[exception]]\ndate = 2021-06-09\nname = \"Nghỉ đột xuất\"\n";

class LedgerRulebook : public LedgerContract {
 protected:
  LedgerRulebook() : LedgerContract("2021-06-08 12:00") {}

  std::shared_ptr<const rulebook::Rulebook> Rules(const test::SmallRules& rules) {
    return test::SmallRulebook(events_.codes(), rules);
  }
  Applied Apply(const test::SmallRules& rules, std::optional<Instant> from = {},
                std::string reason = {}) {
    return ledger_->Apply({Rules(rules), from, "tester", std::move(reason)}).value();
  }
  Event Promised(const std::string& code, const std::string& at, std::string_view procedure = "P") {
    return events_.Received(code, at, {}, "A", procedure);
  }
  std::string LawfulDue(const std::string& code) {
    return Look([&](View& view) {
      const auto basis = view.Find(code).value().judged.judgement.On(Basis::kLawful);
      return basis.due_day ? FormatDate(*basis.due_day) : "none";
    });
  }
  std::vector<std::string> Moves(const test::SmallRules& rules, std::optional<Instant> from = {}) {
    return Look([&](View& view) {
      std::vector<std::string> codes;
      view.Foresee({Rules(rules), from, "tester", from ? "vì" : ""},
                   [&](const DossierChange& move) { codes.emplace_back(move.code); })
          .value();
      return codes;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerRulebook,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerRulebook, BeginsWithTheOneItIsMadeWithInForceAlways) {
  const auto timeline = ledger_->timeline();
  ASSERT_EQ(timeline->versions().size(), 1U);
  EXPECT_FALSE(timeline->versions()[0].effective_from);
  EXPECT_EQ(timeline->versions()[0].seq, 0);
  EXPECT_EQ(ledger_->position().seq, 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerRulebook, ANewOneTakesAPositionAndALinkOfTheChain) {
  Append({Promised("D1", "2021-06-07 08:00")});
  const Position before = ledger_->position();
  const Applied applied = Apply({.exceptions = kHoliday});
  EXPECT_EQ(applied.version.seq, 2);
  EXPECT_EQ(applied.version.operator_name, "tester");
  EXPECT_NE(ledger_->position().chain, before.chain);
  Append({Completed("D1")});
  EXPECT_EQ(ledger_->position().seq, 3);
  const Verification verified = Verify();
  EXPECT_EQ(verified.difference, std::nullopt);
  EXPECT_EQ(verified.note, std::nullopt);
  EXPECT_EQ(verified.events, 2);
}

TEST_P(LedgerRulebook, TheSameAgainIsNotRecorded) {
  const Applied applied = Apply({});
  EXPECT_FALSE(applied.is_new);
  EXPECT_EQ(ledger_->timeline()->versions().size(), 1U);
}

TEST_P(LedgerRulebook, ALateHolidayMovesOpenDossiersAndNoVerdict) {
  Append({Promised("D1", "2021-06-07 08:00"), Promised("D2", "2021-06-01 08:00"),
          events_.Make("D2", EventType::kCompleted, "2021-06-08 10:00")});
  EXPECT_EQ(LawfulDue("D1"), "2021-06-14");
  EXPECT_THAT(Moves({.exceptions = kHoliday}), ElementsAre("D1"));
  EXPECT_EQ(Apply({.exceptions = kHoliday}).moved, 1);
  EXPECT_EQ(LawfulDue("D1"), "2021-06-16");
  EXPECT_EQ(LawfulDue("D2"), "2021-06-08");
  EXPECT_EQ(Verify().difference, std::nullopt);
  EXPECT_EQ(Verify().note, std::nullopt);
}

TEST_P(LedgerRulebook, ADossierThatEndedBeforeAndIsHeardOfLaterGoesByTheRulesOfItsEnd) {
  Apply({.exceptions = kHoliday});
  clock_.Set(test::At("2021-06-30 12:00"));
  Append({Promised("D1", "2021-06-01 08:00"),
          events_.Make("D1", EventType::kCompleted, "2021-06-07 16:00")});
  EXPECT_EQ(LawfulDue("D1"), "2021-06-08");
  Append({Promised("D2", "2021-06-02 08:00"),
          events_.Make("D2", EventType::kCompleted, "2021-06-08 16:00")});
  EXPECT_EQ(LawfulDue("D2"), "2021-06-10");
}

TEST_P(LedgerRulebook, BackdatingNeedsAReasonAndMovesWhatEndedSince) {
  clock_.Set(test::At("2021-06-20 12:00"));
  Append({Promised("D1", "2021-06-07 08:00"),
          events_.Make("D1", EventType::kCompleted, "2021-06-16 10:00"),
          Promised("D2", "2021-06-01 08:00"),
          events_.Make("D2", EventType::kCompleted, "2021-06-07 10:00")});
  const Instant from = test::At("2021-06-08 00:00");
  const auto refused = ledger_->Apply({Rules({.exceptions = kHoliday}), from, "tester", ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().for_client, HasSubstr("needs a reason"));
  EXPECT_EQ(Sum(figures::Amount::kFinishedLate), 1);
  EXPECT_THAT(Moves({.exceptions = kHoliday}, from), ElementsAre("D1"));
  EXPECT_EQ(Apply({.exceptions = kHoliday}, from, "công văn 12").moved, 1);
  EXPECT_EQ(LawfulDue("D1"), "2021-06-16");
  EXPECT_EQ(Sum(figures::Amount::kFinishedLate), 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
  EXPECT_EQ(Verify().note, std::nullopt);
}

TEST_P(LedgerRulebook, NothingTakesEffectInTheFuture) {
  const auto refused = ledger_->Apply(
      {Rules({.exceptions = kHoliday}), clock_.Now() + std::chrono::hours{1}, "tester", "vì"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().for_client, HasSubstr("in the future"));
}

TEST_P(LedgerRulebook, TheLimitIsTheOneOfTheDayOfReceipt) {
  Append({Promised("D1", "2021-06-07 08:00")});
  EXPECT_THAT(Moves({.limit_of_p = "10wd"}), IsEmpty());
  EXPECT_EQ(Apply({.limit_of_p = "10wd"}).moved, 0);
  EXPECT_EQ(LawfulDue("D1"), "2021-06-14");
  clock_.Set(test::At("2021-06-30 12:00"));
  Append({Promised("D2", "2021-06-21 08:00")});
  EXPECT_EQ(LawfulDue("D2"), "2021-07-05");
}

TEST_P(LedgerRulebook, OpenDossiersWithoutAnAgencyAreRefusedByName) {
  Append({Promised("D1", "2021-06-07 08:00")});
  const auto refused =
      ledger_->Apply({Rules({.agencies = "code,name\nB,Sở B\n"}), {}, "tester", ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().for_client, HasSubstr("agency A is not listed"));
  EXPECT_THAT(refused.error().for_client, HasSubstr("D1"));
  EXPECT_EQ(ledger_->timeline()->versions().size(), 1U);
  EXPECT_EQ(ledger_->position().seq, 1);
  Append({Completed("D1", "2021-06-08 09:00")});
  EXPECT_TRUE(ledger_->Apply({Rules({.agencies = "code,name\nB,Sở B\n"}), {}, "tester", ""}));
}

TEST_P(LedgerRulebook, DossiersOfAnAgencyThatEndedAreNoOrphansWhereSomebodyTakesOver) {
  Append({Promised("D1", "2021-06-07 08:00")});
  const std::string ended = "code,name,valid_to\nA,Sở A,2021-06-07\nB,Sở B,\n";
  EXPECT_FALSE(ledger_->Apply({Rules({.agencies = ended}), {}, "tester", ""}));
  EXPECT_TRUE(ledger_->Apply(
      {Rules({.agencies = ended, .successors = "A,B,*,2021-06-08\n"}), {}, "tester", ""}));
}

TEST_P(LedgerRulebook, BackdatedToTheInstantOfAnEndItJudgesThatEnd) {
  clock_.Set(test::At("2021-06-20 12:00"));
  Append({Promised("D1", "2021-06-07 08:00"),
          events_.Make("D1", EventType::kCompleted, "2021-06-16 10:00")});
  EXPECT_EQ(Apply({.exceptions = kHoliday}, test::At("2021-06-16 10:00"), "vì").moved, 1);
  EXPECT_EQ(Sum(figures::Amount::kFinishedLate), 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerRulebook, AnEndAtItsVeryInstantStaysWithTheOneBefore) {
  clock_.Set(test::At("2021-06-16 10:00"));
  Append({Promised("D1", "2021-06-07 08:00"),
          events_.Make("D1", EventType::kCompleted, "2021-06-16 10:00")});
  ASSERT_TRUE(ledger_->Flush());  // and out of the writer's memory
  const Applied applied = Apply({.exceptions = kHoliday});
  EXPECT_EQ(applied.moved, 0);
  EXPECT_GT(applied.version.recorded_at, test::At("2021-06-16 10:00"));
  EXPECT_EQ(LawfulDue("D1"), "2021-06-14");
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerRulebook, AnEndThatWasDatedAheadToItsInstantStaysWithTheOneBefore) {
  Append({Promised("D1", "2021-06-07 08:00"),
          events_.Make("D1", EventType::kCompleted, "2021-06-16 10:00")});
  clock_.Set(test::At("2021-06-16 10:00"));
  ASSERT_TRUE(ledger_->Append({}));
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Apply({.exceptions = kHoliday}).moved, 0);
  EXPECT_EQ(LawfulDue("D1"), "2021-06-14");
  EXPECT_EQ(Verify().difference, std::nullopt);
}

TEST_P(LedgerRulebook, ASourceThatBecomesAMirrorLosesNothingItSaidBefore) {
  Append({Promised("D1", "2021-06-07 08:00"), Completed("D1", "2021-06-08 09:00")});
  const test::SmallRules mirrored{.sources = {{"mot-cua", rulebook::SourceRole::kMirror}}};
  Apply(mirrored);
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedEarly);
  clock_.Set(test::At("2021-06-10 12:00"));
  Append({events_.Make("D1", EventType::kReopened, "2021-06-09 09:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedEarly);
  // Backdated, it has never been heard.
  Apply({.exceptions = kHoliday, .sources = mirrored.sources}, test::At("2021-06-01 00:00"), "vì");
  EXPECT_EQ(Sum(figures::Amount::kReceived), 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
  EXPECT_EQ(Verify().note, std::nullopt);
}

class LedgerRulebookFile : public LedgerRulebook {};
INSTANTIATE_TEST_SUITE_P(File, LedgerRulebookFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerRulebookFile, IsThereAgainAfterOpeningWhateverTheConfigurationSays) {
  Append({Promised("D1", "2021-06-07 08:00")});
  Apply({.exceptions = kHoliday});
  ledger_.reset();
  rulebook_ = Rules({.limit_of_p = "1wd"});
  Reopen();
  ASSERT_EQ(ledger_->timeline()->versions().size(), 2U);
  EXPECT_EQ(LawfulDue("D1"), "2021-06-16");
  EXPECT_EQ(Verify().difference, std::nullopt);
  EXPECT_EQ(Verify().note, std::nullopt);
}

TEST_P(LedgerRulebookFile, AnotherProcessMakesItFromTheRecordAlone) {
  Append({Promised("D1", "2021-06-07 08:00")});
  Apply({.exceptions = kHoliday});
  Options options = MakeOptions();
  test::Events other;
  options.codes = other.codes();
  options.rulebook = test::SmallRulebook(other.codes(), {.limit_of_p = "1wd"});
  const auto view = OpenView(options).value();
  ASSERT_EQ(view->timeline().versions().size(), 2U);
  EXPECT_EQ(view->timeline().versions()[1].operator_name, "tester");
  const auto record = view->Find("D1").value();
  EXPECT_EQ(record.judged.judgement.On(Basis::kLawful).due_day, test::Day("2021-06-16"));
}

}  // namespace
}  // namespace dunghan::ledger
