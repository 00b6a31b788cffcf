#include "frozen/freezing.h"

#include <gmock/gmock.h>

#include <fstream>

#include "dunghan/base/file.h"
#include "dunghan/test/ledgers.h"
#include "frozen/results.h"
#include "frozen/schedule.h"

namespace dunghan::frozen {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A month with one dossier, on the fifth of the next.
class Freezing : public ::testing::Test {
 protected:
  Freezing() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    Append({events_.Received("H1", "2021-06-07 08:00", test::Day("2021-06-14"))});
    asked_.identity = {"monthly", "2021-06", "promised", "agency", "as-was", "", "vi"};
    asked_.formats = {"csv", "json"};
    asked_.actor = "lan";
    asked_.program = "test";
  }
  void Append(const std::vector<dossier::Event>& events) {
    ledger_->Append(test::Items(events)).value();
  }
  Result<statement::FrozenOnRecord> Run() { return Freeze(*ledger_, maker_, shelf_, asked_); }
  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(shelf_.folder(), ignored)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  std::vector<statement::FrozenOnRecord> OnRecord() {
    return statement::FrozenIn(*ledger_->OpenView().value()).value();
  }
  ViewOpener Opener() {
    return [this](const std::optional<ledger::AsOf>& as_of) { return ledger_->OpenView(as_of); };
  }

