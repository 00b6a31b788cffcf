#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "dunghan/test/values.h"
#include "runs_model.h"
#include "unsafe_files.h"

/// The file among others: its name, its owner, its size, its readers.
namespace dunghan::ledger::runs {
namespace {

std::vector<Table> OneTable() { return {{.rule = Rule::kNewest, .filtered = true}}; }

void Commit(RunFile& file, const std::map<std::string, std::string>& entries,
            const std::string& stamp) {
  std::vector<std::vector<Change>> changes(1);
  for (const auto& [key, value] : entries) changes[0].push_back({key, value});
  file.Commit(changes, stamp);
}

class RunsFile : public ::testing::Test {
 protected:
  test::TempFolder folder_;
  std::filesystem::path path_ = folder_.path() / "figures.db";
  std::unique_ptr<FileSystem> files_ = DiskFiles();
};

TEST_F(RunsFile, IsForItsOwnerAlone) {
  const auto file = Create(*files_, path_, OneTable());
  Commit(*file, {{"a", "1"}}, "one");
  file->WriteAnew();
  struct stat about {};
  ASSERT_EQ(::stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_EQ(about.st_size, file->bytes());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(RunsFile, IsNothingWhereThereIsNone) {
  EXPECT_EQ(OpenForReading(*files_, path_, OneTable()), nullptr);
  EXPECT_EQ(OpenForWriting(*files_, path_, OneTable()), nullptr);
}

TEST_F(RunsFile, IsNoFolderAndNoPipe) {
  EXPECT_THROW(OpenForReading(*files_, folder_.path(), OneTable()), FileError);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THROW(OpenForReading(*files_, path_, OneTable()), FileError);
}

TEST_F(RunsFile, SaysWhichFileTheDiskRefuses) {
  const auto path = folder_.path() / "none" / "figures.db";
  try {
    Create(*files_, path, OneTable());
    FAIL();
  } catch (const FileError& refused) {
    EXPECT_EQ(std::string(refused.what()),
              path.string() + ".new cannot be made: No such file or directory");
  }
}

TEST_F(RunsFile, LeavesItsReadersWhatTheyHaveWhenAnotherTakesItsPlace) {
  const auto file = Create(*files_, path_, OneTable());
  Commit(*file, {{"a", "1"}, {"b", "2"}}, "one");
  const auto read = OpenForReading(*files_, path_, OneTable());
  const auto another = Create(*files_, path_, OneTable());
  Commit(*another, {{"a", "another"}}, "of another");
  EXPECT_EQ(read->Find(0, "a"), "1");
  EXPECT_EQ(read->stamp(), "one");
  EXPECT_EQ(OpenForReading(*files_, path_, OneTable())->Find(0, "a"), "another");
  EXPECT_FALSE(file->IsInPlace());
  EXPECT_TRUE(another->IsInPlace());
}

TEST_F(RunsFile, IsThereAgainWhenItWasTakenAway) {
  const auto file = Create(*files_, path_, OneTable());
  Commit(*file, {{"a", "1"}}, "one");
  ASSERT_TRUE(file->IsInPlace());
  std::filesystem::remove(path_);
  EXPECT_FALSE(file->IsInPlace());
  Commit(*file, {{"b", "2"}}, "two");
  file->WriteAnew();
  EXPECT_TRUE(file->IsInPlace());
  const auto read = OpenForReading(*files_, path_, OneTable());
  EXPECT_EQ(read->Find(0, "a"), "1");
  EXPECT_EQ(read->Find(0, "b"), "2");
  EXPECT_EQ(read->stamp(), "two");
}

TEST_F(RunsFile, GrowsWithWhatIsThereAndNotWithWhatIsWritten) {
  const auto memory = MemoryFiles();
  Shape shape;
  shape.smallest = 4096;
  shape.waste_bytes = size_t{256} << 10U;
  const auto file = Create(*memory, path_, OneTable(), shape);
  int64_t most = 0;
  for (int number = 0; number < 300; ++number) {
    std::map<std::string, std::string> entries;
    for (int i = 0; i < 200; ++i) entries[std::to_string(i)] = std::string(100, 'x');
    Commit(*file, entries, std::to_string(number));
    most = std::max(most, file->bytes());
  }
  EXPECT_GT(most, 250'000);
  EXPECT_LT(most, 400'000);
  EXPECT_EQ(file->snapshot()->stamp(), "299");
  EXPECT_EQ(OpenForReading(*memory, path_, OneTable())->stamp(), "299");
}

TEST_F(RunsFile, RefusesWhatIsNotInOrder) {
  const auto file = Create(*files_, path_, ModelTables(), TinyShape());
  const auto refuses = [&](const std::vector<Change>& newest, const std::vector<Change>& sums) {
    const std::vector<std::vector<Change>> changes = {newest, sums, {}};
    EXPECT_THROW(file->Commit(changes, "wrong"), std::logic_error);
  };
  refuses({{"b", "1"}, {"a", "1"}}, {});
  refuses({{"a", "1"}, {"a", "2"}}, {});
  refuses({{"ab", "1"}, {"a", "2"}}, {});
  refuses({{"b", std::string_view("0123456789012345678901234567890123456789012345678901234567890")},
           {"a", "0123456789012345678901234567890123456789012345678901234567890123456789"}},
          {});
  refuses({}, {{"a", std::nullopt}});
  EXPECT_THROW(file->Commit({}, "wrong"), std::logic_error);
  EXPECT_EQ(file->snapshot()->stamp(), "");
  EXPECT_EQ(file->snapshot()->CountAtMost(0), 0);
}

TEST_F(RunsFile, TakesAnEmptyKeyAndEmptyValues) {
  const auto file = Create(*files_, path_, OneTable());
  Commit(*file, {{"", "nothing"}, {"a", ""}}, "one");
  const auto read = OpenForReading(*files_, path_, OneTable());
  EXPECT_EQ(read->Find(0, ""), "nothing");
  EXPECT_EQ(read->Find(0, "a"), "");
  EXPECT_NO_THROW(read->CheckAll());
}

TEST_F(RunsFile, GivesEveryReaderOneStateWhileItIsWritten) {
  const auto files = DiskFiles(false);
  Shape shape = TinyShape();
  shape.waste_bytes = 30'000;
  const auto file = Create(*files, path_, OneTable(), shape);
  Commit(*file, {{"number", "0"}}, "0");
  std::atomic<bool> stop = false;
  std::atomic<int> looks = 0;
  const auto look = [&](const Snapshot& state) {
    // Every commit writes these under one number.
    EXPECT_EQ(state.Find(0, "number"), state.stamp());
    state.ForEach(0, "", [&](std::string_view, std::string_view value) {
      EXPECT_EQ(value, state.stamp());
      return true;
    });
    ++looks;
  };
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&, reader] {
      while (!stop) {
        look(*OpenForReading(*files, path_, OneTable()));
        if (reader == 0) look(*file->snapshot());
      }
    });
  }
  for (int number = 1; number <= 400 || (looks < 50 && number < 100'000); ++number) {
    const std::string text = std::to_string(number);
    Commit(*file, {{"key", text}, {"more", text}, {"number", text}}, text);
  }
  stop = true;
  readers.clear();
  EXPECT_GE(looks, 50);
}

}  // namespace
}  // namespace dunghan::ledger::runs
