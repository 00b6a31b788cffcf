#include <gtest/gtest.h>

#include <deque>

#include "dunghan/test/values.h"
#include "runs_model.h"

/// What is written is what is read: after many commits, merges, rewritings and reopenings.
namespace dunghan::ledger::runs {
namespace {

enum class Where { kMemory, kDisk };

class RunsRoundTrip : public ::testing::TestWithParam<std::tuple<Where, unsigned>> {
 protected:
  std::unique_ptr<FileSystem> files_ =
      std::get<0>(GetParam()) == Where::kMemory ? MemoryFiles() : DiskFiles(false);
  test::TempFolder folder_;
  std::filesystem::path path_ = folder_.path() / "figures.db";
  std::mt19937_64 random_{std::get<1>(GetParam())};
};

TEST_P(RunsRoundTrip, SaysWhatMapsSayWhateverComes) {
  const size_t keys = 10 + random_() % 200;
  auto file = Create(*files_, path_, ModelTables(), TinyShape());
  Model model;
  // Old states, which must stay what they were.
  std::deque<std::pair<std::shared_ptr<const Snapshot>, Model>> kept;
  for (int number = 1; number <= 120; ++number) {
    const Step step = RandomStep(random_, keys, number % 10 == 0 ? 150 : 12, number);
    file->Commit(step.changes(), step.stamp);
    model.Apply(step);
    const auto snapshot = file->snapshot();
    if (number % 4 == 0) {
      ASSERT_TRUE(IsAll(*snapshot, model)) << number;
    }
    ASSERT_GE(snapshot->CountAtMost(kNewestTable), static_cast<int64_t>(model.newest.size()));
    if (number % 9 == 0) kept.emplace_back(snapshot, model);
    if (number % 25 == 0) {
      file->WriteAnew();
      ASSERT_EQ(file->snapshot()->CountAtMost(kNewestTable),
                static_cast<int64_t>(model.newest.size()));
      ASSERT_TRUE(IsAll(*file->snapshot(), model)) << number;
    }
    if (number % 17 == 0) file = OpenForWriting(*files_, path_, ModelTables(), TinyShape());
    if (number % 13 == 0) {
      const auto read = OpenForReading(*files_, path_, ModelTables());
      ASSERT_TRUE(IsAll(*read, model)) << number;
      ASSERT_NO_THROW(read->CheckAll());
    }
  }
  for (const auto& [snapshot, then] : kept) {
    EXPECT_TRUE(IsAll(*snapshot, then)) << then.stamp;
    EXPECT_NO_THROW(snapshot->CheckAll());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RunsRoundTrip,
                         ::testing::Combine(::testing::Values(Where::kMemory, Where::kDisk),
                                            ::testing::Range(1U, 7U)));

TEST(RunsRoundTripOfMany, KeepsIndexesOfSeveralLevels) {
  const auto files = MemoryFiles();
  auto file = Create(*files, "f", {{.rule = Rule::kNewest, .filtered = true}},
                     {.block_bytes = 512, .merged_together = 4, .smallest = 2048});
  std::map<std::string, std::string> model;
  std::mt19937_64 random(1);
  for (int commit = 0; commit < 40; ++commit) {
    std::map<std::string, std::string> step;
    for (int i = 0; i < 1500; ++i) {
      step[std::to_string(random() % 100'000)] = std::to_string(random());
    }
    std::vector<std::vector<Change>> changes(1);
    for (const auto& [key, value] : step) changes[0].push_back({key, value});
    file->Commit(changes, "");
    for (const auto& [key, value] : step) model[key] = value;
  }
  const auto snapshot = file->snapshot();
  auto next = model.begin();
  snapshot->ForEach(0, "", [&](std::string_view key, std::string_view value) {
    EXPECT_TRUE(next->first == key && next->second == value);
    return ++next != model.end();
  });
  EXPECT_EQ(next, model.end());
  for (const auto& [key, value] : model) ASSERT_EQ(snapshot->Find(0, key), value);
  for (int i = 0; i < 1000; ++i) {
    const std::string key = std::to_string(random() % 100'000);
    ASSERT_EQ(snapshot->Find(0, key).has_value(), model.contains(key));
    std::string first;
    snapshot->ForEach(0, key, [&](std::string_view found, std::string_view) {
      first = found;
      return false;
    });
    const auto after = model.upper_bound(key);
    ASSERT_EQ(first, after == model.end() ? "" : after->first);
  }
  EXPECT_NO_THROW(snapshot->CheckAll());
}

}  // namespace
}  // namespace dunghan::ledger::runs
