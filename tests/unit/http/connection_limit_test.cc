#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "harness.h"

namespace dunghan::http {
namespace {

using std::chrono::milliseconds;

bool Answers(Wire& wire) { return wire.Send(Post("/", "x")) && wire.Receive().status == 200; }

TEST(ConnectionLimit, ClosesTheConnectionThatHasBeenIdleForLongest) {
  TestServer server(Echo, {.max_connections = 3});
  Wire first = server.Connect();
  ASSERT_TRUE(Answers(first));
  Wire second = server.Connect();
  ASSERT_TRUE(Answers(second));
  Wire third = server.Connect();
  ASSERT_TRUE(Answers(third));
  ASSERT_TRUE(Answers(first));
  Wire fourth = server.Connect();
  EXPECT_TRUE(Answers(fourth));
  EXPECT_TRUE(second.IsClosedByServer());
  EXPECT_TRUE(Answers(first));
  EXPECT_TRUE(Answers(third));
  EXPECT_EQ(server.counts().connections, 3);
  EXPECT_EQ(server.counts().closed_idle, 1);
}

TEST(ConnectionLimit, LetsNewOnesWaitWhileNoneIsIdle) {
  Gate gate;
  TestServer server(
      [&](Request request) -> asio::awaitable<Response> {
        if (request.path == "/held") co_await gate.Pass();
        co_return Text("done");
      },
      {.max_connections = 2});
  Wire first = server.Connect();
  Wire second = server.Connect();
  ASSERT_TRUE(first.Send(Get("/held", "Connection: close\r\n")));
  ASSERT_TRUE(second.Send(Get("/held", "Connection: close\r\n")));
  ASSERT_TRUE(Eventually([&] { return gate.arrived() == 2; }));
  Wire waiting = server.Connect();
  ASSERT_TRUE(waiting.Send(Get("/")));
  server.counts();
  EXPECT_EQ(server.counts().accepted, 2);
  gate.Open();
  EXPECT_EQ(first.Receive().body, "done");
  EXPECT_EQ(second.Receive().body, "done");
  EXPECT_EQ(waiting.Receive().body, "done");
}

TEST(ConnectionLimit, TakesAnIdleOneFromAmongTheBusy) {
  Gate gate;
  TestServer server(
      [&](Request request) -> asio::awaitable<Response> {
        if (request.path == "/held") co_await gate.Pass();
        co_return Text("done");
      },
      {.max_connections = 2});
  Wire busy = server.Connect();
  ASSERT_TRUE(busy.Send(Get("/held")));
  ASSERT_TRUE(Eventually([&] { return gate.arrived() == 1; }));
  Wire idle = server.Connect();
  ASSERT_TRUE(Answers(idle));
  Wire next = server.Connect();
  EXPECT_TRUE(Answers(next));
  EXPECT_TRUE(idle.IsClosedByServer());
  gate.Open();
  EXPECT_EQ(busy.Receive().body, "done");
}

TEST(ConnectionLimit, IsNoTroubleForAThousandIdleConnections) {
  TestServer server(Echo, {.max_connections = 1000});
  std::vector<Wire> wires;
  for (int i = 0; i < 1000; ++i) wires.push_back(server.Connect());
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 1000; }));
  EXPECT_TRUE(Answers(wires.front()));
  EXPECT_TRUE(Answers(wires[500]));
  EXPECT_TRUE(Answers(wires.back()));
  wires.clear();
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 0; }));
}

std::vector<Wire> HalfHeaders(const TestServer& server, int count) {
  std::vector<Wire> wires;
  for (int i = 0; i < count; ++i) {
    wires.push_back(server.Connect());
    EXPECT_TRUE(wires.back().Send("GET / HTTP/1.1\r\nHost: te"));
  }
  return wires;
}

