#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <iostream>

#include "dunghan/record/sqlite.h"
#include "power_cut.h"
#include "record_fixture.h"

/// The power goes at every write and sync of a workload, and whatever the disk then holds, what was
/// acknowledged is there.
namespace dunghan::record {
namespace {

using test::At;

/// Ways in which the disk may be found, see PowerCut::Leave.
constexpr uint64_t kWays = 5;

class RecordCrash : public ::testing::Test {
 protected:
  /// What is on record once so many steps were acknowledged.
  using Dumps = std::vector<std::string>;

  RecordCrash() {
    const auto office = *test::Office();
    first_ = rulebook::Rulebook::Open(office, events_.codes());
    second_ = rulebook::Rulebook::Open(office, events_.codes(), dossier::Comparison::kDate);
  }

  std::filesystem::path folder() const { return folder_.path() / "data"; }
  /// What the cut leaves of the files that are not SQLite's.
  std::filesystem::path left() const { return folder_.path() / "left"; }
  Place MakePlace(bool scratch) const {
    Place place;
    place.folder = folder();
    place.codes = events_.codes();
    place.bounds.waiting_per_source = 3;
    place.scratch = scratch;
    return place;
  }
  void Open(bool scratch) {
    scribe_.reset();
    auto storage = Sqlite()->Open(MakePlace(scratch));
    if (!storage) throw Failure(storage.error());
    scribe_ = std::make_unique<Scribe>(std::move(*storage));
  }
  /// Takes the log into the file, as another process might at any time.
  void Checkpoint(int mode) {
    sqlite3* database = nullptr;
    const std::string path = folder() / kRecordFile;
    const bool done =
        sqlite3_open(path.c_str(), &database) == SQLITE_OK &&
        sqlite3_wal_checkpoint_v2(database, nullptr, mode, nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(database);
    if (!done) throw Failure(Unavailable("no checkpoint"));
  }

  std::vector<dossier::Event> Many(const std::string& prefix, int many) {
    std::vector<dossier::Event> events;
    for (int i = 0; i < many; ++i) {
      events.push_back(events_.Received(prefix + std::to_string(i), "2021-06-07 08:00",
                                        test::Day("2021-06-14"), prefix));
    }
    return events;
  }
  void Write(const Content& content) {
    at_ += std::chrono::minutes{1};
    scribe_->Write(content, at_);
  }

  /// Each is durable once it returns.
  std::vector<std::function<void()>> Steps() {
    Reject raw = Unusable("");
    raw.raw = "half a {";
    const bool scratch = scratch_;
    return {
        [=, this] { Open(scratch); },
        [this] { Write({.rulebook = first_}); },
        [this] { Write({.events = Many("A", 1)}); },
        [=, this] {
          Write({.events = Many("B", 150), .aside = {Unusable("1"), raw}});
        },
        [this] {
          Write({.aside = {Unusable("1"), Unusable("2"), Unusable("3")}});
        },
        [this] { Checkpoint(SQLITE_CHECKPOINT_RESTART); },
        [this] {
          Write({.entries = {{Kind{200}, std::string(60'000, 'x')}}, .resolved = {1}});
        },
        [this] { Write({.rulebook = second_, .effective_from = At("2021-06-01 00:00")}); },
        [this] { Checkpoint(SQLITE_CHECKPOINT_PASSIVE); },
        [this] { Write({.events = Many("C", 3), .discarded = {2}}); },
        [this] {
          const std::vector<Notice> notices = {{"A0", "overdue", at_, at_, "A", "P"}};
          if (auto added = scribe_->storage().notices().Add(notices); !added) {
            throw Failure(added.error());
          }
        },
        [=, this] { Open(scratch); },
        [this] { at_ += std::chrono::days{100}; },
        [this] { Write({.events = Many("D", 2), .prune = true}); },
        [this] { scribe_.reset(); },
    };
  }

  /// Runs the steps until the power goes. How many were acknowledged.
  size_t Run(Dumps* dumps) {
    at_ = At("2021-06-30 12:00");
    size_t done = 0;
    (void)Thrown([&] {
      for (const auto& step : Steps()) {
        step();
        ++done;
        if (dumps && scribe_) dumps->push_back(Dump(scribe_->storage()));
        if (dumps && !scribe_) dumps->push_back(dumps->back());
      }
    });
    scribe_.reset();
    return done;
  }

  /// What is wrong with what is found. Nothing: nothing.
  std::string Inspect(const Dumps& dumps, size_t done) {
    if (const auto failed = Thrown([&] { Open(true); })) {
      return failed->for_client + ": " + failed->for_log;
    }
    const auto looked = Thrown([&] { found_ = Dump(scribe_->storage()); });
    if (looked) return looked->for_client + ": " + looked->for_log;
    const std::string& acknowledged = done == 0 ? empty_ : dumps[done - 1];
    const std::string& one_more = done < dumps.size() ? dumps[done] : acknowledged;
    if (found_ != acknowledged && found_ != one_more) return "it is neither before nor after";
    if (auto wrong = Verify(scribe_->now())) return *wrong;
    at_ += std::chrono::days{200};
    const auto refused = Thrown([&] { Write({.events = Many("E", 1), .aside = {raw_}}); });
    if (refused) return refused->for_client + ": " + refused->for_log;
    return Verify(scribe_->now()).value_or("");
  }

  /// All the crashes there are, until so many things are wrong. What is wrong.
  std::vector<std::string> CrashEverywhere(size_t most) {
    Dumps dumps;
    {
      const test::PowerCut power;
      Run(&dumps);
    }
    Clear();
    scribe_ = std::make_unique<Scribe>(Sqlite()->Open(MakePlace(true)).value());
    empty_ = Dump(scribe_->storage());
    std::vector<std::string> wrong;
    for (points_ = 0; wrong.size() < most; ++points_) {
      Clear();
      test::PowerCut power;
      power.PlanAt(points_ + 1);
      const size_t done = Run(nullptr);
      if (!power.is_off()) break;
      power.TurnOn();
      std::filesystem::remove_all(left());
      std::filesystem::copy(folder(), left(), std::filesystem::copy_options::recursive);
      for (uint64_t way = 0; way < kWays; ++way) {
        Clear();
        std::filesystem::copy(left(), folder(), std::filesystem::copy_options::recursive);
        power.Leave(way);
        if (std::string what = Inspect(dumps, done); !what.empty()) {
          wrong.push_back(
              fmt::format("cut {}, way {}, after {} steps: {}", points_ + 1, way, done, what));
        }
      }
    }
    return wrong;
  }

  void Clear() {
    scribe_.reset();
    std::filesystem::remove_all(folder());
  }

  test::TempFolder folder_;
  test::Events events_;
  std::shared_ptr<const rulebook::Rulebook> first_;
  std::shared_ptr<const rulebook::Rulebook> second_;
  Reject raw_ = Unusable("9", "after");
  Instant at_;
  std::unique_ptr<Scribe> scribe_;
  bool scratch_ = false;
  std::string empty_;
  std::string found_;
  int64_t points_ = 0;
};

TEST_F(RecordCrash, WhatWasAcknowledgedIsThereWhateverTheDiskHolds) {
  const auto wrong = CrashEverywhere(20);
  std::cout << points_ << " cuts of the power, each found in " << kWays << " ways\n";
  EXPECT_THAT(wrong, ::testing::IsEmpty());
  EXPECT_GT(points_, 100);
}

/// The simulation bites: without syncs commits are lost, and it says so.
TEST_F(RecordCrash, WithoutSyncsItWouldNotBe) {
  scratch_ = true;
  EXPECT_THAT(CrashEverywhere(1), ::testing::Not(::testing::IsEmpty()));
}

}  // namespace
}  // namespace dunghan::record
