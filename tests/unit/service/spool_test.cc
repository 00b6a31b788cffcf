#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/values.h"
#include "spool/folder.h"
#include "spool/report_table.h"
#include "spool/settling.h"

namespace dunghan::spool {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

std::vector<std::string> NamesOf(const std::vector<SeenFile>& files) {
  std::vector<std::string> names;
  for (const SeenFile& file : files) names.push_back(file.name);
  return names;
}

TEST(FileReport, SaysWhatBecameOfAFile) {
  FileReport report;
  report.file = "hoso.csv";
  report.bytes = 12;
  report.sha256 = "ab";
  report.at = "2021-06-30T12:00:00Z";
  EXPECT_EQ(kFileReportTable.ToText(report),
            R"({"file":"hoso.csv","bytes":12,"sha256":"ab","at":"2021-06-30T12:00:00Z",)"
            R"("outcome":"taken","received":0,"stored":0,"duplicate":0,"quarantined":0,)"
            R"("problems":[]})");
  report.reason = "it is broken";
  report.holds = "list";
  report.resumed = true;
  report.fed.totals.quarantined = 3;
  report.fed.problems.push_back({.place = 7, .field = "agency", .reason = "unknown"});
  report.fed.warnings.Add(8, intake::Oddities(), [](auto) { return ""; });
  report.ignored.fields.push_back({"duedate", intake::Field::kDue, 2});
  report.list.emplace();
  report.list->sheet = "S";
  report.list->columns.push_back({.means = "due", .column = "F", .heading = "Hẹn"});
  report.list->unknown.push_back({.means = "agency", .name = "", .rows = 2, .first = "H3"});
  const std::string text = kFileReportTable.ToText(report);
  EXPECT_EQ(test::FaultsIn(text, kFileReportTable.shape()), "");
  EXPECT_THAT(text, ::testing::HasSubstr(R"("outcome":"refused","reason":"it is broken")"));
  EXPECT_THAT(text, ::testing::HasSubstr(R"("problems_left_off":2)"));
}

TEST(Settling, TakesAFileForCompleteThatHasBeenTheSameForAWhile) {
  Settling settling(10s);
  const Settling::Time start{};
  const SeenFile file{.name = "a.csv", .size = 5, .changed = 1, .number = 1};
  EXPECT_THAT(settling.See({file}, start), IsEmpty());
  EXPECT_EQ(settling.next(), start + 10s);
  EXPECT_THAT(settling.See({file}, start + 9s), IsEmpty());
  EXPECT_THAT(NamesOf(settling.See({file}, start + 10s)), ElementsAre("a.csv"));
  EXPECT_EQ(settling.next(), std::nullopt);
}

TEST(Settling, BeginsAnewWhenAFileGrowsIsChangedOrIsAnother) {
  const SeenFile file{.name = "a.csv", .size = 5, .changed = 1, .number = 1};
  for (const SeenFile& other :
       {SeenFile{"a.csv", 6, 1, 1}, SeenFile{"a.csv", 5, 2, 1}, SeenFile{"a.csv", 5, 1, 2}}) {
    Settling settling(10s);
    const Settling::Time start{};
    settling.See({file}, start);
    EXPECT_THAT(settling.See({other}, start + 10s), IsEmpty());
    EXPECT_THAT(NamesOf(settling.See({other}, start + 20s)), ElementsAre("a.csv"));
  }
}

TEST(Settling, ForgetsWhatIsGoneAndGivesTheOldestChangeFirst) {
  Settling settling(10s);
  const Settling::Time start{};
  const SeenFile one{.name = "a", .changed = 5};
  const SeenFile two{.name = "b", .changed = 4};
  settling.See({one, two}, start);
  EXPECT_THAT(NamesOf(settling.See({one, two}, start + 10s)), ElementsAre("b", "a"));
  settling.See({two}, start + 11s);
  EXPECT_THAT(NamesOf(settling.See({one, two}, start + 12s)), ElementsAre("b"));
}

TEST(SpoolFolder, PassesByWhatIsNotMeant) {
  for (const char* name : {"~$list.xlsx", "list.csv.tmp", ".list.csv", "list.csv.part"}) {
    EXPECT_TRUE(IsPassedBy(name)) << name;
  }
  for (const char* name : {"list.csv", "tmp", "~list.csv", "list.tmp.csv"}) {
    EXPECT_FALSE(IsPassedBy(name)) << name;
  }
}

class SpoolFolderTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(folder_.Prepare()); }
  void Write(const std::string& name) { std::ofstream(temp_.path() / name) << name; }
  bool IsThere(const std::string& name) { return fs::exists(temp_.path() / name); }
  static mode_t ModeOf(const fs::path& path) {
    struct stat about {};
    EXPECT_EQ(::lstat(path.c_str(), &about), 0) << path;
    return about.st_mode & 0777U;
  }
  /// `reason` empty: it was taken.
  static std::string TextOf(const std::string& reason) {
    FileReport report;
    report.reason = reason;
    return kFileReportTable.ToText(report);
  }

  test::TempFolder temp_;
  SpoolFolder folder_{temp_.path()};
};

