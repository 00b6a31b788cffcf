#include "access/failures.h"

#include <gtest/gtest.h>

namespace dunghan::access {
namespace {

using namespace std::chrono_literals;

const Failures::Time kBegin = Failures::Time{} + 100h;

TEST(Failures, WaitTwiceAsLongEachTimeAfterTheThird) {
  Failures failures(8s);
  const Digest one = Sha256("one");
  for (const auto wait : {0ms, 0ms, 0ms, 250ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 8000ms}) {
    EXPECT_EQ(failures.Add(one, kBegin), wait);
  }
  for (int i = 0; i < 1'000; ++i) EXPECT_EQ(failures.Add(one, kBegin), 8s);
  // Others do not wait for it.
  EXPECT_EQ(failures.Add(Sha256("other"), kBegin), 0ms);
}

TEST(Failures, WaitNoLongerThanIsAllowed) {
  Failures failures(300ms);
  const Digest one = Sha256("one");
  for (const auto wait : {0ms, 0ms, 0ms, 250ms, 300ms, 300ms}) {
    EXPECT_EQ(failures.Add(one, kBegin), wait);
  }
}

TEST(Failures, AreForgottenAfterAWhile) {
  Failures failures(8s);
  const Digest one = Sha256("one");
  for (int i = 0; i < 4; ++i) failures.Add(one, kBegin);
  EXPECT_EQ(failures.Add(one, kBegin + 9min), 500ms);
  EXPECT_EQ(failures.Add(one, kBegin + 19min), 0ms);
}

TEST(Failures, AreForgottenOldestFirstWhereThereAreTooMany) {
  Failures failures(8s);
  const Digest first = Sha256("first");
  const Digest second = Sha256("second");
  for (int i = 0; i < 4; ++i) {
    failures.Add(first, kBegin);
    failures.Add(second, kBegin);
  }
  for (size_t i = 0; i + 2 < Failures::kMost; ++i) failures.Add(Sha256(std::to_string(i)), kBegin);
  EXPECT_EQ(failures.Add(first, kBegin), 500ms);
  // One more: the second is the oldest now.
  failures.Add(Sha256("one more"), kBegin);
  EXPECT_EQ(failures.Add(second, kBegin), 0ms);
  EXPECT_EQ(failures.Add(first, kBegin), 1000ms);
}

}  // namespace
}  // namespace dunghan::access
