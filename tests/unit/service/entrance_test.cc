#include "api/entrance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>

#include "api/router.h"
#include "dunghan/base/clock.h"
#include "gzip_text.h"

namespace dunghan::api {
namespace {

using access::Permit;
using test::Gzip;
using testing::HasSubstr;
namespace asio = boost::asio;

class KeptLog final : public Log {
 public:
  void Write(LogLevel, std::string_view event, Fields fields) override {
    written += FormatLogLine(event, fields) + "\n";
  }
  std::string written;
};

http::Address AddressOf(const char* text) {
  const auto address = asio::ip::make_address(text);
  return (address.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4())
                          : address.to_v6())
      .to_bytes();
}

class EntranceTest : public testing::Test {
 protected:
  EntranceTest() {
    std::filesystem::create_directories(folder_);
    for (const char* name : {"one", "two"}) {
      EXPECT_TRUE(access::ChangeTokens(folder_ / "tokens.toml", [&](auto& tokens) -> Result<void> {
        tokens.push_back({.name = name, .digest = Sha256(name), .role = access::Role::kViewer});
        return {};
      }));
    }
    const auto answer = [](Call) -> asio::awaitable<http::Response> { co_return http::Response(); };
    router_.Add(http::Method::kGet, "/healthz", Permit::Anybody().Always(), answer);
    router_.Add(http::Method::kGet, "/login", Permit::Anybody(), answer);
    router_.Add(http::Method::kGet, "/figures", access::kReaders, answer);
    router_.Add(http::Method::kGet, "/admin", Permit{access::Role::kAdmin}, answer);
    AskAt(router_, entrance_);
  }
  ~EntranceTest() override { std::filesystem::remove_all(folder_); }

  static http::Request From(const char* address, std::string token = {},
                            std::string path = "/figures") {
    http::Request request;
    request.id = "k3-1";
    request.host = "localhost";
    request.path = std::move(path);
    request.address = AddressOf(address);
    if (!token.empty()) request.authorization = "Bearer " + token;
    return request;
  }
  http::Response Answer(http::Request request) {
    auto response = asio::co_spawn(io_, router_.Answer(std::move(request)), asio::use_future);
    io_.restart();
    io_.run();
    return response.get();
  }
  int Ask(http::Request request) { return Answer(std::move(request)).status; }
  /// Until it is too often, at most 100 times; how often it was not.
  int AskUntilTooOften(const http::Request& request) {
    for (int times = 0; times < 100; ++times) {
      if (Ask(request) == 429) return times;
    }
    return 100;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("dunghan-entrance-" + std::to_string(::getpid()));
  ManualClock clock_{ParseRfc3339("2026-11-30T08:00:00+07:00").value()};
  KeptLog log_;
  asio::io_context io_;
  access::Doorkeeper door_{{.tokens = folder_ / "tokens.toml",
                            .codes = std::make_shared<CodeTable>(),
                            .is_simulated = [] { return false; },
                            .once = {},
                            .sessions = {}},
                           clock_,
                           log_};
  access::Holdback holdback_{io_, std::chrono::milliseconds{0}};
  // So slow that nothing is given back while a test runs.
  Entrance entrance_{door_,
                     holdback_,
                     {.of_token = {.per_second = 0.001, .at_once = 5},
                      .of_address = {.per_second = 0.001, .at_once = 3}},
                     log_};
  Router router_;
};

TEST_F(EntranceTest, ATokenIsCountedWhereverItIsShownAndNoOtherWithIt) {
  EXPECT_EQ(Ask(From("192.0.2.1", "one")), 200);
  // What is refused counts as well.
  EXPECT_EQ(Ask(From("192.0.2.2", "one", "/admin")), 403);
  EXPECT_EQ(AskUntilTooOften(From("192.0.2.3", "one")), 3);
  EXPECT_EQ(Ask(From("127.0.0.1", "one")), 429);
  EXPECT_EQ(AskUntilTooOften(From("192.0.2.1", "two")), 5);
  EXPECT_THAT(log_.written, HasSubstr("access.too_often who=\"token one\" request=k3-1\n"));
  EXPECT_THAT(log_.written, testing::Not(HasSubstr("token two"))) << "told once in a while";
}

TEST_F(EntranceTest, WhoShowsNoGoodTokenIsCountedByTheAddress) {
  EXPECT_EQ(Ask(From("192.0.2.1")), 401);
  EXPECT_EQ(Ask(From("192.0.2.1", "wrong")), 401);
  EXPECT_EQ(Ask(From("192.0.2.1", "", "/nowhere")), 404);
  const auto answer = Answer(From("192.0.2.1", "", "/login"));
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_THAT(answer.headers, testing::Contains(testing::Pair("Retry-After", "1000")));
  EXPECT_EQ(Ask(From("192.0.2.2")), 401);
  // Who has a token is not in the others' way, nor they in theirs; health is always told.
  EXPECT_EQ(Ask(From("192.0.2.1", "one")), 200);
  EXPECT_EQ(Ask(From("192.0.2.1", "", "/healthz")), 200);
  EXPECT_THAT(log_.written, HasSubstr("access.too_often who=\"address 192.0.2.1\""));
}

TEST_F(EntranceTest, AnAddressIsASubscribers) {
  EXPECT_EQ(AskUntilTooOften(From("2001:db8:1:2::1")), 3);
  EXPECT_EQ(Ask(From("2001:db8:1:2:ffff::9")), 429);
  EXPECT_EQ(Ask(From("2001:db8:1:3::1")), 401);
  // Not all of IPv4 is one network of IPv6.
  EXPECT_EQ(AskUntilTooOften(From("192.0.2.1")), 3);
  EXPECT_EQ(Ask(From("192.0.2.2")), 401);
}

TEST_F(EntranceTest, BehindAProxyEverybodyComesFromThisMachine) {
  auto request = From("127.0.0.1");
  request.from_loopback = true;
  EXPECT_EQ(AskUntilTooOften(request), 100);
}

TEST_F(EntranceTest, ABrowserIsLedToTheLogin) {
  auto request = From("192.0.2.1");
  request.accept = "text/html,*/*";
  const auto answer = Answer(request);
  EXPECT_EQ(answer.status, 303);
  EXPECT_THAT(answer.headers, testing::Contains(testing::Pair("Location", "/login?next=/figures")));
  EXPECT_EQ(AskUntilTooOften(request), 2);
}

TEST(BeginningOf, IsWhatThePackedBodyBeginsWith) {
  http::Request request;
  request.content_encoding = "gzip";
  request.body = Gzip("0123456789");
  EXPECT_EQ(BeginningOf(request, 4), "0123");
  EXPECT_EQ(BeginningOf(request, 100), "0123456789");
  // However much there is in it, no more is unpacked.
  request.body = Gzip(std::string(10'000'000, 'x'));
  EXPECT_EQ(BeginningOf(request, 4'000), std::string(4'000, 'x'));
  request.body.resize(request.body.size() / 2);
  EXPECT_EQ(BeginningOf(request, 4'000), std::string(4'000, 'x'));
  request.body = Gzip("01") + Gzip("23") + "nonsense";
  EXPECT_EQ(BeginningOf(request, 100), "0123");
  request.body = "no gzip";
  EXPECT_EQ(BeginningOf(request, 100), "");
  request.content_encoding = "br";
  EXPECT_EQ(BeginningOf(request, 100), "");
  request.content_encoding = "identity";
  EXPECT_EQ(BeginningOf(request, 5), "no gz");
}

}  // namespace
}  // namespace dunghan::api
