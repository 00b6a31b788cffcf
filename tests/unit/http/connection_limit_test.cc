#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <thread>

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
