#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ctime>

#include "dunghan/rulebook/bundle.h"
#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr std::string_view kCalendarText =
    "name = \"office\"\nzone = \"UTC\"\nvalid = { from = 2020-01-01, to = 2026-12-31 }\n"
    "[hours]\nmon = [\"08:00-12:00\"]\n";

/// As many characters as crashed the parser, and more.
std::string DeepKey() {
  std::string key = "a";
  for (int i = 0; i < 200'000; ++i) key += ".a";
  return key + " = 1\n";
}

class Bounds : public testing::Test {
 protected:
  Options Plain() {
    Options options;
    options.calendars = {folder_.Write("office.toml", kCalendarText)};
    return options;
  }
  std::vector<std::string> ProblemsOf(const Options& options) {
    return folder_.Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems);
  }

  Folder folder_;
};

TEST_F(Bounds, HoldForTheKeysOfACalendar) {
  Options options = Plain();
  options.calendars = {folder_.Write("office.toml", std::string(kCalendarText) + DeepKey())};
  EXPECT_THAT(ProblemsOf(options),
              ElementsAre("office.toml:6: expected a key of at most 32 levels, got more"));
}

TEST_F(Bounds, HoldForWhatIsOnRecord) {
  Bundle bundle;
  bundle.files.push_back({"calendar", "office.toml", std::string(kCalendarText)});
  ASSERT_TRUE(Rulebook::Load(bundle, std::make_shared<CodeTable>()).rulebook);
  bundle.settings = DeepKey();
  const auto settings = Rulebook::Load(bundle, std::make_shared<CodeTable>());
  EXPECT_FALSE(settings.rulebook);
  EXPECT_THAT(folder_.Printed(settings.problems),
              ElementsAre("settings:1: expected a key of at most 32 levels, got more"));
  bundle.settings.clear();
  bundle.files.front().bytes += DeepKey();
  EXPECT_FALSE(Rulebook::Load(bundle, std::make_shared<CodeTable>()).rulebook);
  const auto manifest = ReadManifest(DeepKey());
  ASSERT_FALSE(manifest);
  EXPECT_EQ(manifest.error().for_client,
            "not a manifest of a rulebook: line 1: expected a key of at most 32 levels, got more");
}

TEST_F(Bounds, LetNothingInThatIsNoFile) {
  Options options = Plain();
  options.calendars.push_back("/dev/zero");
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  options.agencies = pipe;
  options.procedures = folder_.path();
  EXPECT_THAT(ProblemsOf(options),
              ElementsAre("/dev/zero: cannot be read: expected a file, got a device",
                          "pipe: cannot be read: expected a file, got a pipe",
                          folder_.path().string() + ": cannot be read: Is a directory"));
}

TEST_F(Bounds, HoldForTheSizeOfEachFileAndOfAll) {
  Options options = Plain();
  options.agencies = folder_.Write("agencies.csv", "code,name\n");
  std::filesystem::resize_file(*options.agencies, (32 << 20) + 1);
  options.calendars.push_back(folder_.Write("large.toml", ""));
  std::filesystem::resize_file(options.calendars.back(), (4 << 20) + 1);
  EXPECT_THAT(ProblemsOf(options),
              ElementsAre("large.toml: cannot be read: expected at most 4194304 bytes, got more",
                          "agencies.csv: cannot be read: expected at most 33554432 bytes, got "
                          "more"));
  options = Plain();
  const auto blank = folder_.Write("blank.toml", "");
  std::filesystem::resize_file(blank, 4 << 20);
  for (int i = 0; i < 40; ++i) options.calendars.push_back(blank);
  EXPECT_THAT(ProblemsOf(options),
              Contains(HasSubstr("cannot be read: expected at most 134217728 bytes in all files "
                                 "together, got more")));
}

// Costs in processor time, so that what else the machine does is left out. Four times as much input
// costs four times as much, with a logarithm on top; what compares all with all costs sixteen times
// as much.
double CostOf(const Options& options, size_t problems) {
  double least = 0;
  for (int round = 0; round < 3; ++round) {
    const std::clock_t begun = std::clock();
    const auto loaded = Rulebook::Load(options, std::make_shared<CodeTable>());
    const auto cost = static_cast<double>(std::clock() - begun);
    EXPECT_THAT(loaded.problems, SizeIs(problems));
    least = round == 0 ? cost : std::min(least, cost);
  }
  return least;
}

TEST_F(Bounds, OfTimeHoldWhereNoParentIsKnown) {
  const auto cost = [&](int agencies) {
    std::string rows = "code,name,parent\n";
    for (int i = 0; i < agencies; ++i) rows += fmt::format("000.{0}.H52,n,000.{0}.H53\n", i);
    Options options = Plain();
    options.agencies = folder_.Write("agencies.csv", rows);
    return CostOf(options, static_cast<size_t>(agencies));
  };
  const double few = cost(2'000);
  EXPECT_LT(cost(8'000), 8 * few);
}

TEST_F(Bounds, StillSuggestWhatWasMeantByTheFirstOnes) {
  std::string rows = "code,name,parent\n";
  for (int i = 0; i < 8'000; ++i) rows += fmt::format("000.{0}.H52,n,000.{0}.H53\n", i);
  Options options = Plain();
  options.agencies = folder_.Write("agencies.csv", rows);
  const auto problems = ProblemsOf(options);
  ASSERT_THAT(problems, SizeIs(8'000));
  EXPECT_THAT(problems.front(), HasSubstr("did you mean \"000.0.H52\"?"));
  EXPECT_EQ(problems.back(), "agencies.csv:8001: parent: unknown agency \"000.7999.H53\"");
}

TEST_F(Bounds, OfTimeHoldForARingOfSuccessors) {
  for (const char* procedure : {"*", "1.1"}) {
    const auto cost = [&](int agencies) {
      std::string rows = "old,new,procedure,date\n";
      for (int i = 0; i < agencies; ++i) {
        rows += fmt::format("A{},A{},{},{}\n", i, (i + 1) % agencies, procedure,
                            FormatDate(local_days{2020y / 1 / 1} + days{i}));
      }
      Options options = Plain();
      options.successors = folder_.Write("successors.csv", rows);
      return CostOf(options, 1);
    };
    const double few = cost(2'000);
    EXPECT_LT(cost(8'000), 8 * few) << procedure;
  }
}

TEST_F(Bounds, OfTimeHoldForATreeThatChangesEveryDay) {
  const auto cost = [&](int agencies) {
    std::string rows = "code,name,parent,valid_from,valid_to\nTOP,n,,,\n";
    for (int i = 0; i < agencies; ++i) {
      const LocalDay day = local_days{1950y / 1 / 1} + days{i};
      rows += fmt::format("A{0},n,TOP,,{1}\nA{0},n,A{2},{3},\n", i, FormatDate(day - days{1}),
                          i + 1 < agencies ? i + 1 : 0, FormatDate(day));
    }
    Options options = Plain();
    options.agencies = folder_.Write("agencies.csv", rows);
    return CostOf(options, 1);
  };
  const double few = cost(2'000);
  EXPECT_LT(cost(8'000), 8 * few);
}

}  // namespace
}  // namespace dunghan::rulebook
