#include <gtest/gtest.h>

#include "runs/manifest.h"
#include "runs_model.h"
#include "unsafe_files.h"

/// Whatever becomes of the bytes: what is said was once written, or it is said that it is damaged.
namespace dunghan::ledger::runs {
namespace {

constexpr const char* kName = "figures.db";
constexpr int kStates = 7;

class RunsDamage : public ::testing::Test {
 protected:
  RunsDamage() {
    auto file = Create(files_, kName, ModelTables(), shape_);
    for (int number = 1; number <= kStates; ++number) {
      steps_.push_back(RandomStep(random_, 15, 9, number));
      file->Commit(steps_.back().changes(), steps_.back().stamp);
      before_last_ = std::exchange(sound_, files_.Bytes(kName));
    }
    states_ = StatesAfter(steps_);
  }

  const Model* StateOf(const std::string& stamp) const {
    for (const Model& state : states_) {
      if (state.stamp == stamp) return &state;
    }
    return nullptr;
  }

  struct Outcome {
    bool opened = false;
    bool newest = false;
    bool checked = false;  ///< CheckAll found nothing
    Answers answers;
  };
  Outcome Look() {
    Outcome outcome;
    try {
      const auto read = OpenForReading(files_, kName, ModelTables());
      const Model* state = StateOf(read->stamp());
      outcome.opened = true;
      if (!state) {
        ++outcome.answers.wrong;
        return outcome;
      }
      outcome.newest = state == &states_.back();
      outcome.answers = Ask(*read, *state);
      read->CheckAll();
      outcome.checked = true;
    } catch (const Damaged&) {
    }
    return outcome;
  }
  Outcome LookAt(std::string bytes) {
    files_.Bytes(kName) = std::move(bytes);
    return Look();
  }
  static bool IsSafe(const Outcome& outcome) {
    return outcome.answers.wrong == 0 && (!outcome.checked || outcome.answers.damaged == 0);
  }

