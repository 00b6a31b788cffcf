#include <sqlite3.h>

#include <algorithm>

#include "ledger_fixture.h"

/// Walking through dossiers, and letting go of the store.
namespace dunghan::ledger {
namespace {

using Codes = std::vector<std::string>;

class LedgerListing : public LedgerContract {
 protected:
  Codes Open() {
    return Look([](View& view) {
      Codes codes;
      view.ForEachOpen(
              [&](std::string_view code, const dossier::Judged&) { codes.emplace_back(code); })
          .value();
      std::sort(codes.begin(), codes.end());
      return codes;
    });
  }
  Codes Settled(std::string_view after = {}, size_t most = 100) {
    return Look([&](View& view) {
      Codes codes;
      view.ForEachSettled(after,
                          [&](const ledger::Settled& dossier) {
                            codes.emplace_back(dossier.code());
                            return codes.size() < most;
                          })
          .value();
      return codes;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerListing,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

/// What only a file can show.
class LedgerListingFile : public LedgerListing {};
INSTANTIATE_TEST_SUITE_P(File, LedgerListingFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerListing, OpenOnesAreListedWrittenBehindOrNot) {
  Append({Received("D1"), Received("D2"), Received("D3"), Completed("D2")});
  EXPECT_EQ(Open(), (Codes{"D1", "D3"}));
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Open(), (Codes{"D1", "D3"}));
  Append({Completed("D1"), Received("D4")});
  EXPECT_EQ(Open(), (Codes{"D3", "D4"}));
}

TEST_P(LedgerListing, AStateIsTheOneThatFindGives) {
  Append({Received("D1")});
  Look([](View& view) {
    const auto record = view.Find("D1").value();
    view.ForEachOpen([&](std::string_view, const dossier::Judged& state) {
          EXPECT_EQ(state.facts, record.judged.facts);
          EXPECT_EQ(state.judgement, record.judged.judgement);
        })
        .value();
  });
}

TEST_P(LedgerListing, SettledOnesComeByCodeFromFileAndMemoryTogether) {
  Append({Received("D2"), Completed("D2"), Received("D4"), Completed("D4"), Received("D5")});
  ASSERT_TRUE(ledger_->Flush());
  Append({Received("D1"), Completed("D1"), Received("D3"), Completed("D3"), Completed("D5")});
  EXPECT_EQ(Settled(), (Codes{"D1", "D2", "D3", "D4", "D5"}));
  EXPECT_EQ(Settled("D2"), (Codes{"D3", "D4", "D5"}));
  EXPECT_EQ(Settled("D2", 2), (Codes{"D3", "D4"}));
  EXPECT_EQ(Settled("D5"), Codes{});
}

TEST_P(LedgerListing, AReopenedOneIsSettledNoMore) {
  Append({Received("D1"), Completed("D1"), Received("D2"), Completed("D2")});
  ASSERT_TRUE(ledger_->Flush());
  Append({events_.Make("D1", EventType::kReopened, "2021-06-11 08:00")});
  EXPECT_EQ(Settled(), Codes{"D2"});
  EXPECT_EQ(Open(), Codes{"D1"});
}

TEST_P(LedgerListing, ACodeMayBeReadWhileAWalkGoesOn) {
  Append({Received("D1"), Completed("D1"), Received("D2"), Completed("D2")});
  ASSERT_TRUE(ledger_->Flush());
  Look([](View& view) {
    int found = 0;
    view.ForEachSettled("",
                        [&](const ledger::Settled& dossier) {
                          found += view.Find(dossier.code()).has_value() ? 1 : 0;
                          return true;
                        })
        .value();
    EXPECT_EQ(found, 2);
  });
}

/// How much of the writer's log cannot be taken into the file yet, in its pages.
int PagesHeldBack(const std::filesystem::path& file) {
  sqlite3* other = nullptr;
  EXPECT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  // It knows of the log only once it has read.
  EXPECT_EQ(sqlite3_exec(other, "SELECT count(*) FROM meta", nullptr, nullptr, nullptr), SQLITE_OK);
  int in_log = -1;
  int taken = -1;
  // Busy, while the writer's own thread is at it.
  while (sqlite3_wal_checkpoint_v2(other, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &taken) ==
         SQLITE_BUSY) {
  }
  sqlite3_close(other);
  return in_log - taken;
}

/// While a view holds the store, the log of the writer can only grow.
TEST_P(LedgerListingFile, AReleasedViewDoesNotKeepTheLogGrowing) {
  const auto file = folder_.path() / "data" / "ledger.db";
  auto view = ledger_->OpenView().value();
  Append({Received("F1")});
  EXPECT_GT(PagesHeldBack(file), 0) << "a held view is what makes it grow";
  view->Release();
  EXPECT_EQ(PagesHeldBack(file), 0);
}

}  // namespace
}  // namespace dunghan::ledger