TEST(ConnectionLimit, LetsAHalfSentHeaderMakeWayAfterAGrace) {
  TestServer server(Echo, {.max_connections = 3});
  std::vector<Wire> half = HalfHeaders(server, 3);
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 3; }));
  // The read timeout of half a minute does not matter.
  Wire wire = server.Connect();
  EXPECT_TRUE(Answers(wire));
  EXPECT_TRUE(half.front().IsClosedByServer());
  EXPECT_TRUE(half.back().Send("st\r\n\r\n"));
  EXPECT_EQ(half.back().Receive().status, 200);
  EXPECT_EQ(server.counts().timed_out_reading, 1);
  EXPECT_EQ(server.counts().connections, 3);
}

bool IsHealth(const Request& request) { return request.path == "/health"; }

TEST(ConnectionLimit, KeepsAReserveForWhatIsVital) {
  TestServer server(Echo, {.max_connections = 50, .reserve = 4, .is_vital = IsHealth});
  std::vector<Wire> stalled;
  for (int i = 0; i < 50; ++i) {
    stalled.push_back(server.Connect());
    ASSERT_TRUE(stalled.back().Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
  }
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 50; }));
  for (int i = 0; i < 20; ++i) {
    Wire wire = server.Connect();
    ASSERT_TRUE(wire.Send(Get("/health")));
    const Answer answer = wire.Receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.Has("Connection: close")) << "its place is for the next";
  }
  Wire other = server.Connect();
  ASSERT_TRUE(other.Send(Get("/")));
  const Answer refused = other.Receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.Has("Retry-After: 1"));
  Wire with_body = server.Connect();
  ASSERT_TRUE(with_body.Send("POST /health HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
  EXPECT_EQ(with_body.Receive().status, 503) << "before its body is waited for";
  EXPECT_TRUE(stalled.front().Send("123456789"));
  EXPECT_EQ(stalled.front().Receive().body, "123456789");
  EXPECT_EQ(server.counts().refused_overload, 2);
}

TEST(ConnectionLimit, TakesAConnectionOutOfTheReserveWhenThereIsRoom) {
  TestServer server(Echo, {.max_connections = 1, .reserve = 4, .is_vital = IsHealth});
  Wire stalled = server.Connect();
  ASSERT_TRUE(stalled.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\n"));
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 1; }));
  Wire wire = server.Connect();
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 2; }));
  stalled.Close();
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 1; }));
  ASSERT_TRUE(wire.Send(Post("/", "x")));
  const Answer answer = wire.Receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.Has("Connection: close"));
}

TEST(ConnectionLimit, OfHalfSentHeadersLeavesTheReserve) {
  TestServer server(Echo, {.max_connections = 500, .reserve = 4, .is_vital = IsHealth});
  const std::vector<Wire> half = HalfHeaders(server, 500);
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.accepted >= 500; }));
  for (int i = 0; i < 20; ++i) {
    Wire wire = server.Connect();
    ASSERT_TRUE(wire.Send(Get("/health")));
    EXPECT_EQ(wire.Receive().status, 200);
  }
}

milliseconds ProcessorTime() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return milliseconds((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
                      (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000);
}

TEST(ConnectionLimit, SurvivesRunningOutOfFileDescriptors) {
  TestServer server(Echo);
  {
    // By then the server has opened all that it needs for itself.
    Wire first = server.Connect();
    ASSERT_TRUE(Answers(first));
  }
  while (server.counts().connections > 0) std::this_thread::sleep_for(milliseconds(1));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next_free = ::dup(0);
  ::close(next_free);
  // The client's socket gets the last one.
  rlimit exhausted = before;
  exhausted.rlim_cur = static_cast<rlim_t>(next_free) + 1;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &exhausted), 0);
  const milliseconds begin = ProcessorTime();
  Wire wire = server.Connect();
  std::this_thread::sleep_for(milliseconds(60));
  const milliseconds spent = ProcessorTime() - begin;
  const auto accepted = server.counts().accepted;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(accepted, 1) << "only the first";
  EXPECT_LT(spent, milliseconds(30)) << "it tries again and again";
  EXPECT_TRUE(Answers(wire));
}

}  // namespace
}  // namespace dunghan::http