  // Nothing is written anew, so that there are two states to be had.
  Shape shape_ = [] {
    Shape shape = TinyShape();
    shape.waste_bytes = size_t{1} << 30U;
    return shape;
  }();
  UnsafeFiles files_;
  std::mt19937_64 random_{3};
  std::vector<Step> steps_;
  std::vector<Model> states_;
  std::string sound_;
  std::string before_last_;
};

TEST_F(RunsDamage, FindsEveryByteThatIsFlipped) {
  int not_opened = 0;
  int found = 0;
  int earlier = 0;
  int unseen = 0;
  for (size_t at = 0; at < sound_.size(); ++at) {
    for (const int flip : {0x01, 0x80, 0xFF}) {
      // What no state says lies in the slots' empty room, by far the most of it.
      const bool is_empty = at < kBodyBegin && at % kSlotBytes >= 64;
      if (is_empty && (flip != 0xFF || at % 97 != 0)) continue;
      files_.Bytes(kName)[at] = static_cast<char>(static_cast<uint8_t>(sound_[at]) ^ flip);
      const Outcome outcome = Look();
      files_.Bytes(kName)[at] = sound_[at];
      ASSERT_TRUE(IsSafe(outcome)) << "byte " << at << " ^ " << flip;
      if (!outcome.opened) {
        ++not_opened;
      } else if (!outcome.checked) {
        ++found;
      } else {
        ++(outcome.newest ? unseen : earlier);
      }
    }
  }
  EXPECT_GT(not_opened, 100);
  EXPECT_GT(found, 100);
  EXPECT_EQ(earlier, 64 * 3);
  // Nothing of what the newest state needs: that is what all of these runs and a list come to.
  const auto newest = OpenForReading(files_, kName, ModelTables());
  const Slot slot = ReadSlot(*files_.Open(kName, false));
  uint64_t needed = slot.manifest.length;
  for (const auto& table : ReadManifest(*files_.Open(kName, false), slot, ModelTables()).tables) {
    for (const RunInfo& run : table) needed += run.bytes;
  }
  EXPECT_EQ(static_cast<uint64_t>(not_opened + found), needed * 3);
}

TEST_F(RunsDamage, FindsThatTheEndIsMissing) {
  int whole = 0;
  for (size_t size = 0; size < sound_.size(); ++size) {
    if (size < kBodyBegin && size % 64 > 1) continue;
    const Outcome outcome = LookAt(sound_.substr(0, size));
    ASSERT_TRUE(IsSafe(outcome)) << size;
    whole += outcome.checked ? 1 : 0;
  }
  EXPECT_EQ(whole, 0);
  EXPECT_TRUE(LookAt(sound_).checked);
  EXPECT_TRUE(LookAt(sound_ + "more").checked);
}

TEST_F(RunsDamage, TakesNoBlockOfAnotherFile) {
  // The same content: whatever differs is of the place or of the file.
  UnsafeFiles others;
  auto twin = Create(others, kName, ModelTables(), shape_);
  for (const Step& step : steps_) twin->Commit(step.changes(), step.stamp);
  const std::string& other = others.Bytes(kName);
  ASSERT_EQ(other.size(), sound_.size());
  for (const size_t size : {1U, 16U, 64U, 300U, 4096U, 8192U}) {
    for (size_t at = 0; at + size <= sound_.size(); at += size == 1 ? 7 : size / 4) {
      std::string mixed = sound_;
      mixed.replace(at, size, other, at, size);
      const Outcome outcome = LookAt(mixed);
      ASSERT_TRUE(IsSafe(outcome)) << at << " " << size;
    }
  }
  EXPECT_FALSE(LookAt(sound_.substr(0, kBodyBegin) + other.substr(kBodyBegin)).opened);
  EXPECT_FALSE(LookAt(sound_.substr(0, kSlotBytes) + other.substr(kSlotBytes)).opened);
  EXPECT_FALSE(LookAt(other.substr(0, kSlotBytes) + sound_.substr(kSlotBytes)).opened);
  EXPECT_TRUE(LookAt(other).checked);
}

TEST_F(RunsDamage, TakesNoBlockOfAnotherPlace) {
  for (size_t from = kBodyBegin; from + 64 <= sound_.size(); from += 40) {
    const size_t to = kBodyBegin + random_() % (sound_.size() - kBodyBegin - 64);
    std::string mixed = sound_;
    mixed.replace(to, 64, sound_, from, 64);
    ASSERT_TRUE(IsSafe(LookAt(mixed))) << from << " to " << to;
  }
}

TEST_F(RunsDamage, SaysWhichStateAnOlderFileIsOf) {
  const Outcome outcome = LookAt(before_last_);
  EXPECT_TRUE(outcome.checked && !outcome.newest);
  // Old places, new content: nothing that they say was overwritten.
  const Outcome mixed = LookAt(before_last_.substr(0, kBodyBegin) + sound_.substr(kBodyBegin));
  EXPECT_TRUE(mixed.checked && !mixed.newest);
  EXPECT_FALSE(LookAt(sound_.substr(0, kBodyBegin) + before_last_.substr(kBodyBegin)).opened);
}

TEST_F(RunsDamage, GoesOnFromTheStateBeforeATornOne) {
  const Slot newest = ReadSlot(*files_.Open(kName, false));
  files_.Bytes(kName)[newest.place * kSlotBytes + 20] ^= 1;
  auto file = OpenForWriting(files_, kName, ModelTables(), shape_);
  ASSERT_EQ(file->snapshot()->stamp(), states_[kStates - 1].stamp);
  file->Commit(steps_.back().changes(), steps_.back().stamp);
  EXPECT_TRUE(IsAll(*file->snapshot(), states_.back()));
  EXPECT_TRUE(Look().checked);
}

TEST_F(RunsDamage, IsNoFileOfOtherTables) {
  auto tables = ModelTables();
  tables.pop_back();
  EXPECT_THROW(OpenForReading(files_, kName, tables), Damaged);
  std::swap(tables[0], tables[1]);
  EXPECT_THROW(OpenForWriting(files_, kName, tables), Damaged);
}

TEST_F(RunsDamage, IsNothingElse) {
  for (const std::string& bytes : {std::string(), std::string("SQLite format 3"),
                                   std::string(20'000, '\0'), std::string(20'000, '\xFF')}) {
    EXPECT_FALSE(LookAt(bytes).opened);
    EXPECT_THROW(OpenForWriting(files_, kName, ModelTables()), Damaged);
  }
}

}  // namespace
}  // namespace dunghan::ledger::runs
