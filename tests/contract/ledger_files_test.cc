#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <string_view>

#include "disk_waits.h"
#include "dunghan/base/checked_clock.h"
#include "ledger_fixture.h"

/// The files of a ledger: who may read them, and what happens to a writer that loses them.
namespace dunghan::ledger {
namespace {

using std::filesystem::path;
using testing::HasSubstr;

class LedgerFiles : public LedgerContract {
 protected:
  path Data() const { return folder_.path() / "data"; }
  path File() const { return Data() / "ledger.db"; }
  static mode_t ModeOf(const path& file) {
    struct stat about {};
    return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 07777 : 0;
  }
  /// The writer refuses, and goes on refusing; the log learns of the cause.
  void ExpectLost(std::string_view cause) {
    const auto refused = ledger_->Append(test::Items({Received("D2")}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(refused.error().for_client,
              "the ledger was deleted, replaced or written to by others while it was in use; "
              "nothing more is recorded until it is back and the program is started again");
    EXPECT_THAT(refused.error().for_log, HasSubstr(std::string(cause)));
    EXPECT_FALSE(ledger_->Append({}));
    EXPECT_FALSE(ledger_->Flush());
    EXPECT_FALSE(ledger_->Discard(std::vector<int64_t>{1}, test::kSomeAct));
    EXPECT_FALSE(ledger_->Apply({rulebook_, {}, {}, {}}));
  }
};

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerFiles, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerFiles, AreForTheOwnerAlone) {
  const mode_t before = ::umask(0);
  ledger_.reset();
  std::filesystem::remove_all(Data());
  Reopen();
  Reject raw{.source = "s", .place = "", .field = "", .reason = "r", .fields = "", .raw = "x"};
  ledger_->Append(std::vector{Item{Received("D1"), {}}, Item{raw, {}}}).value();
  ::umask(before);
  EXPECT_EQ(ModeOf(Data()), 0700U);
  EXPECT_EQ(ModeOf(Data() / "unparsed"), 0700U);
  for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm", "lock"}) {
    EXPECT_EQ(ModeOf(Data() / name), 0600U) << name;
  }
}

TEST_P(LedgerFiles, AreTakenFromOthersWhenTheyAreOpened) {
  ledger_.reset();
  for (const char* name : {"ledger.db", "lock"}) ::chmod((Data() / name).c_str(), 0644);
  Reopen();
  for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm", "lock"}) {
    EXPECT_EQ(ModeOf(Data() / name), 0600U) << name;
  }
}

TEST_P(LedgerFiles, ALedgerThatWasLostIsNotBegunAnew) {
  using std::filesystem::copy;
  Append({Received("D1")});
  ledger_.reset();
  const auto whole = folder_.path() / "whole";
  copy(Data(), whole, std::filesystem::copy_options::recursive);
  const auto refused = [&] {
    const auto opened = Open(MakeOptions());
    const auto view = OpenView(MakeOptions());
    if (opened || view) return std::string("begun anew, or read");
    EXPECT_EQ(view.error().for_client, opened.error().for_client) << "readers say the same";
    return opened.error().for_client;
  };
  const std::string to_do =
      " there says that it held a ledger. Put it back from a copy; or, to begin a new ledger, move "
      "the whole folder away";
  const std::string gone = "ledger.db in " + Data().string() + " is empty or missing, but ";
  for (const bool removed : {false, true}) {
    removed ? (void)std::filesystem::remove(File()) : std::filesystem::resize_file(File(), 0);
    EXPECT_EQ(refused(), gone + "lock" + to_do);
    EXPECT_EQ(refused(), gone + "lock" + to_do) << "the second time as well";
  }
  // Without the word of an earlier version in the lock, by what else there is.
  const auto write = [&](const std::string& name) { std::ofstream(Data() / name) << "1\n"; };
  write("lock");
  write("clock");
  EXPECT_EQ(refused(), gone + "clock" + to_do);
  std::filesystem::remove(Data() / "clock");
  std::filesystem::create_directory(Data() / "unparsed");
  write("unparsed/2021-06-07");
  EXPECT_EQ(refused(), gone + "unparsed/" + to_do);
  std::filesystem::remove(Data() / "unparsed/2021-06-07");
  write("ledger.db-wal");
  EXPECT_EQ(refused(), gone + "ledger.db-wal" + to_do);
  std::filesystem::remove(Data() / "ledger.db-wal");
  // A lock and an empty file alone are what a writer leaves that was stopped while it began.
  EXPECT_TRUE(Open(MakeOptions()));

  std::filesystem::remove_all(Data());
  copy(whole, Data(), std::filesystem::copy_options::recursive);
  Reopen();
  EXPECT_EQ(ledger_->position().seq, 1) << "put back from a copy it goes on";
}

TEST_P(LedgerFiles, ADeletedFileEndsTheWriter) {
  Append({Received("D1")});
  std::filesystem::remove(File());
  ExpectLost("ledger.db was deleted");
}

TEST_P(LedgerFiles, AReplacedFileEndsTheWriter) {
  Append({Received("D1")});
  std::filesystem::copy_file(File(), Data() / "other");
  std::filesystem::rename(Data() / "other", File());
  ExpectLost("ledger.db was replaced by another file");
}

TEST_P(LedgerFiles, AMovedFolderEndsTheWriter) {
  Append({Received("D1")});
  std::filesystem::rename(Data(), folder_.path() / "elsewhere");
  ExpectLost("was deleted");
}

TEST_P(LedgerFiles, ADeletedLogEndsTheWriter) {
  Append({Received("D1")});
  std::filesystem::remove(Data() / "ledger.db-wal");
  ExpectLost("ledger.db-wal was deleted");
}

TEST_P(LedgerFiles, ALostLockEndsTheWriterBeforeTheNextOneIsHarmed) {
  Append({Received("D1")});
  std::filesystem::remove(Data() / "lock");
  auto next = Open(MakeOptions());
  ASSERT_TRUE(next) << "there is a new lock to be had";
  ExpectLost("lock was replaced by another file");
  ledger_.reset();
  ledger_ = std::move(*next);
  Append({Received("D3")});
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Verify().difference.value_or(""), "");
  EXPECT_EQ(ledger_->position().seq, 2) << "of the first writer nothing came after D1";
}

