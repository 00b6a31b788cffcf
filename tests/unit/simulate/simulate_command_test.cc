#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "dunghan/base/clock.h"
#include "provinces.h"
#include "simulate/simulate_command.h"

namespace dunghan::commands {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;
using testing::StartsWith;

struct Run {
  int exit_code = 0;
  std::string out;
  std::string err;
};

Run Simulate(const SimulateOptions& options) {
  const auto book = simulate::test::Blank();
  const ManualClock clock(simulate::test::At("2021-06-30 15:00"));
  std::ostringstream out;
  std::ostringstream err;
  const Console console{out, err};
  const int exit_code = RunSimulate(options, book.rules, book.codes, clock, console);
  return {exit_code, out.str(), err.str()};
}

/// A folder that goes with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("dunghan-simulate-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string Read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(SimulateCommand, WritesOneEventALine) {
  const auto run = Simulate({.dossiers = 20});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(run.out, StartsWith(R"({"dossier":"000.)"));
  EXPECT_THAT(run.out, EndsWith("}\n"));
  EXPECT_GT(std::count(run.out.begin(), run.out.end(), '\n'), 60);
}

TEST(SimulateCommand, WritesTheSameToAFile) {
  const Folder folder;
  const auto path = folder.path() / "events.ndjson";
  const auto run = Simulate({.dossiers = 20, .output = path});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(Read(path), Simulate({.dossiers = 20}).out);
  EXPECT_FALSE(fs::exists(folder.path() / "events.ndjson.part"));
}

TEST(SimulateCommand, AFolderThatIsNotThereIsAFailure) {
  const auto run = Simulate({.dossiers = 20, .output = "/nonexistent/events.ndjson"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.err, "cannot write /nonexistent/events.ndjson: No such file or directory\n");
}

TEST(SimulateCommand, AFullDiskLeavesNothingBehind) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
  const Folder folder;
  const auto path = folder.path() / "events.ndjson";
  fs::create_symlink("/dev/full", folder.path() / "events.ndjson.part");
  const auto run = Simulate({.dossiers = 2000, .output = path});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, EndsWith("No space left on device\n"));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(SimulateCommand, ADashIsStandardOutputAndADeviceIsWrittenToAsItIs) {
  EXPECT_EQ(Simulate({.dossiers = 20, .output = "-"}).out, Simulate({.dossiers = 20}).out);
  EXPECT_EQ(Simulate({.dossiers = 20, .output = "/dev/null"}).exit_code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(SimulateCommand, WritesWhatIsTamperedWithBesideTheEvents) {
  const Folder folder;
  const auto list = folder.path() / "planted.csv";
  const auto run = Simulate({.dossiers = 5000, .plant = list});
  EXPECT_EQ(run.exit_code, 0);
  const auto rows = Read(list);
  EXPECT_THAT(rows, StartsWith("dossier,kind,agency,at,what\n000."));
  EXPECT_GT(std::count(rows.begin(), rows.end(), '\n'), 15);
  EXPECT_FALSE(fs::exists(folder.path() / "planted.csv.part"));
}

TEST(SimulateCommand, AListThatCannotBeWrittenIsAFailure) {
  const auto run = Simulate({.dossiers = 20, .plant = "/nonexistent/planted.csv"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "cannot write /nonexistent/planted.csv: No such file or directory\n");
}

TEST(SimulateCommand, WithoutEventsThereIsNoListOfWhatIsTamperedWith) {
  const Folder folder;
  const auto list = folder.path() / "planted.csv";
  const auto run =
      Simulate({.dossiers = 20, .output = "/nonexistent/events.ndjson", .plant = list});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.err, "cannot write /nonexistent/events.ndjson: No such file or directory\n");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(SimulateCommand, WritesNationalMessages) {
  const auto run = Simulate({.dossiers = 20, .format = "national"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.out, StartsWith(R"({"session":"","madonvi":"000.)"));
  EXPECT_THAT(run.out, testing::HasSubstr(R"("service":"CapNhatTienDoHoSoMC")"));
}

TEST(SimulateCommand, TidyEventsComeInOrderOfHappening) {
  const auto at = [](const std::string& line) {
    const auto begin = line.find(R"("at":")") + 6;
    return line.substr(begin, 25);
  };
  for (const bool tidy : {true, false}) {
    std::istringstream lines(Simulate({.dossiers = 500, .tidy = tidy}).out);
    std::vector<std::string> instants;
    for (std::string line; std::getline(lines, line);) instants.push_back(at(line));
    EXPECT_EQ(std::is_sorted(instants.begin(), instants.end()), tidy);
  }
}

TEST(SimulateCommand, SaysWhatIsWrong) {
  EXPECT_EQ(Simulate({.format = "xml"}).err,
            "--format: expected \"events\" or \"national\", found \"xml\"\n");
  EXPECT_EQ(Simulate({.from = "June"}).err, "--from: \"June\" is no date YYYY-MM-DD\n");
  EXPECT_EQ(Simulate({.to = "2021-02-30"}).err, "--to: \"2021-02-30\" is no date YYYY-MM-DD\n");
  EXPECT_EQ(Simulate({.dossiers = -1}).exit_code, 2);
}

TEST(SimulateCommand, SaysWhatDoesNotGoTogether) {
  EXPECT_EQ(Simulate({.start = "2021-06-30"}).err, "--start: goes with --follow alone\n");
  EXPECT_EQ(Simulate({.speed = 60}).err, "--speed: goes with --follow alone\n");
  const std::string url = "http://127.0.0.1:8080";
  EXPECT_EQ(Simulate({.output = "x", .follow = url}).err, "--output: does not go with --follow\n");
  EXPECT_EQ(Simulate({.format = "national", .follow = url}).err,
            "--format national: does not go with --follow, which posts plain events\n");
  EXPECT_EQ(Simulate({.plant = "x", .follow = url}).err, "--plant: does not go with --follow\n");
  EXPECT_EQ(Simulate({.output = "x", .plant = "x"}).err,
            "--plant: expected another file than --output\n");
  EXPECT_EQ(Simulate({.follow = url, .speed = 0}).err,
            "--speed: expected a number above 0, at most 1000000, found 0\n");
  EXPECT_EQ(Simulate({.follow = url, .start = "noon"}).err,
            "--start: \"noon\" is neither a date YYYY-MM-DD nor an instant with offset\n");
  EXPECT_THAT(Simulate({.follow = "8080"}).err, StartsWith("--follow: "));
  EXPECT_EQ(Simulate({.dossiers = 0, .to = "2021-06-30", .follow = url}).err,
            "dossiers: expected 1 to 1000000000, found 0\n");
  EXPECT_EQ(Simulate({.follow = url, .speed = 0}).exit_code, 2);
}

}  // namespace
}  // namespace dunghan::commands
