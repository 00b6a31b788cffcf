#include "live/item_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "running_parts.h"

namespace dunghan::live {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Items fed from a thread beside, while the test's is the I/O thread.
class ItemFeedTest : public RunningParts {
 protected:
  ItemFeed::Submit ToQueue() {
    return [this](std::vector<ledger::Item> items, ItemFeed::Stop stop) {
      largest_ = std::max(largest_, items.size());
      return SubmitWithRoom(queue_, std::move(items), std::move(stop));
    };
  }
  static ledger::Item Bad() {
    ledger::Reject reject;
    reject.source = "default";
    reject.place = "list:1";
    reject.field = "agency";
    reject.reason = "unknown";
    return {std::move(reject), {}};
  }
  ledger::Item Good(int number) {
    auto items = test::Items({events_.Received("D" + std::to_string(number), "2021-06-07 08:00")});
    return std::move(items.front());
  }
  Fed Feed(ItemFeed& feed, std::vector<ledger::Item> items) {
    Fed fed;
    std::atomic<bool> is_done = false;
    std::thread thread([&] {
      for (size_t i = 0; i < items.size(); ++i) {
        feed.Room() = std::move(items[i]);
        if (!feed.Take({.name = "list", .number = static_cast<int64_t>(i) + 10})) break;
      }
      fed = feed.Finish();
      is_done = true;
      boost::asio::post(io_, [] {});
    });
    RunUntil([&] { return is_done.load(); });
    thread.join();
    return fed;
  }

  std::atomic<bool> is_ended_ = false;
  ItemFeed::Stop stop_ = [this] { return is_ended_.load(); };
  size_t largest_ = 0;
};

TEST_F(ItemFeedTest, HandsItemsOverByTheGroupAndSaysWhatBecameOfThem) {
  std::vector<ledger::Item> items;
  for (int i = 0; i < 25; ++i) items.push_back(Good(i % 20));
  items[3] = Bad();
  items[24] = Bad();
  ItemFeed feed(io_, ToQueue(), stop_, {.group = 10});
  const Fed fed = Feed(feed, std::move(items));
  EXPECT_EQ(largest_, 10U);
  EXPECT_FALSE(fed.error);
  EXPECT_EQ(fed.totals.stored, 20);
  EXPECT_EQ(fed.totals.duplicate, 3);
  EXPECT_EQ(fed.totals.quarantined, 2);
  ASSERT_EQ(fed.problems.size(), 2U);
  EXPECT_EQ(fed.problems[0].place, 13);
  EXPECT_EQ(fed.problems[0].field, "agency");
  EXPECT_EQ(fed.problems[1].place, 34);
}

TEST_F(ItemFeedTest, TellsOfTheFirstProblemsAndCountsAll) {
  std::vector<ledger::Item> items(30, Bad());
  ItemFeed feed(io_, ToQueue(), stop_, {.group = 4, .most_problems = 5});
  const Fed fed = Feed(feed, std::move(items));
  EXPECT_EQ(fed.totals.quarantined, 30);
  EXPECT_EQ(fed.problems.size(), 5U);
}

TEST_F(ItemFeedTest, WithoutSomewhereToGoItemsAreOnlyLookedAt) {
  std::vector<ledger::Item> items;
  for (int i = 0; i < 5; ++i) items.push_back(Good(i));
  items.push_back(Bad());
  ItemFeed feed(io_, nullptr, stop_, {.group = 2});
  const Fed fed = Feed(feed, std::move(items));
  EXPECT_EQ(fed.looked_at, 5);
  EXPECT_EQ(fed.totals.quarantined, 1);
  EXPECT_EQ(fed.totals.stored, 0);
  EXPECT_EQ(queue_.waiting(), 0);
}

TEST_F(ItemFeedTest, AnErrorOfTheStoreEndsIt) {
  int groups = 0;
  ItemFeed feed(
      io_,
      [&](std::vector<ledger::Item>, ItemFeed::Stop) -> boost::asio::awaitable<Result<Committed>> {
        ++groups;
        co_return Unavailable("the disk is full");
      },
      stop_, {.group = 2});
  std::vector<ledger::Item> items;
  for (int i = 0; i < 100; ++i) items.push_back(Good(i));
  const Fed fed = Feed(feed, std::move(items));
  ASSERT_TRUE(fed.error);
  EXPECT_EQ(fed.error->for_client, "the disk is full");
  EXPECT_EQ(groups, 1);
}

/// The I/O thread may be gone for good: whoever feeds must not wait for it for ever.
TEST_F(ItemFeedTest, WhoIsStoppedWaitsForNobody) {
  std::vector<ledger::Item> items;
  for (int i = 0; i < 4; ++i) items.push_back(Good(i));
  ItemFeed feed(io_, ToQueue(), stop_, {.group = 2});
  Fed fed;
  std::thread thread([&] {
    for (auto& item : items) {
      feed.Room() = std::move(item);
      if (!feed.Take({.name = "list", .number = 1})) break;
    }
    fed = feed.Finish();
  });
  std::this_thread::sleep_for(50ms);
  is_ended_ = true;
  thread.join();
  ASSERT_TRUE(fed.error);
  EXPECT_THAT(fed.error->for_client, HasSubstr("ended before all was"));
  EXPECT_EQ(fed.error->code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace dunghan::live
