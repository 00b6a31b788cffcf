#include <gmock/gmock.h>
#include <sqlite3.h>

#include <string>
#include <vector>

#include "dunghan/record/notice.h"
#include "ledger_fixture.h"

/// The log of what was announced.
namespace dunghan::ledger {
namespace {

using record::Mention;
using record::Notice;
using testing::ElementsAre;
using testing::IsEmpty;

class LedgerNotices : public LedgerContract {
 protected:
  static Notice Make(const std::string& dossier, const std::string& tier,
                     const std::string& round = "2021-06-14 07:30") {
    return {.dossier = dossier,
            .tier = tier,
            .version = test::At("2021-06-15 00:00"),
            .round = test::At(round),
            .agency = "A",
            .procedure = "P"};
  }
  std::vector<size_t> FindNew(const std::vector<Notice>& notices) {
    return ledger_->notices().FindNew(notices).value();
  }
  void Add(const std::vector<Notice>& notices) { ledger_->notices().Add(notices).value(); }
  void Mark(const std::vector<Notice>& notices) { ledger_->notices().Mark(notices).value(); }
  std::vector<Notice> Since(const std::string& round = "2021-01-01 00:00") {
    return ledger_->notices().Since(test::At(round)).value();
  }
};

TEST_P(LedgerNotices, AreGivenBackAsTheyWereAdded) {
  Notice counted = Make("D2", "overdue");
  counted.mention = Mention::kCounted;
  counted.procedure.clear();
  const std::vector<Notice> added{Make("D1", "3wd"), counted};
  Add(added);
  EXPECT_EQ(Since(), added);
}

TEST_P(LedgerNotices, AreNewOncePerDossierTierAndVersion) {
  Add({Make("D1", "3wd")});
  Notice moved = Make("D1", "3wd");
  moved.version += std::chrono::hours{24};
  EXPECT_THAT(FindNew({Make("D1", "3wd"), Make("D1", "1wd"), Make("D2", "3wd"), moved}),
              ElementsAre(1, 2, 3));
}

TEST_P(LedgerNotices, StayAsTheyAreWhenAddedAgain) {
  Add({Make("D1", "3wd")});
  Notice again = Make("D1", "3wd", "2021-06-14 08:30");
  again.mention = Mention::kCounted;
  Add({again, Make("D2", "3wd"), Make("D2", "3wd")});
  EXPECT_THAT(Since(), ElementsAre(Make("D1", "3wd"), Make("D2", "3wd")));
}

TEST_P(LedgerNotices, AreListedFromARoundOn) {
  Add({Make("D1", "3wd", "2021-06-14 07:30"), Make("D2", "3wd", "2021-06-14 07:30")});
  Add({Make("D3", "3wd", "2021-06-14 08:30")});
  EXPECT_THAT(Since("2021-06-14 08:30"), ElementsAre(Make("D3", "3wd", "2021-06-14 08:30")));
  EXPECT_THAT(Since("2021-06-14 08:31"), IsEmpty());
}

TEST_P(LedgerNotices, KeepTheFirstInstantTheyWereSentAndEndedAt) {
  Add({Make("D1", "3wd")});
  Notice sent = Make("D1", "3wd");
  sent.sent = test::At("2021-06-14 07:31");
  Mark({sent});
  Notice ended = Make("D1", "3wd");
  ended.sent = test::At("2021-06-14 09:00");
  ended.ended = test::At("2021-06-14 10:00");
  Mark({ended, Make("D9", "3wd")});
  Notice expected = sent;
  expected.ended = ended.ended;
  EXPECT_THAT(Since(), ElementsAre(expected));
}

TEST_P(LedgerNotices, AreNoPartOfWhatIsVerified) {
  Append({Received("D1")});
  const Verification before = Verify();
  Add({Make("D1", "3wd")});
  const Verification after = Verify();
  EXPECT_EQ(after.difference, std::nullopt);
  EXPECT_EQ(after.position.chain, before.position.chain);
  EXPECT_EQ(after.content, before.content);
}

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerNotices,
                         testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory), NameOf);

class LedgerNoticesFile : public LedgerNotices {
 protected:
  void DropTable() {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "data/ledger.db").c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, "DROP TABLE notices", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
  }
};

TEST_P(LedgerNoticesFile, AreThereAfterTheNextStart) {
  Add({Make("D1", "3wd")});
  Reopen();
  EXPECT_THAT(Since(), ElementsAre(Make("D1", "3wd")));
  EXPECT_THAT(FindNew({Make("D1", "3wd")}), IsEmpty());
}

TEST_P(LedgerNoticesFile, FindRoomInALedgerThatHadNone) {
  Append({Received("D1")});
  ledger_.reset();
  DropTable();
  const auto view = OpenView(MakeOptions());
  EXPECT_EQ(view.value()->Verify({}).value().difference, std::nullopt);
  Reopen();
  Add({Make("D1", "3wd")});
  EXPECT_THAT(Since(), ElementsAre(Make("D1", "3wd")));
}

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerNoticesFile, testing::Values(Kind::kFile), NameOf);

}  // namespace
}  // namespace dunghan::ledger