  test::TempFolder folder_;
  test::Events events_;
  ManualClock clock_{test::At("2021-07-05 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  Maker maker_ = MakerOf({}, {});
  Shelf shelf_{folder_.path() / "reports"};
  Asked asked_;
};

TEST_F(Freezing, PutsTheStatementOnRecordAndItsFilesIntoTheFolder) {
  const auto frozen = Run().value();
  EXPECT_EQ(frozen.statement.edition, 1);
  EXPECT_EQ(frozen.statement.position.seq, 1);
  EXPECT_EQ(frozen.seq, 2);
  EXPECT_EQ(Sha256(frozen.statement.json), frozen.statement.digest);
  EXPECT_THAT(Files(), ElementsAre(frozen.id + ".csv", frozen.id + ".json"));
  EXPECT_EQ(ReadFile(shelf_.folder() / (frozen.id + ".json"), 1 << 20).value(),
            frozen.statement.json);
  for (const auto& file : frozen.statement.files) EXPECT_TRUE(shelf_.Read(file));
}

TEST_F(Freezing, AgainNeedsAReasonAndIsTheNextEdition) {
  const auto first = Run().value();
  const auto refused = Run();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_THAT(refused.error().for_client, HasSubstr(first.id));
  asked_.reason = "bổ sung";
  const auto second = Run().value();
  EXPECT_EQ(second.statement.edition, 2);
  EXPECT_NE(second.id, first.id);
  EXPECT_EQ(OnRecord().size(), 2U);
  EXPECT_EQ(Files().size(), 4U);
}

TEST_F(Freezing, WaitsForTheEndOfThePeriodAndForSourcesUnlessThereIsAReason) {
  asked_.sources = {"mot-cua", "khac"};
  const auto silent = Run();
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(silent.error().for_client,
            "nothing from after the period has come yet of: khac, mot-cua; to freeze it all the "
            "same, say why with --reason");
  // What is dated ahead has not happened.
  Append({events_.Received("H2", "2021-07-09 08:00"), events_.Received("H3", "2021-07-01 00:00")});
  EXPECT_THAT(Run().error().for_client, HasSubstr("come yet of: khac;"));
  asked_.sources = {std::string(events_.Received("H4", "2021-07-01 08:00").source.text())};
  asked_.identity.period = "2021-07";
  EXPECT_THAT(Run().error().for_client, HasSubstr("the period is not over"));
  asked_.reason = "cần gửi trước";  // no reason makes it whole
  EXPECT_THAT(Run().error().for_client, HasSubstr("the period is not over"));
  asked_.reason = "";
  asked_.identity.period = "2021-06";
  EXPECT_EQ(Run().value().statement.edition, 1);
}

TEST_F(Freezing, OfNothingIsRefused) {
  asked_.identity.period = "2021-01";
  EXPECT_THAT(Run().error().for_client, HasSubstr("nothing is known of 2021-01"));
  asked_.identity.form = "II.99";
  EXPECT_EQ(Run().error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(OnRecord(), IsEmpty());
  EXPECT_THAT(Files(), IsEmpty());
}

TEST_F(Freezing, ThatWasCutOffBeforeItWasOnRecordLeavesNothing) {
  {
    auto view = ledger_->OpenView().value();
    const auto draft = Prepare(*view, maker_, asked_).value();
    ASSERT_TRUE(shelf_.LayReady(draft.files));
  }
  std::ofstream(shelf_.folder() / "..DH-x.csv.ready.17.tmp") << "half";
  EXPECT_THAT(Files(), ElementsAre("..DH-x.csv.ready.17.tmp", HasSubstr(".csv.ready"),
                                   HasSubstr(".json.ready")));
  clock_.Set(test::At("2021-07-05 09:00"));
  Append({events_.Received("H9", "2021-06-08 08:00")});
  const auto frozen = Run().value();
  EXPECT_THAT(Files(), ElementsAre(frozen.id + ".csv", frozen.id + ".json"));
  EXPECT_EQ(OnRecord().size(), 1U);
}

TEST_F(Freezing, ThatWasCutOffBeforeItsFilesHadTheirNamesIsTakenUpOnce) {
  auto view = ledger_->OpenView().value();
  const auto draft = Prepare(*view, maker_, asked_).value();
  ASSERT_TRUE(shelf_.LayReady(draft.files));
  view.reset();
  (void)ledger_->Record(ActsOf(draft)).value();
  Append({events_.Received("H9", "2021-06-08 08:00")});
  EXPECT_EQ(Run().value().id, draft.id);
  EXPECT_THAT(Files(), ElementsAre(draft.id + ".csv", draft.id + ".json"));
  EXPECT_EQ(OnRecord().size(), 1U);
  EXPECT_EQ(Run().error().code, ErrorCode::kConflict);
}

TEST_F(Freezing, FilesThatAreGoneAreMadeAnewAsOfThen) {
  const auto frozen = Run().value();
  Append({events_.Received("H9", "2021-06-08 08:00")});
  std::filesystem::remove_all(shelf_.folder());
  EXPECT_TRUE(Complete(frozen.statement, maker_, shelf_, Opener()).value());
  for (const auto& file : frozen.statement.files) EXPECT_TRUE(shelf_.Read(file)) << file.name;
  EXPECT_FALSE(Complete(frozen.statement, maker_, shelf_, Opener()).value());
  // Of another build it cannot be made.
  std::filesystem::remove_all(shelf_.folder());
  statement::FrozenStatement other = frozen.statement;
  other.files[0].digest[0] ^= 1;
  EXPECT_EQ(Complete(other, maker_, shelf_, Opener()).error().code, ErrorCode::kInternal);
}

TEST_F(Freezing, WhereTheFolderCannotBeWrittenLeavesTheRecordAsItIs) {
  std::ofstream(folder_.path() / "reports") << "a file";
  EXPECT_EQ(Run().error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(OnRecord(), IsEmpty());
}

TEST_F(Freezing, WhatCannotBeMadeAnewKeepsNobodyFromAnotherEdition) {
  (void)Run().value();
  std::filesystem::remove_all(shelf_.folder());
  // Another build makes other bytes of the same statement.
  maker_ = [inner = maker_](ledger::View& view, const statement::FrozenIdentity& identity) {
    auto made = inner(view, identity);
    if (made)
      made->write = [](std::string_view, const Made::Mark&) { return std::string("other"); };
    return made;
  };
  asked_.reason = "bổ sung";
  EXPECT_EQ(Run().value().statement.edition, 2);
}

TEST_F(Freezing, APaperBearsTheMarkInItsFilesAndNotInItsJson) {
  maker_ = [](ledger::View& view, const statement::FrozenIdentity& identity) {
    statement::Paper paper{.form = identity.form};
    paper.position = view.position();
    const PaperWriter write = [](const statement::Paper& of, std::string_view format) {
      return Result<std::string>(std::string(format) + " of " + of.form + " " +
                                 (of.frozen ? of.frozen->text : "unmarked"));
    };
    return MadeOf(std::move(paper), write, "settings");
  };
  asked_.formats = {"pdf", "json"};
  const auto frozen = Run().value();
  EXPECT_EQ(frozen.statement.json, "json of monthly unmarked");
  EXPECT_EQ(shelf_.Read(frozen.statement.files[0]).value(),
            "pdf of monthly " + frozen.id + " sha256:" + ToHex(frozen.statement.digest) + " " +
                frozen.statement.position.Text());
  EXPECT_EQ(shelf_.Read(frozen.statement.files[1]).value(), frozen.statement.json);
}

TEST_F(Freezing, IsFollowedByItsBeingSent) {
  const auto frozen = Run().value();
  const auto send = [&](std::string_view date, const std::string& id) {
    return SentActs(*ledger_->OpenView().value(), {id, "12/BC", test::Day(date), "B", "lan"});
  };
  EXPECT_EQ(send("2021-07-05", "DH-none").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(send("2021-07-04", frozen.id).error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(send("2021-07-06", frozen.id).error().code, ErrorCode::kInvalidArgument);
  (void)ledger_->Record(send("2021-07-05", frozen.id).value()).value();
  EXPECT_EQ(OnRecord()[0].sent->number, "12/BC");

  // Whoever asks later shall find that one and no other.
  const auto again = send("2021-07-05", frozen.id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_F(Freezing, ResultsAreReadFromTheFrozenJson) {
  Append({events_.Make("H1", dossier::EventType::kCompleted, "2021-06-16 08:00")});
  const auto results = ResultsOf(Run().value().statement.json).value();
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results.at("A"), (Results{0, 0, 1}));
}

std::vector<std::string> Due(const Plan& plan, std::string_view begun, std::string_view now) {
  test::Events events;
  const auto rules = test::SmallRulebook(events.codes());
  std::vector<std::string> names;
  for (const auto& period :
       PeriodsDue(plan, rules->default_calendar(), test::At(begun), test::At(now)).value()) {
    names.push_back(period.name);
  }
  return names;
}

TEST(Schedule, APeriodIsDueAtTheClosingOfTheNthWorkingDayAfterItsEnd) {
  // July 2021 begins on a Thursday: the third working day is Monday the 5th.
  EXPECT_THAT(Due({}, "2021-06-20 08:00", "2021-07-05 16:59"), IsEmpty());
  EXPECT_THAT(Due({}, "2021-06-20 08:00", "2021-07-05 17:00"), ElementsAre("2021-06"));
  EXPECT_THAT(Due({.after = 1}, "2021-06-20 08:00", "2021-07-01 17:00"), ElementsAre("2021-06"));
}

TEST(Schedule, WhatEndedBeforeTheRecordBeganIsNotDue) {
  EXPECT_THAT(Due({}, "2021-07-01 08:00", "2021-07-30 08:00"), IsEmpty());
  EXPECT_THAT(Due({}, "2021-06-30 23:00", "2021-09-30 08:00"),
              ElementsAre("2021-06", "2021-07", "2021-08"));
}

TEST(Schedule, OfQuartersYearsAndReportingMonths) {
  EXPECT_THAT(Due({.every = Every::kQuarter}, "2021-02-01 08:00", "2021-07-30 08:00"),
              ElementsAre("2021-Q1", "2021-Q2"));
  EXPECT_THAT(Due({.every = Every::kYear}, "2020-02-01 08:00", "2021-07-30 08:00"),
              ElementsAre("2020"));
  EXPECT_THAT(Due({.month = figures::ReportingMonth::kBc}, "2021-06-01 08:00", "2021-06-18 17:00"),
              ElementsAre("bc:2021-06"));
}

}  // namespace
}  // namespace dunghan::frozen
