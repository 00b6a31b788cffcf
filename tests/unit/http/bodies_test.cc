// What all bodies in work may hold together.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

constexpr size_t kBody = size_t{600} << 10U;

/// A megabyte for all bodies; requests to "/held" wait for the gate.
class Bodies : public ::testing::Test {
 protected:
  asio::awaitable<Response> Answer(Request request) {
    if (request.path == "/held") co_await gate_.Pass();
    co_return Text(std::to_string(request.body.size()));
  }

  /// Occupies a good half of the limit until the gate opens.
  Wire Hold() {
    Wire wire = server_.Connect();
    EXPECT_TRUE(wire.Send(Post("/held", std::string(kBody, 'x'))));
    EXPECT_TRUE(Eventually([&] { return gate_.arrived() == 1; }));
    return wire;
  }

  Gate gate_;
  TestServer server_{[this](Request request) { return Answer(std::move(request)); },
                     {.max_bodies = size_t{1} << 20U}};
};

TEST_F(Bodies, BeyondTheLimitAreDroppedAndTheConnectionGoesOn) {
  const Wire holder = Hold();
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send(Post("/", std::string(kBody, 'y'))));
  const auto refused = wire.Receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.Has("Retry-After: 1"));
  EXPECT_FALSE(refused.Has("Connection: close"));
  EXPECT_EQ(refused.body, R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
                          R"("detail":"too many bytes are being received at this moment"})");
  ASSERT_TRUE(wire.Send(Post("/", "small")));
  EXPECT_EQ(wire.Receive().body, "5");
  EXPECT_EQ(server_.counts().refused_overload, 1);
}

TEST_F(Bodies, BeyondTheLimitInChunksAreDroppedToo) {
  const Wire holder = Hold();
  Wire wire = server_.Connect();
  ASSERT_TRUE(
      wire.Send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n96000\r\n" +
                std::string(0x96000, 'y') + "\r\n0\r\n\r\n" + Post("/", "small")));
  EXPECT_EQ(wire.Receive().status, 503);
  EXPECT_EQ(wire.Receive().body, "5");
}

TEST_F(Bodies, AreNotInvitedWhereTheyWouldNotFit) {
  const Wire holder = Hold();
  Wire wire = server_.Connect();
  ASSERT_TRUE(
      wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 600000\r\n"
                "Expect: 100-continue\r\n\r\n"));
  EXPECT_EQ(wire.Receive().status, 503);
  EXPECT_TRUE(wire.IsClosedByServer());
}

TEST_F(Bodies, GiveTheirShareBackWithTheAnswer) {
  Wire holder = Hold();
  EXPECT_EQ(server_.counts().body_bytes, int64_t{kBody});
  EXPECT_EQ(server_.counts().requests, 1);
  gate_.Open();
  EXPECT_EQ(holder.Receive().body, std::to_string(kBody));
  EXPECT_EQ(server_.counts().body_bytes, 0);
  EXPECT_EQ(server_.counts().requests, 0);
}

TEST_F(Bodies, TakeNothingBeforeTheyArrive) {
  std::vector<Wire> promising;
  for (int i = 0; i < 50; ++i) {
    promising.push_back(server_.Connect());
    ASSERT_TRUE(
        promising.back().Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n"));
  }
  ASSERT_TRUE(server_.Reaches([](const auto& counts) { return counts.connections == 50; }));
  EXPECT_EQ(server_.counts().body_bytes, 0);
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send(Post("/", std::string(kBody, 'y'))));
  EXPECT_EQ(wire.Receive().body, std::to_string(kBody));
}

TEST(SmallBodies, HaveAPartKeptForThem) {
  TestServer server(Echo, {.max_body = size_t{1} << 20U, .max_bodies = size_t{4} << 20U});
  constexpr int64_t kStalled = (int64_t{1} << 20U) - 1;
  std::vector<Wire> stalled;
  for (int i = 0; i < 5; ++i) {
    stalled.push_back(server.Connect());
    ASSERT_TRUE(
        stalled.back().Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1048576\r\n\r\n" +
                            std::string(kStalled, 'x')));
  }
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.body_bytes >= 3 * kStalled; }));
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", std::string(60'000, 'y'))));
  EXPECT_EQ(wire.Receive().status, 200);
  ASSERT_TRUE(wire.Send(Post("/", std::string(1'000'000, 'y'))));
  EXPECT_EQ(wire.Receive().status, 503);
}

TEST(SmallBodies, LeaveRoomForTheLargestWhereThatIsAll) {
  TestServer server(Echo, {.max_body = size_t{1} << 20U, .max_bodies = size_t{1} << 20U});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", std::string(size_t{1} << 20U, 'y'))));
  EXPECT_EQ(wire.Receive().status, 200);
}

TEST_F(Bodies, CountAsTheyArrive) {
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n12345"));
  EXPECT_TRUE(server_.Reaches([](const auto& counts) { return counts.body_bytes == 5; }));
}

}  // namespace
}  // namespace dunghan::http
