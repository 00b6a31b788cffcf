#include "http/client.h"

#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kEnough{5000};
constexpr milliseconds kShort{60};

BaseUrl UrlOf(const TestServer& server) { return {.host = "127.0.0.1", .port = server.port()}; }

TEST(Client, AsksAgainAndAgainOverOneConnection) {
  TestServer server([](Request request) -> asio::awaitable<Response> {
    co_return Text(request.method_name + " " + request.path + " " + request.content_type + " " +
                   request.body);
  });
  Client client(UrlOf(server), kEnough);
  EXPECT_EQ(client.Get("/a").value().body, "GET /a  ");
  EXPECT_EQ(client.Post("/b", "application/json", "{}").value().body,
            "POST /b application/json {}");
  EXPECT_EQ(server.counts().accepted, 1);
}

TEST(Client, ShowsItsKeyAndComesFromThisMachine) {
  TestServer server([](Request request) -> asio::awaitable<Response> {
    co_return Text(request.authorization + (request.from_loopback ? " here" : " elsewhere"));
  });
  Client client(UrlOf(server), kEnough);
  EXPECT_EQ(client.Get("/").value().body, " here");
  client.Authorize("the key");
  EXPECT_EQ(client.Get("/").value().body, "Bearer the key here");
  EXPECT_EQ(client.Post("/", "text/plain", "x").value().body, "Bearer the key here");
}

TEST(Client, TellsStatusAndWhenToTryAgain) {
  TestServer server([](Request) -> asio::awaitable<Response> {
    co_return Response{.status = 503, .headers = {{"Retry-After", "7"}}, .body = "busy"};
  });
  Client client(UrlOf(server), kEnough);
  const ClientResponse response = client.Get("/").value();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.retry_after, "7");
  EXPECT_EQ(response.body, "busy");
}

TEST(Client, ConnectsAnewWhenItsConnectionWasClosed) {
  TestServer server(Echo, {.idle_timeout = kShort});
  Client client(UrlOf(server), kEnough);
  EXPECT_EQ(client.Post("/", "text/plain", "before").value().body, "before");
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 0; }));
  EXPECT_EQ(client.Post("/", "text/plain", "after").value().body, "after");
  EXPECT_EQ(server.counts().accepted, 2);
}

TEST(Client, ConnectsAnewWhereTheServerSaidItWouldClose) {
  TestServer server([](Request) -> asio::awaitable<Response> {
    throw std::runtime_error("x");
    co_return Response{};
  });
  Client client(UrlOf(server), kEnough);
  EXPECT_EQ(client.Get("/").value().status, 500);
  EXPECT_EQ(client.Get("/").value().status, 500);
}

TEST(Client, SaysThatNobodyListens) {
  asio::io_context io;
  uint16_t port = 0;
  {
    Server server(io, {}, Echo);
    port = server.Start().value();
  }
  Client client({.host = "127.0.0.1", .port = port}, kEnough);
  const Error error = client.Get("/").error();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.for_client, "http://127.0.0.1:" + std::to_string(port) + ": Connection refused");
}

TEST(Client, DoesNotWaitLongerThanItWasTold) {
  Gate gate;
  TestServer server([&](Request) -> asio::awaitable<Response> {
    co_await gate.Pass();
    co_return Text("late");
  });
  Client client(UrlOf(server), kShort);
  const Error error = client.Get("/").error();
  EXPECT_EQ(error.code, ErrorCode::kUnavailable);
  EXPECT_EQ(error.for_client,
            "http://127.0.0.1:" + std::to_string(server.port()) + ": no answer in 60 ms");
  gate.Open();
  EXPECT_EQ(client.Get("/").value().body, "late");
}

TEST(Client, ReadsTheRefusalOfABodyThatWasNotReadToItsEnd) {
  TestServer server(Echo, {.max_body = size_t{1} << 20U});
  Client client(UrlOf(server), kEnough);
  const std::string large(size_t{2} << 20U, 'x');
  EXPECT_EQ(client.Post("/", "text/plain", large).value().status, 413);
}

TEST(Client, TakesALongAnswer) {
  const std::string large(size_t{20} << 20U, 'x');
  TestServer server([&](Request) -> asio::awaitable<Response> { co_return Text(large); });
  Client client(UrlOf(server), kEnough);
  EXPECT_EQ(client.Get("/").value().body, large);
}

}  // namespace
}  // namespace dunghan::http
