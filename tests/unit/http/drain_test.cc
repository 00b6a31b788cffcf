// Stopping: what ends at once, what may finish, what is cut.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

bool HasEnded(const std::future<void>& stopped) {
  return stopped.wait_for(seconds(2)) == std::future_status::ready;
}

/// Requests to "/held" wait for the gate.
class Drain : public ::testing::Test {
 protected:
  asio::awaitable<Response> Answer(Request request) {
    if (request.path == "/held") co_await gate_.Pass();
    co_return Text("done");
  }

  Wire Hold() {
    Wire wire = server_.Connect();
    const int before = gate_.arrived();
    EXPECT_TRUE(wire.Send(Get("/held")));
    EXPECT_TRUE(Eventually([&] { return gate_.arrived() > before; }));
    return wire;
  }

  Gate gate_;
  TestServer server_{[this](Request request) { return Answer(std::move(request)); },
                     {.drain_timeout = milliseconds(100)}};
};

TEST_F(Drain, EndsWhenNothingIsOpen) {
  const auto stopped = server_.Stop();
  EXPECT_TRUE(HasEnded(stopped));
}

TEST_F(Drain, ClosesIdleConnectionsAtOnce) {
  Wire idle = server_.Connect();
  ASSERT_TRUE(idle.Send(Get("/")));
  ASSERT_EQ(idle.Receive().status, 200);
  Wire silent = server_.Connect();
  ASSERT_TRUE(server_.Reaches([](const auto& counts) { return counts.connections == 2; }));
  const auto stopped = server_.Stop();
  EXPECT_TRUE(idle.IsClosedByServer());
  EXPECT_TRUE(silent.IsClosedByServer());
  EXPECT_TRUE(HasEnded(stopped));
}

TEST_F(Drain, LetsARunningRequestAnswerAndClose) {
  Wire running = Hold();
  const auto stopped = server_.Stop();
  gate_.Open();
  const auto answer = running.Receive();
  EXPECT_EQ(answer.body, "done");
  EXPECT_TRUE(answer.Has("Connection: close"));
  EXPECT_TRUE(running.IsClosedByServer());
  EXPECT_TRUE(HasEnded(stopped));
}

TEST_F(Drain, LetsARequestFinishArriving) {
  Wire arriving = server_.Connect();
  ASSERT_TRUE(arriving.Send("GET / HTTP/1.1\r\n"));
  // The server has seen the beginning once it has answered somebody who came later.
  Wire other = server_.Connect();
  ASSERT_TRUE(other.Send(Get("/")));
  ASSERT_EQ(other.Receive().status, 200);
  const auto stopped = server_.Stop();
  ASSERT_TRUE(other.IsClosedByServer());
  ASSERT_TRUE(arriving.Send("Host: test\r\n\r\n"));
  EXPECT_TRUE(arriving.Receive().Has("Connection: close"));
  EXPECT_TRUE(HasEnded(stopped));
}

TEST_F(Drain, CutsAStuckRequestAtTheDeadline) {
  Wire stuck = Hold();
  const auto begin = steady_clock::now();
  const auto stopped = server_.Stop();
  EXPECT_TRUE(HasEnded(stopped));
  EXPECT_GE(steady_clock::now() - begin, milliseconds(100));
  EXPECT_EQ(stuck.ReceiveRest(), "");
}

TEST_F(Drain, AcceptsNobodyAnyMore) {
  const Wire running = Hold();
  const auto stopped = server_.Stop();
  EXPECT_THROW(server_.Connect(), std::runtime_error);
}

TEST_F(Drain, MayBeAskedForTwice) {
  const Wire running = Hold();
  const auto once = server_.Stop();
  const auto twice = server_.Stop();
  gate_.Open();
  EXPECT_TRUE(HasEnded(once));
  EXPECT_TRUE(HasEnded(twice));
}

TEST_F(Drain, MayBeFollowedByTheEndOfTheServerWithAHandlerStillRunning) {
  const Wire stuck = Hold();
  EXPECT_TRUE(HasEnded(server_.Stop()));
  server_.Destroy();
  gate_.Open();
  EXPECT_TRUE(Eventually([&] { return gate_.left() == 1; }));
}

TEST_F(Drain, MayBeLeftOut) {
  const Wire stuck = Hold();
  Wire idle = server_.Connect();
  ASSERT_TRUE(idle.Send(Get("/")));
  ASSERT_EQ(idle.Receive().status, 200);
  server_.Destroy();
  EXPECT_TRUE(idle.IsClosedByServer());
}

}  // namespace
}  // namespace dunghan::http
