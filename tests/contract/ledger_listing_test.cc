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
              [&](std::string_view code, const DossierState&) { codes.emplace_back(code); })
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
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerListing, ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

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
    view.ForEachOpen([&](std::string_view, const DossierState& state) {
          EXPECT_EQ(state.facts, record.state.facts);
          EXPECT_EQ(state.judgement, record.state.judgement);
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

/// While a view holds the store, the log of the writer can only grow.
TEST_P(LedgerListing, AReleasedViewDoesNotKeepTheLogGrowing) {
  if (GetParam() != Kind::kFile) GTEST_SKIP() << "there is no log in memory";
  const auto log = folder_.path() / "data" / "ledger.db-wal";
  auto fill = [&, number = 0]() mutable {
    for (int group = 0; group < 60; ++group) {
      std::vector<Event> events;
      for (int i = 0; i < 200; ++i) events.push_back(Received("F" + std::to_string(++number)));
      Append(events);
    }
    return std::filesystem::file_size(log);
  };
  fill();
  const auto usual = fill();
  auto view = ledger_->OpenView().value();
  ASSERT_TRUE(view->Find("F1"));
  view->Release();
  for (int times = 0; times < 3; ++times) EXPECT_LE(fill(), usual + usual / 2);
  view = ledger_->OpenView().value();
  for (int times = 0; times < 3; ++times) fill();
  EXPECT_GT(fill(), usual + usual / 2) << "a held view is what makes it grow";
}

}  // namespace
}  // namespace dunghan::ledger
