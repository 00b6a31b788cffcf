#include <gtest/gtest.h>

#include <set>

#include "runs_model.h"
#include "unsafe_files.h"

/// The disk refuses, and the power is cut, at every call: there is the newest state or the one
/// before.
namespace dunghan::ledger::runs {
namespace {

constexpr const char* kFile = "figures.db";
constexpr int kSteps = 14;

/// Writes anew once in a while by itself.
Shape WastefulShape() {
  Shape shape = TinyShape();
  shape.waste = 0.5;
  shape.waste_bytes = 1500;
  return shape;
}

std::vector<Step> Steps(unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<Step> steps;
  for (int number = 1; number <= kSteps; ++number) {
    steps.push_back(RandomStep(random, 20, 10, number));
  }
  return steps;
}

/// Makes a file and commits all steps; `done` says how many states there are for certain.
void Work(UnsafeFiles& files, const std::vector<Step>& steps, size_t& done) {
  done = 0;
  auto file = Create(files, kFile, ModelTables(), WastefulShape());
  done = 1;
  for (const Step& step : steps) {
    file->Commit(step.changes(), step.stamp);
    ++done;
    if (done == kSteps / 2) file->WriteAnew();
  }
}

int64_t CountCalls(const std::vector<Step>& steps) {
  UnsafeFiles files;
  size_t done = 0;
  files.Set({});
  Work(files, steps, done);
  return files.calls();
}

/// How much of what was not synced is on the disk after all.
struct Loss {
  const char* name;
  UnsafeFiles::Kept kept;
};
std::vector<Loss> Losses(std::mt19937_64& random) {
  std::vector<Loss> losses = {
      {"nothing", [](size_t, size_t, size_t) { return 0; }},
      {"all", [](size_t, size_t, size_t bytes) { return bytes; }},
      {"the last write alone",
       [](size_t write, size_t writes, size_t bytes) { return write + 1 == writes ? bytes : 0; }},
      {"all but the last write",
       [](size_t write, size_t writes, size_t bytes) { return write + 1 == writes ? 0 : bytes; }},
      {"anything", [&random](size_t, size_t, size_t bytes) { return random() % (bytes + 1); }}};
  // Every number of bytes that tears a number of a slot, and others.
  for (const size_t torn : {1U,  7U,  8U,  15U, 16U, 20U, 24U, 28U, 31U,  32U,  33U,
                            40U, 48U, 55U, 56U, 57U, 60U, 63U, 64U, 100U, 1000U}) {
    losses.push_back({"torn", [torn](size_t write, size_t writes, size_t bytes) {
                        return write + 1 == writes ? torn : bytes;
                      }});
  }
  return losses;
}

/// All that may be on the disk after a power cut, each once.
std::vector<std::pair<const char*, std::unique_ptr<UnsafeFiles>>> Remains(const UnsafeFiles& files,
                                                                          std::mt19937_64& random) {
  std::vector<std::pair<const char*, std::unique_ptr<UnsafeFiles>>> remains;
  std::set<std::string> seen;
  for (const Loss& loss : Losses(random)) {
    auto after = files.AfterPowerCut(loss.kept);
    if (seen.insert(after->AllBytes()).second) remains.emplace_back(loss.name, std::move(after));
  }
  return remains;
}

/// Whether the file is whole and of one of these states, and can be gone on with.
testing::AssertionResult IsSound(UnsafeFiles& files, const std::vector<Model>& states, size_t first,
                                 size_t last) try {
  const auto read = OpenForReading(files, kFile, ModelTables());
  if (!read) {
    if (first == 0) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "there is no file";
  }
  for (size_t state = first == 0 ? 0 : first - 1; state < std::min(last, states.size()); ++state) {
    if (states[state].stamp != read->stamp()) continue;
    if (!IsAll(*read, states[state])) return testing::AssertionFailure() << "wrong answers";
    read->CheckAll();
    std::mt19937_64 random(9);
    const Step step = RandomStep(random, 20, 10, 99);
    Model next = states[state];
    next.Apply(step);
    auto file = OpenForWriting(files, kFile, ModelTables(), WastefulShape());
    file->Commit(step.changes(), step.stamp);
    if (!IsAll(*OpenForReading(files, kFile, ModelTables()), next)) {
      return testing::AssertionFailure() << "wrong answers after going on";
    }
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure()
         << "it is of " << read->stamp() << ", not of the states " << first << " to " << last;
} catch (const Damaged& damaged) {
  return testing::AssertionFailure() << damaged.what();
}

TEST(RunsCrash, LeavesTheNewestStateOrTheOneBefore) {
  std::mt19937_64 random(5);
  const std::vector<Step> steps = Steps(2);
  const std::vector<Model> states = StatesAfter(steps);
  const int64_t calls = CountCalls(steps);
  ASSERT_GT(calls, 100);
  for (int64_t call = 0; call < calls; ++call) {
    for (const double done : {0.0, 1.0}) {
      UnsafeFiles files;
      files.Set({.call = call, .power_cut = true, .done = done});
      size_t states_done = 0;
      ASSERT_THROW(Work(files, steps, states_done), PowerCut);
      for (const auto& [kept, after] : Remains(files, random)) {
        ASSERT_TRUE(IsSound(*after, states, states_done, states_done + 1))
            << "call " << call << ", kept: " << kept;
      }
    }
  }
}

TEST(RunsCrash, KeepsTheStateThatIsThereWhereTheDiskRefuses) {
  const std::vector<Step> steps = Steps(4);
  const std::vector<Model> states = StatesAfter(steps);
  const int64_t calls = CountCalls(steps);
  std::mt19937_64 random(6);
  int refused_commits = 0;
  int borne = 0;
  int found = 0;
  for (int64_t call = 0; call < calls; ++call) {
    for (const double done : {0.0, 0.5, 1.0}) {
      UnsafeFiles files;
      files.Set({.call = call, .done = done});
      std::unique_ptr<RunFile> file;
      try {
        file = Create(files, kFile, ModelTables(), WastefulShape());
      } catch (const FileError&) {
        file = Create(files, kFile, ModelTables(), WastefulShape());
      }
      for (size_t i = 0; i < steps.size(); ++i) {
        const bool failed_before = files.HasFailed();
        try {
          file->Commit(steps[i].changes(), steps[i].stamp);
          borne += files.HasFailed() && !failed_before ? 1 : 0;
        } catch (const FileError&) {
          ++refused_commits;
          ASSERT_TRUE(IsAll(*file->snapshot(), states[i])) << call;
          // Not only if it goes on: the power may be cut as well.
          for (const auto& [kept, after] : Remains(files, random)) {
            ASSERT_TRUE(IsSound(*after, states, i + 1, i + 2)) << call << " " << kept;
          }
          // A reader may have found the state all the same.
          const auto read = OpenForReading(files, kFile, ModelTables());
          file->Commit(steps[i].changes(), steps[i].stamp);
          const bool is_there = read->stamp() == states[i + 1].stamp;
          found += is_there ? 1 : 0;
          ASSERT_TRUE(IsAll(*read, states[i + (is_there ? 1 : 0)])) << call;
        }
        if (!failed_before && files.HasFailed()) {
          ASSERT_TRUE(IsAll(*file->snapshot(), states[i + 1])) << call;
        }
        if (i == kSteps / 2) {
          try {
            file->WriteAnew();
          } catch (const FileError&) {
            ASSERT_TRUE(IsAll(*file->snapshot(), states[i + 1])) << call;
          }
        }
      }
      ASSERT_TRUE(file->IsInPlace());
      ASSERT_TRUE(IsAll(*file->snapshot(), states.back()));
      const auto after = files.AfterPowerCut([](size_t, size_t, size_t) { return 0; });
      ASSERT_TRUE(IsSound(*after, states, states.size(), states.size())) << call << " " << done;
    }
  }
  EXPECT_GT(refused_commits, 50);
  EXPECT_GT(found, 10);
  EXPECT_GT(borne, 10);  // writing anew failed, which the commit survives
}

TEST(RunsCrash, LeavesAReaderWhatHeFoundOfAStateThatWasRefused) {
  const std::vector<Step> steps = Steps(8);
  const std::vector<Model> states = StatesAfter(steps);
  int found = 0;
  bool refused = true;
  for (int64_t call = 0; refused; ++call) {
    UnsafeFiles files;
    auto file = Create(files, kFile, ModelTables(), TinyShape());
    file->Commit(steps[0].changes(), steps[0].stamp);
    files.Set({.call = call, .done = 1});
    try {
      file->Commit(steps[1].changes(), steps[1].stamp);
      refused = false;
    } catch (const FileError&) {
    }
    files.Set({});
    const auto read = OpenForReading(files, kFile, ModelTables());
    const bool is_there = read->stamp() == steps[1].stamp;
    found += refused && is_there ? 1 : 0;
    // Something else comes instead.
    file->Commit(steps[2].changes(), steps[2].stamp);
    ASSERT_TRUE(IsAll(*read, states[is_there ? 2 : 1])) << call;
    ASSERT_NO_THROW(read->CheckAll()) << call;
  }
  EXPECT_EQ(found, 2);  // the slot was written, and its Sync
}

TEST(RunsCrash, GoesOnAfterADiskWasFullForLong) {
  const std::vector<Step> steps = Steps(7);
  const std::vector<Model> states = StatesAfter(steps);
  UnsafeFiles files;
  auto file = Create(files, kFile, ModelTables(), TinyShape());
  file->Commit(steps[0].changes(), steps[0].stamp);
  const int64_t bytes = file->bytes();
  for (int attempt = 0; attempt < 50; ++attempt) {
    files.Set({.call = 0, .done = 0.5, .for_ever = true});
    ASSERT_THROW(file->Commit(steps[1].changes(), steps[1].stamp), FileError);
  }
  EXPECT_EQ(file->bytes(), bytes);
  files.Set({});
  file->Commit(steps[1].changes(), steps[1].stamp);
  EXPECT_TRUE(IsAll(*OpenForReading(files, kFile, ModelTables()), states[2]));
}

}  // namespace
}  // namespace dunghan::ledger::runs
