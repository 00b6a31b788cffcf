// Handlers that fail.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

asio::awaitable<Response> Fail(Request request) {
  if (request.path == "/throw") throw std::runtime_error("secret: /var/lib/ledger.db");
  if (request.path == "/number") throw 42;  // NOLINT(*-throw-by-value*)
  if (request.path == "/inject") {
    co_return Response{.headers = {{"Location", "/a\r\nSet-Cookie: x=y"}}};
  }
  co_return Text("fine");
}

TEST(Failure, IsA500ThatKeepsTheCauseInTheHouse) {
  TestServer server(Fail);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/throw")));
  const Answer answer = wire.Receive();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
                         R"("detail":"the request failed for a reason that is in the log"})");
  EXPECT_TRUE(answer.Has("Connection: close"));
  EXPECT_TRUE(wire.IsClosedByServer());
  EXPECT_EQ(server.failures(), std::vector<std::string>{"secret: /var/lib/ledger.db"});
  EXPECT_EQ(server.counts().failed, 1);
}

TEST(Failure, MayBeAnythingThatCanBeThrown) {
  TestServer server(Fail);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/number")));
  EXPECT_EQ(wire.Receive().status, 500);
  EXPECT_EQ(server.failures(), std::vector<std::string>{"something that is no exception"});
}

TEST(Failure, IsAHeaderThatWouldBreakOutOfItsLine) {
  TestServer server(Fail);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/inject")));
  const Answer answer = wire.Receive();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
}

TEST(Failure, OfOneRequestLeavesTheServerAtWork) {
  TestServer server(Fail);
  Wire failing = server.Connect();
  Wire other = server.Connect();
  ASSERT_TRUE(failing.Send(Get("/throw")));
  EXPECT_EQ(failing.Receive().status, 500);
  ASSERT_TRUE(other.Send(Get("/")));
  EXPECT_EQ(other.Receive().body, "fine");
  Wire later = server.Connect();
  ASSERT_TRUE(later.Send(Get("/")));
  EXPECT_EQ(later.Receive().body, "fine");
}

}  // namespace
}  // namespace dunghan::http
