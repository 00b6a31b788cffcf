// What a handler gets to see of a request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

/// The request as its handler gets it.
Request Seen(const std::string& bytes) {
  Request seen;
  TestServer server([&](Request request) -> asio::awaitable<Response> {
    seen = std::move(request);
    co_return Response{};
  });
  Wire wire = server.Connect();
  EXPECT_TRUE(wire.Send(bytes));
  EXPECT_EQ(wire.ReceiveHead().status, 200);
  // After this the server's thread has nothing more to do with it.
  server.Destroy();
  return seen;
}

TEST(Request, HasVietnameseTextDecodedInPathAndQuery) {
  const Request request =
      Seen(Get("/h%E1%BB%93%20s%C6%A1?q=Nguy%E1%BB%85n+V%C4%83n%20%C3%81nh&tr%E1%BB%85"));
  EXPECT_EQ(request.path, "/hồ sơ");
  EXPECT_EQ(FindQuery(request, "q"), "Nguyễn Văn Ánh");
  EXPECT_EQ(FindQuery(request, "trễ"), "");
  EXPECT_EQ(FindQuery(request, "cursor"), std::nullopt);
}

TEST(Request, HasTheFieldsThatHandlersAskFor) {
  const Request request =
      Seen(Post("/api/v1/events", "{}",
                "Content-Type: Application/JSON ; charset=utf-8\r\nContent-Encoding: GZip\r\n"
                "Accept: text/html\r\nAccept: text/plain;q=0.5\r\nAccept-Encoding: gzip, br\r\n"
                "Authorization: Bearer abC\r\nOrigin: http://example.vn\r\nX-Other: ignored\r\n"));
  EXPECT_EQ(request.method, Method::kPost);
  EXPECT_EQ(request.path, "/api/v1/events");
  EXPECT_EQ(request.content_type, "application/json");
  EXPECT_EQ(request.content_encoding, "gzip");
  EXPECT_EQ(request.accept, "text/html, text/plain;q=0.5");
  EXPECT_EQ(request.accept_encoding, "gzip, br");
  EXPECT_EQ(request.authorization, "Bearer abC");
  EXPECT_EQ(request.origin, "http://example.vn");
  EXPECT_EQ(request.host, "test");
  EXPECT_EQ(request.body, "{}");
}

TEST(Request, HasTheFieldsOfACloudEvent) {
  const Request request = Seen(
      Post("/api/v1/events", "{}",
           "ce-id: 7\r\nCE-Source: /a%20b\r\nce-: none\r\nX-ce-type: none\r\nCe-iD:  \"8\" \r\n"));
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"id", "7"}, {"source", "/a%20b"}, {"id", "\"8\""}};
  EXPECT_EQ(request.ce_fields, expected);
}

TEST(Request, LetsItsHandlerTakeRoomForWhatItMakesOfTheBody) {
  ServerOptions options;
  options.max_body = 1000;
  options.max_bodies = 2000;
  std::vector<bool> taken;
  TestServer server(
      [&](Request request) -> asio::awaitable<Response> {
        taken.push_back(request.take_room(500));
        taken.push_back(request.take_room(1600));
        taken.push_back(request.take_room(1000));
        co_return Response{};
      },
      options);
  Wire wire = server.Connect();
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(wire.Send(Post("/", std::string(400, 'x'))));
    EXPECT_EQ(wire.ReceiveHead().status, 200);
    // Given back with the answer, so that the second request finds what the first found.
    server.counts();
    EXPECT_EQ(std::exchange(taken, {}), (std::vector<bool>{true, false, true}));
  }
  EXPECT_EQ(server.counts().body_bytes, 0);
}

TEST(Request, NamesAMethodThatIsNoneOfOurs) {
  const Request request = Seen("BREW /coffee HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(request.method, Method::kOther);
  EXPECT_EQ(request.method_name, "BREW");
}

TEST(Request, MayNameTheServerInItsTarget) {
  const Request request = Seen(Get("http://other:8080/healthz?deep=yes"));
  EXPECT_EQ(request.path, "/healthz");
  EXPECT_EQ(FindQuery(request, "deep"), "yes");
  EXPECT_EQ(request.host, "other:8080") << "not that of Host";
}

TEST(Request, MayBeginBehindALineBreakThatComesInPieces) {
  Request seen;
  TestServer server([&](Request request) -> asio::awaitable<Response> {
    seen = std::move(request);
    co_return Response{};
  });
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send("\r"));
  server.counts();
  ASSERT_TRUE(wire.Send("\n" + Get("/a")));
  EXPECT_EQ(wire.ReceiveHead().status, 200);
  server.Destroy();
  EXPECT_EQ(seen.path, "/a");
}

TEST(Request, SaysWhichMessageOfAStreamWasTheLast) {
  EXPECT_EQ(Seen(Get("/", "last-event-id: 9-1\r\n")).last_event_id, "9-1");
}

TEST(Request, IsNotChangedByTrailers) {
  const Request request = Seen(
      "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\n{}\r\n0\r\nAuthorization: Bearer smuggled\r\nAccept: x\r\n\r\n");
  EXPECT_EQ(request.authorization, "");
  EXPECT_EQ(request.accept, "");
}

}  // namespace
}  // namespace dunghan::http