TEST_P(LedgerFiles, WhatOthersWriteEndsTheWriter) {
  Append({Received("D1")});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(File().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE commits SET chain = zeroblob(32) WHERE last_seq = 1",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  ExpectLost("another process has written to the ledger");
}

TEST_P(LedgerFiles, ACheckpointByOthersIsNoHarm) {
  Append({Received("D1")});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(File().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  EXPECT_EQ(Outcomes({Received("D2")}), (std::vector{Outcome::kStored}));
}

TEST_P(LedgerFiles, UnparsedBytesOfACommitAreSyncedOnce) {
  std::vector<Item> items;
  for (int i = 0; i < 200; ++i) {
    items.push_back({Reject{.source = "s",
                            .place = "p",
                            .field = {},
                            .reason = "no JSON",
                            .fields = {},
                            .raw = "{broken " + std::to_string(i)},
                     {}});
  }
  side_file_syncs = 0;
  ledger_->Append(items).value();
  EXPECT_EQ(side_file_syncs, 1);
  ledger_->Append(items).value();
  EXPECT_EQ(side_file_syncs, 1) << "nothing of it is new";
  Look([](View& view) {
    for (const auto& entry : view.QuarantineAfter(0, 1000).value()) {
      EXPECT_EQ(view.RawBytes(entry).value(), "{broken " + std::to_string(entry.id - 1));
    }
  });
}

TEST_P(LedgerFiles, AClockThatJumpsAheadIsNotRecorded) {
  Instant wall = test::At("2021-06-30 12:00");
  std::chrono::milliseconds uptime{1'000'000};
  const CheckedClock clock([&] { return wall; }, [&] { return uptime; });
  Options options = MakeOptions();
  options.folder = folder_.path() / "checked";
  options.clock = &clock;
  auto ledger = Open(options).value();
  ledger->Append(test::Items({Received("D1")})).value();
  wall += std::chrono::days{700} + std::chrono::minutes{1};
  uptime += std::chrono::minutes{1};
  const auto jumped = ledger->Append(test::Items({Received("D2")})).value();
  EXPECT_EQ(jumped.position.at, test::At("2021-06-30 12:01"));
  wall -= std::chrono::days{700};
  const auto right = ledger->Append(test::Items({Received("D3")})).value();
  EXPECT_EQ(right.position.at, test::At("2021-06-30 12:01"));
}

}  // namespace
}  // namespace dunghan::ledger
