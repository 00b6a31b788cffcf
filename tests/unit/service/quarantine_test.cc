#include "import/quarantine_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <vector>

#include "fake_ledger.h"

namespace dunghan::commands {
namespace {

using testing::HasSubstr;

class QuarantineTest : public testing::Test {
 protected:
  int64_t Add(ledger::Reject reject) {
    const std::array<ledger::Item, 1> items = {ledger::Item{std::move(reject), {}}};
    const int64_t id = ledger_.Append(items).value().items.front().seq;
    auto& entry = ledger_.quarantine[id];
    entry.first_seen = entry.last_seen = ParseRfc3339("2021-06-07T08:00:00+07:00").value();
    return id;
  }
  int64_t AddFields(std::string fields) {
    return Add({.source = "motcua",
                .place = "e.ndjson:3",
                .field = "agency",
                .reason = "unknown agency \"B\"",
                .fields = std::move(fields),
                .raw = {}});
  }
  int64_t AddRaw(std::string raw) {
    return Add({.source = "motcua",
                .place = "e.ndjson:4",
                .field = {},
                .reason = "no valid JSON",
                .fields = {},
                .raw = std::move(raw)});
  }
  std::unique_ptr<ledger::QuarantineView> View() {
    return std::make_unique<FakeQuarantine>(ledger_, rulebook_);
  }

  static constexpr const char* kGood =
      R"({"dossier":"D","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"B","procedure":"1.1"})";

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = OpenRulebook(codes_);
  FakeLedger ledger_{rulebook_};
  ImportRules rules_{codes_, Alone(rulebook_)};
  std::ostringstream out_;
  std::ostringstream err_;
  Console console_{.out = out_, .err = err_};
  const intake::DoneBy who_{"An", "thử"};
};

TEST_F(QuarantineTest, ListsEntriesAsATable) {
  AddFields(kGood);
  AddRaw("hello");
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kText, console_), 0);
  EXPECT_EQ(
      out_.str(),
      "ID  COUNT  LAST SEEN                  SOURCE  DOSSIER  PLACE       FIELD   REASON\n"
      "1   1      2021-06-07T08:00:00+07:00  motcua  D        e.ndjson:3  agency  unknown agency "
      "\"B\"\n"
      "2   1      2021-06-07T08:00:00+07:00  motcua           e.ndjson:4          no valid JSON\n");
}

TEST_F(QuarantineTest, SaysWhenNothingIsThere) {
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kText, console_), 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "nothing is quarantined\n");
}

TEST_F(QuarantineTest, ListsEntriesAsJson) {
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kJson, console_), 0);
  EXPECT_EQ(boost::json::parse(out_.str()), boost::json::array());
  out_.str("");
  AddFields(kGood);
  AddRaw("hello");
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kJson, console_), 0);
  const auto array = boost::json::parse(out_.str()).as_array();
  ASSERT_EQ(array.size(), 2);
  EXPECT_EQ(array[0].at("id"), 1);
  EXPECT_EQ(array[0].at("fields").at("agency"), "B");
  EXPECT_EQ(array[0].at("dossier"), "D");
  EXPECT_EQ(array[0].at("state"), "waiting");
  EXPECT_EQ(array[1].at("dossier"), "");
  EXPECT_EQ(array[1].at("fields"), nullptr);
  EXPECT_EQ(array[1].at("raw_size"), 5);
}