TEST_F(SpoolFolderTest, AFileKeepsItsNameOnEveryWay) {
  Write("hoso_2021-06-30.csv");
  const auto claim = folder_.Take("hoso_2021-06-30.csv", "20210630T120000").value();
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->path.filename(), "hoso_2021-06-30.csv");
  EXPECT_FALSE(IsThere("hoso_2021-06-30.csv"));
  EXPECT_EQ(folder_.Report(*claim, TextOf("")).value(),
            "hoso_2021-06-30.csv.20210630T120000.report.json");
  EXPECT_TRUE(folder_.Put(*claim, PutAway::kTaken));
  EXPECT_TRUE(IsThere("taken/20210630T120000/hoso_2021-06-30.csv"));
  EXPECT_EQ(ModeOf(temp_.path() / "taken"), 0700U);
  EXPECT_EQ(ModeOf(temp_.path() / "taken/20210630T120000/hoso_2021-06-30.csv"), 0600U);
  EXPECT_THAT(folder_.Claims(), IsEmpty());
}

TEST_F(SpoolFolderTest, NoTwoFilesHaveOneStamp) {
  for (const char* expected : {"S", "S-2", "S-3"}) {
    Write("a.csv");
    const auto claim = folder_.Take("a.csv", "S").value();
    EXPECT_EQ(claim->stamp, expected);
    ASSERT_TRUE(folder_.Report(*claim, TextOf("")));
    ASSERT_TRUE(folder_.Put(*claim, PutAway::kNowhere));
  }
  EXPECT_TRUE(IsThere("reports/a.csv.S-3.report.json"));
}

TEST_F(SpoolFolderTest, WhatWasBegunIsFoundAgainAndItsReportSaysHowItEnds) {
  Write("a.csv");
  const auto begun = folder_.Take("a.csv", "S").value();
  auto claims = folder_.Claims();
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_TRUE(claims[0].resumed);
  EXPECT_EQ(claims[0].path, begun->path);
  EXPECT_EQ(folder_.Reported(claims[0], PutAway::kNowhere), std::nullopt);
  ASSERT_TRUE(folder_.Report(claims[0], TextOf("")));
  EXPECT_EQ(folder_.Reported(claims[0], PutAway::kNowhere), PutAway::kNowhere);
  ASSERT_TRUE(folder_.Report(claims[0], TextOf("it is broken")));
  EXPECT_EQ(folder_.Reported(claims[0], PutAway::kNowhere), PutAway::kRefused);
}

TEST_F(SpoolFolderTest, AFileThatIsGoneIsNoClaim) {
  EXPECT_EQ(folder_.Take("a.csv", "S").value(), std::nullopt);
  EXPECT_THAT(folder_.Claims(), IsEmpty());
  EXPECT_FALSE(IsThere(".taking/S"));
}

TEST_F(SpoolFolderTest, ANameAsLongAsNamesCanBeHasAReport) {
  const std::string name = std::string(248, 'a') + "\xC3\xA9.csv";
  Write(name);
  const auto claim = folder_.Take(name, "S").value();
  ASSERT_TRUE(claim);
  EXPECT_TRUE(folder_.Report(*claim, TextOf("")));
}

TEST_F(SpoolFolderTest, WhatHasHadItsTimeIsRemoved) {
  for (const PutAway where : {PutAway::kTaken, PutAway::kRefused}) {
    Write("a.csv");
    const auto claim = folder_.Take("a.csv", "S").value();
    ASSERT_TRUE(folder_.Put(*claim, where));
  }
  EXPECT_EQ(folder_.Expire(1h, 1h, 1h), 0);
  EXPECT_TRUE(IsThere("taken/S"));
  EXPECT_EQ(folder_.Expire(0s, 1h, 1h), 1);
  EXPECT_FALSE(IsThere("taken/S"));
  EXPECT_EQ(folder_.Expire(0s, 0s, 1h), 1);
}

TEST_F(SpoolFolderTest, AFolderThatIsNotThereIsAnErrorThatNamesIt) {
  const auto prepared = SpoolFolder(temp_.path() / "none").Prepare();
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().for_client,
            (temp_.path() / "none").string() + ": No such file or directory");
  EXPECT_EQ(prepared.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dunghan::spool
