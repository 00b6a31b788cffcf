#include "alerts/sender.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "../http/harness.h"
#include "dunghan/test/shared_clock.h"
#include "dunghan/test/values.h"

namespace dunghan::alerts {
namespace {

using http::Eventually;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;

class SilentLog final : public Log {
 public:
  void Write(LogLevel, std::string_view event, Fields) override {
    const std::lock_guard lock(mutex_);
    events_.emplace_back(event);
  }
  std::vector<std::string> events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> events_;
};

/// Takes alerts, or refuses those that are called "bad", or fails.
class FakeAlertmanager {
 public:
  struct Received {
    std::string name;
    Instant starts;
    Instant ends;
  };
  using Post = std::vector<Received>;

  FakeAlertmanager()
      : server_([this](http::Request request) { return Answer(std::move(request)); }) {}

  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }
  void Fail(int status) {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  std::vector<Post> posts() {
    const std::lock_guard lock(mutex_);
    return posts_;
  }
  /// The names of all that were taken, post by post.
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const Post& post : posts()) {
      std::string all;
      for (const Received& one : post) all += (all.empty() ? "" : " ") + one.name;
      names.push_back(all);
    }
    return names;
  }

 private:
  http::asio::awaitable<http::Response> Answer(http::Request request) {
    Post post;
    const auto body = boost::json::parse(request.body);
    for (const auto& alert : body.as_array()) {
      const auto text = [&](const char* key) { return std::string(alert.at(key).as_string()); };
      post.push_back({std::string(alert.at("labels").at("alertname").as_string()),
                      ParseRfc3339(text("startsAt")).value(),
                      ParseRfc3339(text("endsAt")).value()});
    }
    const std::lock_guard lock(mutex_);
    int status = status_;
    for (const Received& one : post) {
      if (one.name == "bad" && status == 200) status = 400;
    }
    if (status == 200) posts_.push_back(post);
    co_return http::Response{.status = status, .body = "answer"};
  }

  std::mutex mutex_;
  int status_ = 200;
  std::vector<Post> posts_;
  http::TestServer server_;
};

class AlertSender : public testing::Test {
 protected:
  /// Re-posts come only where the test asks for them.
  void Start(SenderOptions options = {.resend_every = 1h}) {
    options.url = server_.url();
    sender_ = Sender::Start(std::move(options), clock_, log_, [this](const auto& ids) {
                const std::lock_guard lock(mutex_);
                delivered_.insert(delivered_.end(), ids.begin(), ids.end());
              }).value();
  }
  void Open() { sender_->SetOpen(true); }
  void Post(AlertId id, const std::string& name, const std::string& group,
            std::optional<Instant> until = {}) {
    sender_->Post({{.id = id, .alert = Make(name, group), .until = until}});
  }
  static std::shared_ptr<const Alert> Make(const std::string& name, const std::string& group) {
    return std::make_shared<const Alert>(
        Alert{group, R"("labels":{"alertname":")" + name + R"("},"annotations":{})"});
  }
  bool Reach(size_t posts) {
    return Eventually([&] { return server_.posts().size() >= posts; });
  }
  std::vector<AlertId> delivered() {
    const std::lock_guard lock(mutex_);
    return delivered_;
  }
  static Instant RealNow() { return SystemClock().Now(); }

  FakeAlertmanager server_;
  test::SharedClock clock_{test::At("2021-06-07 08:00")};
  SilentLog log_;
  std::mutex mutex_;
  std::vector<AlertId> delivered_;
  std::unique_ptr<Sender> sender_;
};

TEST_F(AlertSender, SendsNewAlertsOnlyWhileTheOfficeIsOpen) {
  Start();
  Post(1, "a", "A");
  std::this_thread::sleep_for(100ms);
  EXPECT_THAT(server_.names(), IsEmpty());
  Open();
  ASSERT_TRUE(Reach(1));
  EXPECT_THAT(server_.names(), ElementsAre("a"));
  EXPECT_TRUE(Eventually([&] { return delivered() == std::vector<AlertId>{1}; }));
}

TEST_F(AlertSender, GivesAnAlertItsWholeLifeInRealTime) {
  Start();
  const Instant before = RealNow();
  Post(1, "a", "A");
  Post(2, "b", "A", clock_.Now() + 5h);
  Open();
  ASSERT_TRUE(Reach(1));
  const auto post = server_.posts().front();
  ASSERT_EQ(post.size(), 2U);
  EXPECT_GE(post[0].starts, before);
  EXPECT_LE(post[0].starts, RealNow());
  EXPECT_EQ(post[0].ends - post[0].starts, 24h);
  EXPECT_EQ(post[1].ends - post[1].starts, 5h);
}