TEST_F(QuarantineTest, ListsAndRetriesAnyNumberInPages) {
  for (int i = 0; i < 2'500; ++i) AddFields("{}");
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kText, console_), 0);
  EXPECT_EQ(std::ranges::count(out_.str(), '\n'), 2'501);
  EXPECT_THAT(out_.str(), HasSubstr("\n2500  1      2021"));
  out_.str("");
  EXPECT_EQ(ListQuarantine(*View(), OutputForm::kJson, console_), 0);
  EXPECT_EQ(boost::json::parse(out_.str()).as_array().size(), 2'500);
  out_.str("");
  EXPECT_EQ(RetryQuarantine(ledger_, rules_, {}, OutputForm::kText, console_), 0);
  EXPECT_EQ(out_.str(), "retried 2500: stored 0, duplicate 0, still quarantined 2500\n");
  EXPECT_LE(ledger_.largest_page, 1'000);
}

TEST_F(QuarantineTest, ShowsAnEntryWithItsFields) {
  const auto id = AddFields(kGood);
  EXPECT_EQ(ShowQuarantine(*View(), id, OutputForm::kText, console_), 0);
  EXPECT_EQ(out_.str(), std::string("id          1\n"
                                    "state       waiting\n"
                                    "first seen  2021-06-07T08:00:00+07:00\n"
                                    "last seen   2021-06-07T08:00:00+07:00\n"
                                    "count       1\n"
                                    "source      motcua\n"
                                    "dossier     D\n"
                                    "place       e.ndjson:3\n"
                                    "field       agency\n"
                                    "reason      unknown agency \"B\"\n"
                                    "fields      ") +
                            kGood + "\n");
}

TEST_F(QuarantineTest, ShowsWhatHasBecomeOfAnEntryAndWhen) {
  const auto id = AddFields(kGood);
  ledger_.quarantine[id].state = ledger::QuarantineState::kDiscarded;
  ledger_.quarantine[id].last_seen = ParseRfc3339("2021-06-09T08:00:00+07:00").value();
  EXPECT_EQ(ShowQuarantine(*View(), id, OutputForm::kText, console_), 0);
  EXPECT_THAT(out_.str(), HasSubstr("state       discarded 2021-06-09T08:00:00+07:00\n"
                                    "first seen  2021-06-07T08:00:00+07:00\n"
                                    "count       1\n"));
  ledger_.quarantine[id].state = ledger::QuarantineState::kResolved;
  out_.str("");
  EXPECT_EQ(ShowQuarantine(*View(), id, OutputForm::kJson, console_), 0);
  EXPECT_EQ(boost::json::parse(out_.str()).at("state"), "resolved");
}

TEST_F(QuarantineTest, SaysHowManyBytesThereAreAndShowsNone) {
  const auto id = AddRaw("hello");
  EXPECT_EQ(ShowQuarantine(*View(), id, OutputForm::kText, console_), 0);
  EXPECT_THAT(out_.str(),
              HasSubstr("bytes       5; shown with --bytes --reason, which goes on record\n"));
  out_.str("");
  EXPECT_EQ(ShowQuarantine(*View(), id, OutputForm::kJson, console_), 0);
  EXPECT_EQ(boost::json::parse(out_.str()).at("raw_size"), 5);
  EXPECT_FALSE(boost::json::parse(out_.str()).as_object().contains("raw"));
}

TEST_F(QuarantineTest, NamesAnEntryThatIsNotThere) {
  EXPECT_EQ(ShowQuarantine(*View(), 9, OutputForm::kText, console_), 1);
  const std::vector<int64_t> ids = {AddFields(kGood), 9};
  EXPECT_EQ(RetryQuarantine(ledger_, rules_, ids, OutputForm::kText, console_), 1);
  EXPECT_EQ(err_.str(), "no quarantine entry 9\nno quarantine entry 9\n");
  EXPECT_TRUE(ledger_.events.empty()) << "nothing half-done";
}

TEST_F(QuarantineTest, RetriesAllThatCanBeUsedNow) {
  AddFields(kGood);
  AddFields(kGood);
  AddFields(R"({"dossier":"D"})");
  AddRaw("hello");
  EXPECT_EQ(RetryQuarantine(ledger_, rules_, {}, OutputForm::kText, console_), 0);
  EXPECT_EQ(out_.str(), "retried 4: stored 1, duplicate 1, still quarantined 2\n");
  EXPECT_EQ(ledger_.events.size(), 1);
  EXPECT_EQ(ledger_.events[0].source.text(), "motcua");
  EXPECT_EQ(ledger_.quarantine.size(), 2) << "the two resolved are gone";
}

TEST_F(QuarantineTest, RetriesTheNamedOnesOnce) {
  AddFields(kGood);
  const int64_t id = AddFields(R"({"dossier":"E","type":"paid","at":"2021-06-07T08:00:00Z"})");
  const std::vector<int64_t> ids = {id, id};
  EXPECT_EQ(RetryQuarantine(ledger_, rules_, ids, OutputForm::kJson, console_), 0);
  EXPECT_EQ(out_.str(), R"({"retried":1,"stored":1,"duplicate":0,"still_quarantined":0})"
                        "\n");
  EXPECT_EQ(ledger_.quarantine.size(), 1);
}

TEST_F(QuarantineTest, FailsARetryWithTheStore) {
  const std::vector<int64_t> ids = {AddFields(kGood)};
  ledger_.FailAt(1, Unavailable("the disk is full"));
  EXPECT_EQ(RetryQuarantine(ledger_, rules_, ids, OutputForm::kText, console_), 3);
  EXPECT_EQ(out_.str(), "retried 0: stored 0, duplicate 0, still quarantined 0\n");
  EXPECT_EQ(err_.str(), "the disk is full\n");
}

TEST_F(QuarantineTest, Discards) {
  const std::vector<int64_t> ids = {AddFields(kGood), AddRaw("x")};
  EXPECT_EQ(DiscardQuarantine(ledger_, ids, who_, OutputForm::kText, console_), 0);
  EXPECT_EQ(DiscardQuarantine(ledger_, ids, who_, OutputForm::kJson, console_), 1);
  EXPECT_EQ(out_.str(), "discarded 2\n{\"discarded\":0}\n");
  EXPECT_EQ(err_.str(), "2 of 2 entries were not there\n");
}

TEST_F(QuarantineTest, WhoDiscardsAndWhyGoesOnRecordOnce) {
  const std::vector<int64_t> ids = {AddFields(kGood), AddRaw("hello"), 1, 99};
  EXPECT_EQ(DiscardQuarantine(ledger_, ids, who_, OutputForm::kText, console_), 1);
  ASSERT_EQ(ledger_.acts.size(), 1);
  const auto act = ledger::ReadDiscarding(ledger_.acts[0]);
  EXPECT_EQ(act, (ledger::Discarding{.ids = {1, 2}, .actor = "An", .reason = "thử"}));
}

TEST_F(QuarantineTest, NothingIsDiscardedWithoutAReasonThatCanBeRead) {
  const std::vector<int64_t> ids = {AddFields(kGood)};
  for (const char* reason : {"", "a\nb", "\x1b[2J"}) {
    EXPECT_EQ(DiscardQuarantine(ledger_, ids, {"An", reason}, OutputForm::kText, console_), 1);
  }
  EXPECT_EQ(ledger_.quarantine.size(), 1);
  EXPECT_TRUE(ledger_.acts.empty());
}

TEST_F(QuarantineTest, AReasonInGeneralLeavesOutWhatWasSent) {
  const auto general = [](std::string_view reason) { return intake::ReasonInGeneral(reason); };
  EXPECT_EQ(general("unknown agency \"B\""), "unknown agency \"…\"");
  EXPECT_EQ(general("a \"x\\\"y\" b"), "a \"…\" b");
  EXPECT_EQ(general("no end \"x"), "no end \"…\"");
  EXPECT_EQ(general("expected a whole number from 1 to 5, found the number 17"),
            "expected a whole number from 1 to 5, found the number …");
  EXPECT_EQ(general("no JSON at line 3, column 14 (offset 77)"),
            "no JSON at line …, column … (offset …)");
  EXPECT_EQ(general("12 bytes long; SHA-256 of all is " + std::string(64, 'a')),
            "… bytes long; SHA-256 of all is …");
  EXPECT_EQ(general(""), "");
}

TEST_F(QuarantineTest, GroupsWhatIsAlike) {
  for (int i = 0; i < 3; ++i) {
    Add({.source = i == 0 ? "khac" : "motcua",
         .place = "index 0",
         .field = "agency",
         .reason = "unknown agency \"" + std::to_string(i) + "\"",
         .fields = "{}",
         .raw = {}});
  }
  AddRaw("hello");
  const auto view = View();
  auto groups = intake::GroupQuarantine(*view, intake::QuarantineBy::kReason, {}).value();
  ASSERT_EQ(groups.size(), 2);
  EXPECT_EQ(groups[0].reason, "unknown agency \"…\"");
  EXPECT_EQ(groups[0].entries, 3);
  EXPECT_EQ(groups[0].example.id, 3);
  EXPECT_EQ(groups[1].entries, 1);
  groups = intake::GroupQuarantine(*view, intake::QuarantineBy::kSource,
                                   {.source = {}, .reason = "agency \"…"})
               .value();
  ASSERT_EQ(groups.size(), 2);
  EXPECT_EQ(groups[0].source, "motcua");
  EXPECT_EQ(groups[0].entries, 2);
}

TEST_F(QuarantineTest, GroupsAreBounded) {
  for (size_t i = 0; i < intake::kMostQuarantineGroups + 50; ++i) {
    Add({.source = "s" + std::to_string(i),
         .place = {},
         .field = {},
         .reason = "r",
         .fields = "{}",
         .raw = {}});
  }
  const auto groups = intake::GroupQuarantine(*View(), intake::QuarantineBy::kSource, {}).value();
  EXPECT_EQ(groups.size(), intake::kMostQuarantineGroups + 1);
  EXPECT_EQ(groups[0].source, "other");
  EXPECT_EQ(groups[0].entries, 50);
}

}  // namespace
}  // namespace dunghan::commands
