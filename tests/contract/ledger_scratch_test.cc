#include "disk_waits.h"
#include "ledger_fixture.h"

/// A ledger that serves a question and is gone with it.
namespace dunghan::ledger {
namespace {

class LedgerScratch : public LedgerContract {
 protected:
  /// How often the disk is waited for while some groups are appended and written behind.
  int WaitsOf(bool scratch) {
    Options options = MakeOptions();
    options.folder = folder_.path() / (scratch ? "scratch" : "kept");
    options.scratch = scratch;
    auto ledger = Open(std::move(options)).value();
    all_syncs = 0;
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(ledger->Append(test::Items({Received("D" + std::to_string(i))})));
      EXPECT_TRUE(ledger->Flush());
    }
    EXPECT_EQ(ledger->OpenView().value()->Verify({}).value().difference.value_or(""), "");
    return all_syncs;
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerScratch, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerScratch, DoesNotWaitForTheDisk) {
  EXPECT_GE(WaitsOf(false), 40) << "durable on return";
  EXPECT_EQ(WaitsOf(true), 0);
}

}  // namespace
}  // namespace dunghan::ledger