TEST_F(AlertSender, KeepsAGroupInOneRequest) {
  Start({.resend_every = 1h, .batch = 2});
  for (const auto& [id, group] : {std::pair(1, "A"), {2, "A"}, {3, "A"}, {4, "B"}, {5, "C"}}) {
    Post(id, std::to_string(id), group);
  }
  Open();
  ASSERT_TRUE(Reach(2));
  EXPECT_THAT(server_.names(), ElementsAre("1 2 3", "4 5"));
}

TEST_F(AlertSender, SaysThatAnAlertHasEnded) {
  Start();
  Post(1, "a", "A");
  Open();
  ASSERT_TRUE(Reach(1));
  ASSERT_TRUE(Eventually([&] { return delivered().size() == 1; }));
  sender_->End(1);
  ASSERT_TRUE(Reach(2));
  const auto posts = server_.posts();
  EXPECT_LE(posts[1][0].ends, RealNow());
  EXPECT_LE(posts[1][0].starts, posts[1][0].ends);
}

TEST_F(AlertSender, SaysNothingOfWhatEndedBeforeItWasSent) {
  Start();
  Post(1, "a", "A");
  sender_->End(1);
  Post(2, "b", "A");
  Open();
  ASSERT_TRUE(Reach(1));
  EXPECT_THAT(server_.names(), ElementsAre("b"));
}

TEST_F(AlertSender, SaysTheEndOfWhatAnEarlierStartDelivered) {
  Start();
  sender_->Post({{.id = 1, .alert = Make("a", "A"), .is_over = true}});
  Post(2, "b", "B", clock_.Now() + 1h);
  sender_->End(2);
  ASSERT_TRUE(Eventually([&] {
    size_t said = 0;
    for (const auto& post : server_.posts()) said += post.size();
    return said == 2;
  }));
  for (const auto& post : server_.posts()) {
    for (const auto& one : post) EXPECT_LE(one.ends, RealNow());
  }
}

TEST_F(AlertSender, SendsAgainInHalvesWhatIsRefused) {
  Start();
  for (const auto& [id, name] : {std::pair(1, "a"), {2, "b"}, {3, "bad"}, {4, "c"}, {5, "d"}}) {
    Post(id, name, std::to_string(id));
  }
  Open();
  ASSERT_TRUE(Eventually([&] { return delivered().size() == 4; }));
  EXPECT_THAT(delivered(), UnorderedElementsAre(1, 2, 4, 5));
  EXPECT_EQ(sender_->counts().dropped, 1);
  EXPECT_THAT(log_.events(), ElementsAre("alertmanager.refused"));
}

TEST_F(AlertSender, TriesAgainUntilAnAlertIsTakenAndSaysItStartedThen) {
  server_.Fail(503);
  Start();
  Post(1, "a", "A");
  Open();
  ASSERT_TRUE(Eventually([&] { return sender_->counts().failures > 0; }));
  EXPECT_EQ(sender_->counts().waiting, 1);
  const Instant before = RealNow();
  server_.Fail(200);
  ASSERT_TRUE(Reach(1));
  EXPECT_GE(server_.posts()[0][0].starts, before);
  EXPECT_EQ(sender_->counts().dropped, 0);
  EXPECT_TRUE(Eventually([&] {
    return log_.events() ==
           std::vector<std::string>{"alertmanager.failed", "alertmanager.recovered"};
  }));
}

TEST_F(AlertSender, RepeatsWhatHoldsUntilItsLifeIsOver) {
  Start({.resend_every = 20ms});
  Post(1, "a", "A");
  Open();
  ASSERT_TRUE(Reach(3));
  const auto posts = server_.posts();
  EXPECT_EQ(posts[0][0].starts, posts[2][0].starts);
  clock_.Advance(24h);
  EXPECT_TRUE(Eventually([&] { return server_.posts().back()[0].ends <= RealNow(); }));
}

TEST_F(AlertSender, CountsWhatItHasNoRoomFor) {
  Start({.resend_every = 1h, .max_held = 2});
  for (const AlertId id : {1, 2, 3}) Post(id, std::to_string(id), "A");
  Open();
  ASSERT_TRUE(Reach(1));
  EXPECT_THAT(server_.names(), ElementsAre("2 3"));
  EXPECT_EQ(sender_->counts().dropped, 1);
}

TEST(AlertSenderAddress, HasToBeOneOfAServer) {
  SilentLog log;
  const SystemClock clock;
  EXPECT_FALSE(Sender::Start({.url = "https://a"}, clock, log, [](const auto&) {}));
}

}  // namespace
}  // namespace dunghan::alerts
