// How requests and answers follow each other on a connection.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

TEST(Server, AnswersRequestAfterRequestOnOneConnection) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  for (const char* body : {"một", "hai", "ba"}) {
    ASSERT_TRUE(wire.Send(Post("/", body)));
    EXPECT_EQ(wire.Receive().body, body);
  }
  EXPECT_EQ(server.counts().accepted, 1);
  EXPECT_EQ(server.counts().answered, 3);
}

TEST(Server, AnswersThreeRequestsOfOneWriteInOrder) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "one") + Post("/", "two") + Post("/", "three")));
  EXPECT_EQ(wire.Receive().body, "one");
  EXPECT_EQ(wire.Receive().body, "two");
  EXPECT_EQ(wire.Receive().body, "three");
}

TEST(Server, TakesARequestThatArrivesByteByByte) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  for (const char byte : Post("/", "slow")) ASSERT_TRUE(wire.Send({&byte, 1}));
  EXPECT_EQ(wire.Receive().body, "slow");
}

TEST(Server, TakesAChunkedBody) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(
      wire.Send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                "4;name=value\r\nWiki\r\n5\r\npedia\r\n0\r\nTrailer: x\r\n\r\n" +
                Post("/", "next")));
  EXPECT_EQ(wire.Receive().body, "Wikipedia");
  EXPECT_EQ(wire.Receive().body, "next");
}

TEST(Server, TellsWhoIsAtTheOtherEnd) {
  TestServer server([](Request request) -> asio::awaitable<Response> {
    co_return Text(std::string(request.address.begin(), request.address.end()) +
                   (request.from_loopback ? "here" : ""));
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/")));
  EXPECT_EQ(wire.Receive().body,
            std::string(10, '\0') + "\xff\xff\x7f" + std::string(2, '\0') + "\x01here");
}

TEST(Server, IgnoresAnEmptyLineBeforeARequest) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "first") + "\r\n\r\n" + Post("/", "second")));
  EXPECT_EQ(wire.Receive().body, "first");
  EXPECT_EQ(wire.Receive().body, "second");
}

TEST(Server, AnswersHeadLikeGetWithoutTheBody) {
  TestServer server([](Request) -> asio::awaitable<Response> { co_return Text("twelve bytes"); });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("HEAD / HTTP/1.1\r\nHost: test\r\n\r\n" + Get("/")));
  const Answer head = wire.ReceiveHead();
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.Has("Content-Length: 12"));
  EXPECT_EQ(wire.Receive().body, "twelve bytes");
}

TEST(Server, SaysWhatItSendsAndThatItIsNothingElse) {
  TestServer server([](Request) -> asio::awaitable<Response> {
    co_return Response{.status = 201,
                       .content_type = "text/plain",
                       .headers = {{"Location", "/x"}, {"ETag", "\"1\""}},
                       .body = "made"};
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/", "X-Request-Id: a.1\r\n")));
  EXPECT_EQ(wire.Receive().head,
            "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nLocation: /x\r\nETag: \"1\"\r\n"
            "Content-Length: 4\r\nX-Request-Id: a.1\r\nX-Content-Type-Options: nosniff\r\n"
            "Cross-Origin-Resource-Policy: same-origin");
}

TEST(Server, SendsNeitherBodyNorLengthWithNoContent) {
  TestServer server([](Request) -> asio::awaitable<Response> {
    co_return Response{.status = 204, .body = "never sent"};
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/", "Connection: close\r\nX-Request-Id: a\r\n")));
  EXPECT_EQ(wire.ReceiveRest(),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\nX-Request-Id: "
            "a\r\nX-Content-Type-Options: nosniff\r\n"
            "Cross-Origin-Resource-Policy: same-origin"
            "\r\n\r\n");
}

TEST(Server, DeliversAnAnswerLargerThanTheSocketsBuffer) {
  const std::string large(size_t{24} << 20U, 'x');
  TestServer server([&](Request) -> asio::awaitable<Response> { co_return Text(large); });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/") + Get("/")));
  EXPECT_EQ(wire.Receive().body.size(), large.size());
  EXPECT_EQ(wire.Receive().body, large);
}

TEST(Server, TakesABodyThatTakesManyReads) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  std::string large(size_t{3} << 20U, 'x');
  for (size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>('a' + i % 23);
  ASSERT_TRUE(wire.Send(Post("/", large)));
  EXPECT_EQ(wire.Receive().body, large);
}

TEST(Server, ClosesWhereTheClientAsksForIt) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "last", "Connection: close\r\n")));
  EXPECT_TRUE(wire.Receive().Has("Connection: close"));
  EXPECT_TRUE(wire.IsClosedByServer());
}

TEST(Server, ClosesAfterHttp10) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(wire.Receive().Has("Connection: close"));
  EXPECT_TRUE(wire.IsClosedByServer());
}

TEST(Server, KeepsAConnectionOfHttp10ThatAsksForIt) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_TRUE(wire.Receive().Has("Connection: keep-alive"));
  ASSERT_TRUE(wire.Send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(wire.Receive().status, 200);
}

TEST(Server, InvitesABodyThatWaitsForIt) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(
      wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n"
                "Expect: 100-continue\r\n\r\n"));
  ASSERT_TRUE(wire.ReceiveExactly("HTTP/1.1 100 Continue\r\n\r\n"));
  ASSERT_TRUE(wire.Send("body"));
  EXPECT_EQ(wire.Receive().body, "body");
}

TEST(Server, StaysWithHttp11WhateverAClientOffers) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "curl --http2",
                             "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                             "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n")));
  EXPECT_EQ(wire.Receive().body, "curl --http2");
}

TEST(Server, AnswersAClientThatHasEndedSending) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "goodbye")));
  wire.EndSending();
  EXPECT_EQ(wire.Receive().body, "goodbye");
  EXPECT_TRUE(wire.IsClosedByServer());
}

TEST(Server, ForgetsAClientThatLeavesInTheMiddleOfARequest) {
  TestServer server(Echo);
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nhalf"));
  ASSERT_TRUE(server.Reaches([](const auto& counts) { return counts.body_bytes == 4; }));
  wire.Close();
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.connections == 0; }));
  EXPECT_TRUE(server.Reaches([](const auto& counts) { return counts.body_bytes == 0; }));
}

TEST(Server, ListensOnIpv6) {
  asio::io_context io;
  Server server(io, {.address = "::1"}, Echo);
  const auto port = server.Start();
  if (!port) GTEST_SKIP() << "no IPv6 here: " << port.error().for_client;
  EXPECT_GT(*port, 0);
}

TEST(Server, SaysWhyItCannotListen) {
  asio::io_context io;
  Server first(io, {}, Echo);
  const uint16_t port = first.Start().value();
  Server second(io, {.port = port}, Echo);
  EXPECT_EQ(second.Start().error().for_client,
            "cannot listen on 127.0.0.1 port " + std::to_string(port) + ": Address already in use");
  Server third(io, {.address = "localhost"}, Echo);
  EXPECT_EQ(third.Start().error().for_client,
            "cannot listen on localhost port 0: not an IP address");
}

}  // namespace
}  // namespace dunghan::http
