// Deadlines, each short in a test of its own.
#include <gtest/gtest.h>

#include <thread>

#include "harness.h"

namespace dunghan::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kShort{60};

TEST(Timeout, ClosesAConnectionThatNeverSaysAnything) {
  TestServer server(Echo, {.idle_timeout = kShort});
  const auto begin = steady_clock::now();
  Wire wire = server.Connect();
  EXPECT_TRUE(wire.IsClosedByServer());
  EXPECT_GE(steady_clock::now() - begin, kShort);
  EXPECT_EQ(server.counts().closed_idle, 1);
  EXPECT_EQ(server.counts().timed_out_reading, 0);
}

TEST(Timeout, OfIdlenessBeginsAnewWithEachAnswer) {
  TestServer server(Echo, {.idle_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "x")));
  EXPECT_EQ(wire.Receive().status, 200);
  const auto answered = steady_clock::now();
  EXPECT_TRUE(wire.IsClosedByServer());
  EXPECT_GE(steady_clock::now() - answered, kShort / 2);
  EXPECT_EQ(server.counts().closed_idle, 1);
}

TEST(Timeout, OfReadingIsForTheWholeRequestHoweverOftenABitOfItComes) {
  TestServer server(Echo, {.read_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("GET / HTTP/1.1\r\n"));
  const auto begin = steady_clock::now();
  // A byte a millisecond would take this header more than two seconds.
  while (server.counts().timed_out_reading == 0 &&
         steady_clock::now() - begin < milliseconds(2000)) {
    wire.Send("X");
    std::this_thread::sleep_for(milliseconds(1));
  }
  EXPECT_LT(steady_clock::now() - begin, 10 * kShort);
  EXPECT_EQ(server.counts().timed_out_reading, 1);
  EXPECT_EQ(wire.Receive().status, 408);
}

TEST(Timeout, OfReadingIsAnswered408) {
  TestServer server(Echo, {.read_timeout = kShort});
  for (const char* begun :
       {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: test\r\n",
        "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nhalf",
        "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n9"}) {
    Wire wire = server.Connect();
    ASSERT_TRUE(wire.Send(begun));
    const Answer answer = wire.Receive();
    EXPECT_EQ(answer.status, 408) << begun;
    EXPECT_TRUE(answer.Has("Connection: close"));
    EXPECT_EQ(answer.body, R"({"type":"about:blank","title":"Request Timeout","status":408,)"
                           R"("detail":"the request was not whole in time"})");
    EXPECT_TRUE(wire.EndsCleanly());
  }
  EXPECT_EQ(server.counts().timed_out_reading, 5);
  EXPECT_EQ(server.counts().closed_idle, 0);
}

TEST(Timeout, OfReadingDoesNotBeginAnewWithTheBody) {
  constexpr milliseconds kWhole{1000};
  TestServer server(Echo, {.read_timeout = kWhole});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n"));
  std::this_thread::sleep_for(7 * kWhole / 10);
  const auto begin = steady_clock::now();
  ASSERT_TRUE(wire.Send("\r\nhalf"));
  EXPECT_EQ(wire.Receive().status, 408);
  EXPECT_LT(steady_clock::now() - begin, kWhole);
}

TEST(Timeout, OfReadingGivesBackWhatTheBodyHeld) {
  TestServer server(Echo, {.read_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nhalf"));
  EXPECT_EQ(wire.Receive().status, 408);
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.body_bytes == 0; }));
}

TEST(Timeout, OfWritingEndsAClientThatDoesNotRead) {
  const std::string large(size_t{24} << 20U, 'x');
  TestServer server([&](Request) -> asio::awaitable<Response> { co_return Text(large); },
                    {.write_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/")));
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.timed_out_writing == 1; }));
  EXPECT_LT(wire.ReceiveRest().size(), large.size());
  EXPECT_EQ(server.counts().answered, 0);
}

TEST(Timeout, OfAHandlerIsAnswered503) {
  Gate gate;
  TestServer server(
      [&](Request) -> asio::awaitable<Response> {
        co_await gate.Pass();
        co_return Text("too late");
      },
      {.request_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "body") + Post("/", "never looked at")));
  const Answer answer = wire.Receive();
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.Has("Connection: close"));
  EXPECT_EQ(answer.body, R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
                         R"("detail":"there was no answer in time"})");
  EXPECT_TRUE(answer.Has("Retry-After: 1"));
  EXPECT_TRUE(wire.IsClosedByServer());
  EXPECT_EQ(server.counts().timed_out_handling, 1);
}

TEST(Timeout, OfAHandlerLeavesItToFinishInPeace) {
  Gate gate;
  std::atomic<bool> finished = false;
  TestServer server(
      [&](Request) -> asio::awaitable<Response> {
        co_await gate.Pass();
        finished = true;
        co_return Text("too late");
      },
      {.request_timeout = kShort});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "body")));
  EXPECT_EQ(wire.Receive().status, 503);
  // What the handler holds is still held.
  EXPECT_EQ(server.counts().requests, 1);
  EXPECT_EQ(server.counts().body_bytes, 4);
  gate.Open();
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.requests == 0; }));
  EXPECT_TRUE(finished);
  EXPECT_EQ(server.counts().body_bytes, 0);
  // Its answer is dropped, and the client has its time to read the other.
  EXPECT_EQ(server.counts().connections, 1);
  EXPECT_TRUE(wire.EndsCleanly());
}

TEST(Timeout, OfAHandlerIsNotMetByOneThatAnswers) {
  TestServer server(Echo, {.request_timeout = kShort});
  Wire wire = server.Connect();
  const auto end = steady_clock::now() + 3 * kShort;
  while (steady_clock::now() < end) {
    ASSERT_TRUE(wire.Send(Post("/", "x")));
    ASSERT_EQ(wire.Receive().status, 200);
  }
  EXPECT_EQ(server.counts().timed_out_handling, 0);
}

}  // namespace
}  // namespace dunghan::http
