// Requests that no handler gets to see.
#include <gtest/gtest.h>

#include "harness.h"

namespace dunghan::http {
namespace {

constexpr std::string_view kChunkedPost =
    "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Of a server that takes bodies up to 100 bytes and headers up to 1,000.
class Refusal : public ::testing::Test {
 protected:
  Answer To(std::string_view bytes) {
    Wire wire = server_.Connect();
    EXPECT_TRUE(wire.Send(bytes));
    Answer answer = wire.Receive();
    EXPECT_TRUE(answer.Has("Connection: close")) << bytes;
    EXPECT_TRUE(wire.IsClosedByServer()) << bytes;
    return answer;
  }

  std::atomic<int> handled_ = 0;
  TestServer server_{[this](Request request) -> asio::awaitable<Response> {
                       ++handled_;
                       co_return Text(std::move(request.body));
                     },
                     {.max_body = 100, .max_header = 1000}};
};

TEST_F(Refusal, OfWhatIsNoHttpIs400) {
  EXPECT_EQ(To("\x16\x03\x01\x02 TLS client hello\r\n\r\n").body,
            R"({"type":"about:blank","title":"Bad Request","status":400,)"
            R"("detail":"this is not a well-formed HTTP request"})");
  for (const char* bytes :
       {"GET\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nb\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"}) {
    EXPECT_EQ(To(bytes).status, 400) << bytes;
  }
  EXPECT_EQ(server_.counts().refused_malformed, 8);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Refusal, OfLinesThatEndInALineFeedAloneIs400AtOnce) {
  // Nothing comes after these that would end a line properly.
  for (const char* bytes :
       {"\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n", "\r\n\nGET / HTTP/1.1\r\n"}) {
    EXPECT_EQ(To(bytes).status, 400) << bytes;
  }
  for (const char* chunks : {"1\n", "1;x=y\n", "1\r\nx\n", "0\n", "0\r\n\n", "0\r\nX: y\n"}) {
    EXPECT_EQ(To(std::string(kChunkedPost) + chunks).status, 400) << chunks;
  }
  EXPECT_EQ(server_.counts().timed_out_reading, 0);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Refusal, OfFoldedFieldsIs400) {
  for (const char* fields :
       {"X: a\r\n b\r\n\r\n", "X: a\r\n\tb\r\n\r\n", "X:\r\n b\r\n\r\n", "X: \r\n \r\n\r\n",
        "Content-Length: 1\r\n 0\r\n\r\n", "Transfer-Encoding: \r\n chunked\r\n\r\n"}) {
    EXPECT_EQ(To("POST / HTTP/1.1\r\nHost: test\r\n" + std::string(fields)).status, 400) << fields;
  }
  EXPECT_EQ(To("GET / HTTP/1.1\r\n Host: test\r\n\r\n").status, 400);
  EXPECT_EQ(To(std::string(kChunkedPost) + "0\r\nX: a\r\n b\r\n\r\n").status, 400);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Refusal, OfARequestThatTwoReadersWouldDelimitDifferentlyIs400) {
  const std::string begin = "POST / HTTP/1.1\r\nHost: test\r\n";
  for (const char* fields :
       {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "Content-Length: 5, 5\r\n\r\nhello",
        "Content-Length: +5\r\n\r\nhello", "Content-Length: -5\r\n\r\nhello",
        "Content-Length: 0x5\r\n\r\nhello", "Content-Length: \r\n\r\nhello",
        "Content-Length: 99999999999999999999\r\n\r\nhello", "Content-Length : 5\r\n\r\nhello"}) {
    EXPECT_EQ(To(begin + fields).status, 400) << fields;
  }
  EXPECT_EQ(To("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Refusal, OfUnknownTransferCodingsIs501) {
  for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked"}) {
    EXPECT_EQ(To("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: " + std::string(coding) +
                 "\r\n\r\n0\r\n\r\n")
                  .status,
              501)
        << coding;
  }
}

TEST_F(Refusal, OfMalformedChunksIs400) {
  for (const char* chunks : {"g\r\n", "-1\r\nx\r\n", "2\r\nabc\r\n0\r\n\r\n", "1 \r\nx\r\n",
                             "fffffffffffffffff\r\n", "1\nx\n0\n\n\r\n"}) {
    EXPECT_EQ(To(std::string(kChunkedPost) + chunks).status, 400) << chunks;
  }
}

TEST_F(Refusal, OfARequestWithoutExactlyOneHostIs400) {
  EXPECT_EQ(To("GET / HTTP/1.1\r\n\r\n").status, 400);
  EXPECT_EQ(To("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
  EXPECT_EQ(To("GET http://a/ HTTP/1.1\r\n\r\n").status, 400);
}

TEST_F(Refusal, OfAHostThatIsNoneIs400) {
  for (const char* host : {"a b", "a/b", "user@a", "a:b", "a:1:2", "http://a", "[::1", "é"}) {
    const int status = To("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status;
    EXPECT_EQ(status, 400) << host;
  }
}

TEST_F(Refusal, OfTwoAuthorizationsIs400) {
  EXPECT_EQ(To(Get("/", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n")).status, 400);
}

TEST_F(Refusal, OfATargetThatCannotBeDecodedIs400) {
  EXPECT_EQ(To(Get("/%zz")).body, R"({"type":"about:blank","title":"Bad Request","status":400,)"
                                  R"("detail":"the path or the query cannot be decoded"})");
  EXPECT_EQ(To(Get("/a%00b")).status, 400);
  EXPECT_EQ(To(Get("*")).status, 400);
}

TEST_F(Refusal, OfATunnelIs501AndOfAnotherSchemeIs421) {
  EXPECT_EQ(To("CONNECT test:443 HTTP/1.1\r\nHost: test:443\r\n\r\n").status, 501);
  EXPECT_EQ(To(Get("https://test/")).status, 421);
  EXPECT_EQ(handled_, 0);
}

TEST_F(Refusal, IsForNobodyToKeep) {
  const Answer answer = To(Get("/%zz"));
  EXPECT_TRUE(answer.Has("Cache-Control: no-store"));
  EXPECT_TRUE(answer.Has("Cross-Origin-Resource-Policy: same-origin"));
}

TEST_F(Refusal, OfAnUnknownExpectationIs417) {
  EXPECT_EQ(To(Post("/", "x", "Expect: miracles\r\n")).status, 417);
}

TEST_F(Refusal, OfALongHeaderIs431) {
  EXPECT_EQ(To(Get("/", "X: " + std::string(2000, 'x') + "\r\n")).body,
            R"({"type":"about:blank","title":"Request Header Fields Too Large","status":431,)"
            R"("detail":"the header exceeds 1000 bytes"})");
  EXPECT_EQ(To("GET /" + std::string(2000, 'x')).status, 431);
  EXPECT_EQ(server_.counts().refused_header, 2);
}

TEST_F(Refusal, OfAHeaderThatGrowsLongFieldByFieldIs431) {
  Wire wire = server_.Connect();
  // Each write ends with the first byte of the next field: what came before can be parsed and is
  // not in the buffer any more when the next one comes.
  ASSERT_TRUE(wire.Send("GET / HTTP/1.1\r\nHost: test\r\nX"));
  for (int field = 0; field < 20; ++field) {
    if (!wire.Send("-Field: " + std::string(80, 'x') + "\r\nX")) break;
    server_.counts();
  }
  EXPECT_EQ(wire.Receive().status, 431);
}

TEST_F(Refusal, OfALongTrailerOrChunkExtensionIs431) {
  EXPECT_EQ(To(std::string(kChunkedPost) + "0\r\nX: " + std::string(2000, 'x')).status, 431);
  EXPECT_EQ(To(std::string(kChunkedPost) + "1;x=" + std::string(2000, 'x')).status, 431);
}

TEST_F(Refusal, OfABodyAnnouncedTooLargeIs413BeforeItIsRead) {
  EXPECT_EQ(To("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 101\r\n\r\n").body,
            R"({"type":"about:blank","title":"Payload Too Large","status":413,)"
            R"("detail":"the body exceeds 100 bytes"})");
  EXPECT_EQ(server_.counts().refused_body, 1);
  EXPECT_EQ(server_.counts().body_bytes, 0);
}

TEST_F(Refusal, OfABodyTooLargeIs413InsteadOfAnInvitation) {
  EXPECT_EQ(To("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 101\r\n"
               "Expect: 100-continue\r\n\r\n")
                .status,
            413);
}

TEST_F(Refusal, OfABodyThatGrowsTooLargeInChunksIs413) {
  const std::string chunk = "32\r\n" + std::string(50, 'x') + "\r\n";
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send(std::string(kChunkedPost) + chunk + chunk + "1\r\n"));
  EXPECT_EQ(wire.Receive().status, 413);
  EXPECT_TRUE(server_.Reaches([](const auto& counts) { return counts.body_bytes == 0; }));
}

TEST_F(Refusal, ReachesAClientThatSendsAllBeforeItReads) {
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send(Post("/", std::string(8000, 'x'))));
  EXPECT_EQ(wire.Receive().status, 413);
  EXPECT_TRUE(wire.EndsCleanly());
}

TEST_F(Refusal, DoesNotListenForEver) {
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 999999999\r\n\r\n"));
  const std::string much(size_t{1} << 20U, 'x');
  int sent = 0;
  while (sent < 50 && wire.Send(much)) ++sent;
  EXPECT_LT(sent, 50);
  EXPECT_TRUE(server_.Reaches([](const auto& counts) { return counts.connections == 0; }));
}

TEST_F(Refusal, OfOneDoesNotTouchTheOthersOfAConnection) {
  Wire wire = server_.Connect();
  ASSERT_TRUE(wire.Send(Post("/", "good") + "nonsense\r\n\r\n"));
  EXPECT_EQ(wire.Receive().body, "good");
  EXPECT_EQ(wire.Receive().status, 400);
}

}  // namespace
}  // namespace dunghan::http
