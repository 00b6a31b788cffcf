#include "reading/verify_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "dunghan/test/ledgers.h"

namespace dunghan::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class VerifyCommand : public ::testing::Test {
 protected:
  VerifyCommand() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
  }
  /// Two commits: events 1 and 2, event 3. The chain after the first.
  std::string AppendTwoCommits() {
    ledger_
        ->Append(
            test::Items({events_.Received("H1", "2021-06-07 08:00", test::Day("2021-06-14")),
                         events_.Make("H1", dossier::EventType::kCompleted, "2021-06-10 08:00")}))
        .value();
    std::string chain = ToHex(ledger_->position().chain);
    ledger_->Append(test::Items({events_.Received("H2", "2021-06-07 08:00")})).value();
    return chain;
  }
  int Run(const VerifyOptions& options, bool terminal = false) {
    out_.str("");
    err_.str("");
    const auto view = ledger_->OpenView().value();
    return RunVerify(options, *view, {out_, err_, terminal});
  }

  test::Events events_;
  ManualClock clock_{test::At("2021-07-01 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(VerifyCommand, PrintsChainContentAndCounts) {
  AppendTwoCommits();
  ledger_->Flush().value();
  EXPECT_EQ(Run({}), 0);
  std::istringstream lines(out_.str());
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "chain 3:" + ToHex(ledger_->position().chain));
  std::getline(lines, line);
  EXPECT_THAT(line, ::testing::MatchesRegex("content [0-9a-f]+"));
  EXPECT_EQ(line.size(), std::string("content ").size() + 64);
  std::getline(lines, line);
  EXPECT_THAT(line, ::testing::MatchesRegex("ok: 3 events, 2 dossiers, [0-9]+ cells"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(VerifyCommand, AcceptsWhatWasNotedDownEarlier) {
  const std::string chain = AppendTwoCommits();
  EXPECT_EQ(Run({.against = "2:" + chain}), 0);
  EXPECT_EQ(Run({.against = "2:" + chain.substr(0, 16)}), 0);
}

TEST_F(VerifyCommand, KnowsTheHeadThatALedgerBeginsWith) {
  const std::string first = ToHex(ledger_->position().chain);
  AppendTwoCommits();
  EXPECT_EQ(Run({.against = "0:" + first}), 0);
  EXPECT_EQ(Run({.against = "0:0000000000000000"}), 1);
}

TEST_F(VerifyCommand, HoldsTheLedgerAgainstAllThatAWitnessNoted) {
  const test::TempFolder folder;
  const auto file = folder.path() / "witness";
  const std::string first = ToHex(ledger_->position().chain);
  const std::string second = AppendTwoCommits();
  const std::string noted = "2021-07-01T08:00:00+07:00 0:" + first +
                            "\nJul 01 08:00 host dunghan[7]: dunghan chain 2:" + second + "\n";
  test::WriteFile(file, noted);
  EXPECT_EQ(Run({.witness = file}), 0);
  EXPECT_THAT(out_.str(),
              ::testing::EndsWith("\nwitness " + file.string() + ": 2 heads noted, all agree\n"));
  test::WriteFile(file, noted + "2021-07-01T09:00:00+07:00 3:0123456789abcdef\n");
  EXPECT_EQ(Run({.witness = file}), 1);
  EXPECT_THAT(err_.str(), HasSubstr("but 0123456789abcdef is noted at " + file.string() + ":3\n"));
  test::WriteFile(file, noted + "cut off 3:01");
  EXPECT_EQ(Run({.witness = file}), 2);
  EXPECT_THAT(err_.str(), StartsWith(file.string() + ":3: expected SEQ:DIGEST"));
  test::WriteFile(file, "\n");
  EXPECT_EQ(Run({.witness = file}), 2);
  EXPECT_EQ(Run({.witness = folder.path() / "none"}), 2);
}

TEST_F(VerifyCommand, FindsAChainThatWasRebuilt) {
  AppendTwoCommits();
  EXPECT_EQ(Run({.against = "2:0123456789abcdef"}), 1);
  EXPECT_THAT(err_.str(), StartsWith("difference: the chain at event 2 is "));
  EXPECT_THAT(err_.str(), HasSubstr(", but 0123456789abcdef was noted down\n"));
  EXPECT_EQ(Run({.against = "1:0123456789abcdef"}), 1);
  EXPECT_EQ(err_.str(), "difference: no commit ends at event 1, but its chain was noted down\n");
  EXPECT_EQ(Run({.against = "9:0123456789abcdef"}), 1);
  EXPECT_EQ(err_.str(), "difference: the ledger ends at event 3, but 9 was noted down\n");
}

TEST_F(VerifyCommand, RefusesWhatIsNoPointOfAChain) {
  for (const std::string text : {"", "2", "2:", "2:0123456789abcde", "x:0123456789abcdef",
                                 "-1:0123456789abcdef", "2:0123456789abcdeg"}) {
    EXPECT_EQ(Run({.against = text}), 2) << text;
    EXPECT_THAT(err_.str(), StartsWith("--against: expected SEQ:DIGEST"));
  }
}

TEST_F(VerifyCommand, PrintsJson) {
  AppendTwoCommits();
  EXPECT_EQ(Run({.against = "2:0123456789abcdef", .json = true}), 1);
  EXPECT_THAT(out_.str(),
              StartsWith(R"({"ok":false,"position":{"seq":3,"at":"2021-07-01T08:00:00+07:00",)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("difference":"the chain at event 2 is )"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("note":null})"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(VerifyCommand, DrawsProgressOnATerminalAndCleansUp) {
  AppendTwoCommits();
  EXPECT_EQ(Run({}, true), 0);
  EXPECT_THAT(err_.str(), HasSubstr("\rverify "));
  EXPECT_THAT(err_.str(), ::testing::EndsWith("\r\033[K"));
}

/// What an audit finds is the ledger's business; how it is told is tested here.
class FoundView final : public ledger::View {
 public:
  explicit FoundView(ledger::Verification found) : found_(std::move(found)) {}
  const ledger::Position& position() const override { return found_.position; }
  const rulebook::Timeline& timeline() const override { return timeline_; }
  bool simulated() const override { return false; }
  Result<void> SumCells(const ledger::DayRange&, const CellVisitor&) override { return {}; }
  Result<ledger::DossierRecord> Find(std::string_view) override { return NotFound(""); }
  Result<void> ForEachOpen(const StateVisitor&) override { return NotFound("not here"); }
  Result<void> ForEachSettled(std::string_view, const SettledVisitor&) override {
    return NotFound("not here");
  }
  void Release() override {}
  Result<void> Foresee(const ledger::Application&, const MoveVisitor&) override {
    return NotFound("not here");
  }
  Result<void> ForEachChange(const ChangeVisitor&) override { return NotFound("not here"); }
  Result<void> ForEachEvent(ledger::EventOrder, const EventVisitor&) override {
    return NotFound("not here");
  }
  Result<std::vector<ledger::StoredEvent>> LastEvents(int64_t) override { return NotFound(""); }
  Result<std::vector<ledger::QuarantineEntry>> QuarantineAfter(int64_t, int64_t) override {
    return NotFound("");
  }
  Result<ledger::QuarantineEntry> FindQuarantine(int64_t) override { return NotFound(""); }
  Result<std::string> RawBytes(const ledger::QuarantineEntry&) override { return NotFound(""); }
  Result<ledger::Verification> Verify(const std::function<void(int64_t, int64_t)>&) override {
    return found_;
  }
  Result<std::optional<Digest>> ChainAt(int64_t) override { return NotFound(""); }

 private:
  ledger::Verification found_;
  rulebook::Timeline timeline_{test::SmallRulebook(std::make_shared<CodeTable>())};
};

TEST_F(VerifyCommand, TellsTheFirstDifferenceAndNotes) {
  ledger::Verification found;
  found.difference = "dossier H1 has no state";
  found.note = "states are not compared";
  FoundView view(found);
  EXPECT_EQ(RunVerify({}, view, {out_, err_}), 1);
  EXPECT_EQ(err_.str(), "note: states are not compared\ndifference: dossier H1 has no state\n");
  EXPECT_THAT(out_.str(), StartsWith("chain 0:"));
}

}  // namespace
}  // namespace dunghan::commands
