// Answers without end.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

std::shared_ptr<const std::string> Piece(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

Response Streaming(StreamWriter writer) {
  return {.content_type = "text/event-stream", .stream = std::move(writer)};
}

asio::awaitable<void> SendTwo(Outlet& outlet) {
  co_await outlet.Send(Piece("một\n"));
  co_await outlet.Send(Piece(""));
  co_await outlet.Send(Piece("hai\n"));
}

asio::awaitable<Response> Two(Request) { co_return Streaming(SendTwo); }

TEST(Stream, ArrivesInChunksAndEndsTheConnection) {
  TestServer server(Two);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/", "X-Request-Id: a\r\n")));
  EXPECT_EQ(wire.ReceiveRest(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            "Transfer-Encoding: chunked\r\nConnection: close\r\nX-Request-Id: a\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\n\r\n"
            "6\r\nmột\n\r\n4\r\nhai\n\r\n0\r\n\r\n");
}

TEST(Stream, ArrivesBareUntilTheEndWithHttp10) {
  TestServer server(Two);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_FALSE(wire.ReceiveHead().Has("Transfer-Encoding: chunked"));
  EXPECT_EQ(wire.ReceiveRest(), "một\nhai\n");
}

TEST(Stream, IsNotBegunForHead) {
  std::atomic<bool> begun = false;
  TestServer server([&](Request) -> asio::awaitable<Response> {
    co_return Streaming([&](Outlet&) -> asio::awaitable<void> {
      begun = true;
      co_return;
    });
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n"));
  EXPECT_TRUE(wire.ReceiveHead().Has("Transfer-Encoding: chunked"));
  EXPECT_TRUE(wire.IsClosedByServer());
  EXPECT_FALSE(begun);
}

TEST(Stream, SendsEachPieceAtOnce) {
  Gate gate;
  TestServer server([&](Request) -> asio::awaitable<Response> {
    co_return Streaming([&](Outlet& outlet) -> asio::awaitable<void> {
      co_await outlet.Send(Piece("now"));
      co_await gate.Pass();
      co_await outlet.Send(Piece("then"));
    });
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/")));
  EXPECT_EQ(wire.ReceiveHead().status, 200);
  EXPECT_TRUE(wire.ReceiveExactly("3\r\nnow\r\n"));
  gate.Open();
  EXPECT_TRUE(wire.ReceiveExactly("4\r\nthen\r\n0\r\n\r\n"));
}

/// A writer that sends a piece, waits for the gate, and notes what became of the second.
class WaitingStream : public ::testing::Test {
 protected:
  asio::awaitable<void> Write(Outlet& outlet) {
    co_await outlet.Send(Piece("first"));
    co_await gate_.Pass();
    second_sent_ = co_await outlet.Send(Piece("second"));
    has_ended_ = true;
  }

  Wire Begin() {
    Wire wire = server_.Connect();
    EXPECT_TRUE(wire.Send(Get("/")));
    EXPECT_EQ(wire.ReceiveHead().status, 200);
    EXPECT_TRUE(wire.ReceiveExactly("5\r\nfirst\r\n"));
    return wire;
  }

  Gate gate_;
  std::atomic<bool> second_sent_ = true;
  std::atomic<bool> has_ended_ = false;
  TestServer server_{[this](Request) -> asio::awaitable<Response> {
    co_return Streaming([this](Outlet& outlet) { return Write(outlet); });
  }};
};

TEST_F(WaitingStream, IsNotKeptForAClientThatHasGone) {
  Wire wire = Begin();
  wire.Close();
  EXPECT_TRUE(server_.Reaches([](const auto& counts) { return counts.connections == 0; }));
  gate_.Open();
  ASSERT_TRUE(Eventually([&] { return has_ended_.load(); }));
  EXPECT_FALSE(second_sent_);
}

TEST_F(WaitingStream, EndsAtItsNextPieceWhenTheServerStops) {
  Wire wire = Begin();
  auto stopped = server_.Stop();
  gate_.Open();
  EXPECT_EQ(wire.ReceiveRest(), "0\r\n\r\n");
  wire.Close();
  EXPECT_EQ(stopped.wait_for(std::chrono::seconds(2)), std::future_status::ready);
  EXPECT_FALSE(second_sent_);
}

TEST_F(WaitingStream, HoldsNoRequestInWork) {
  const Wire wire = Begin();
  EXPECT_EQ(server_.counts().requests, 0);
  EXPECT_EQ(server_.counts().connections, 1);
  EXPECT_EQ(server_.counts().answered, 1);
}

TEST(Stream, IsGivenUpWhenTheClientDoesNotTakeAPiece) {
  std::atomic<bool> given_up = false;
  TestServer server(
      [&](Request) -> asio::awaitable<Response> {
        co_return Streaming([&](Outlet& outlet) -> asio::awaitable<void> {
          const auto piece = Piece(std::string(size_t{1} << 20U, 'x'));
          for (;;) {
            const bool sent = co_await outlet.Send(piece);
            if (!sent) break;
          }
          given_up = true;
        });
      },
      {.write_timeout = std::chrono::milliseconds(60)});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/")));
  EXPECT_TRUE(Eventually([&] { return given_up.load(); }));
  EXPECT_EQ(server.counts().timed_out_writing, 1);
}

TEST(Stream, ThatFailsEndsWithoutItsLastChunk) {
  TestServer server([](Request) -> asio::awaitable<Response> {
    co_return Streaming([](Outlet& outlet) -> asio::awaitable<void> {
      co_await outlet.Send(Piece("half"));
      throw std::runtime_error("the other half is missing");
    });
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/")));
  EXPECT_EQ(wire.ReceiveHead().status, 200);
  EXPECT_EQ(wire.ReceiveRest(), "4\r\nhalf\r\n");
  EXPECT_EQ(server.counts().failed, 1);
  EXPECT_EQ(server.failures(), std::vector<std::string>{"the other half is missing"});
}

}  // namespace
}  // namespace dunghan::http
