#include <dlfcn.h>

#include <atomic>

#include "ledger_fixture.h"

namespace {
std::atomic<int> waits_for_disk{0};
}

/// SQLite's own goes through here.
extern "C" int fdatasync(int descriptor) {
  ++waits_for_disk;
  static const auto kNext = reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "fdatasync"));
  return kNext(descriptor);
}

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
    waits_for_disk = 0;
    for (int i = 0; i < 20; ++i) {
      EXPECT_TRUE(ledger->Append(test::Items({Received("D" + std::to_string(i))})));
      EXPECT_TRUE(ledger->Flush());
    }
    EXPECT_EQ(ledger->OpenView().value()->Verify({}).value().difference.value_or(""), "");
    return waits_for_disk;
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerScratch, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerScratch, DoesNotWaitForTheDisk) {
  EXPECT_GE(WaitsOf(false), 40) << "durable on return";
  EXPECT_EQ(WaitsOf(true), 0);
}

}  // namespace
}  // namespace dunghan::ledger
