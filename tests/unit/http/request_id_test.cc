// What requests are called, in answers and in the log.
#include "http/request_id.h"

#include <gtest/gtest.h>

#include <set>

#include "harness.h"

namespace dunghan::http {
namespace {

asio::awaitable<Response> TellId(Request request) {
  if (request.path == "/fail") throw std::runtime_error("failed");
  co_return Text(request.id);
}

std::string IdOf(const Answer& answer) {
  constexpr std::string_view kName = "\r\nX-Request-Id: ";
  const size_t at = answer.head.find(kName);
  if (at == std::string::npos) return {};
  const size_t begin = at + kName.size();
  return answer.head.substr(begin, answer.head.find("\r\n", begin) - begin);
}

TEST(RequestId, IsTheOneThatWasSentIfItIsHarmless) {
  TestServer server(TellId);
  Wire wire = server.Connect();
  const std::string longest(64, 'x');
  for (const std::string& id : {std::string("4bf92f35-77b3.a_1"), longest}) {
    ASSERT_TRUE(wire.Send(Get("/", "x-request-ID: " + id + "\r\n")));
    const Answer answer = wire.Receive();
    EXPECT_EQ(answer.body, id);
    EXPECT_EQ(IdOf(answer), id);
  }
  for (const std::string& id :
       {std::string("a b"), std::string("<script>"), longest + "x", std::string("\"")}) {
    ASSERT_TRUE(wire.Send(Get("/", "X-Request-Id: " + id + "\r\n")));
    const Answer answer = wire.Receive();
    EXPECT_NE(answer.body, id);
    EXPECT_TRUE(IsRequestId(answer.body));
    EXPECT_EQ(IdOf(answer), answer.body);
  }
}

TEST(RequestId, IsMadeWhereThereIsNoneAndNeverTwice) {
  TestServer server(TellId);
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    Wire wire = server.Connect();
    for (int k = 0; k < 20; ++k) {
      ASSERT_TRUE(wire.Send(Get("/")));
      ids.insert(wire.Receive().body);
    }
  }
  EXPECT_EQ(ids.size(), 60U);
  EXPECT_LE(ids.rbegin()->size(), 12U);
}

TEST(RequestId, IsOnEveryAnswer) {
  TestServer server(TellId);
  Wire failing = server.Connect();
  ASSERT_TRUE(failing.Send(Get("/fail", "X-Request-Id: mine\r\n")));
  const Answer failed = failing.Receive();
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(IdOf(failed), "mine");
  EXPECT_EQ(server.failures(), std::vector<std::string>{"failed"});
  EXPECT_EQ(server.failed_requests(), std::vector<std::string>{"mine"});
  Wire malformed = server.Connect();
  ASSERT_TRUE(malformed.Send("GET / HTTP/1.1\r\nX-Request-Id: early\r\nHost: a b\r\n\r\n"));
  const Answer refused = malformed.Receive();
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(IdOf(refused), "early");
  Wire nonsense = server.Connect();
  ASSERT_TRUE(nonsense.Send("nonsense\r\n\r\n"));
  EXPECT_TRUE(IsRequestId(IdOf(nonsense.Receive())));
}

TEST(RequestId, IsOnAnAnswerThatCameLate) {
  Gate gate;
  TestServer server(
      [&](Request) -> asio::awaitable<Response> {
        co_await gate.Pass();
        co_return Text("late");
      },
      {.request_timeout = std::chrono::milliseconds{50}});
  Wire wire = server.Connect();
  ASSERT_TRUE(wire.Send(Get("/", "X-Request-Id: slow\r\n")));
  const Answer answer = wire.Receive();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(IdOf(answer), "slow");
  gate.Open();
}

}  // namespace
}  // namespace dunghan::http
