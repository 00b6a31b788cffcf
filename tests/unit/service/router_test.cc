#include "api/router.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace dunghan::api {
namespace {

namespace asio = boost::asio;
using http::Method;

asio::awaitable<http::Response> Echo(Call call) {
  co_return http::Response{.content_type = "text/plain",
                           .body = call.request.path + " rest=" + call.rest};
}

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    router_.Add(Method::kGet, "/a", access::kReaders, Echo);
    router_.Add(Method::kGet, "/a/{code}", access::kReaders, Echo);
    router_.Add(Method::kPost, "/b", access::kReaders, Echo);
    router_.AskAt([](const http::Request&,
                     access::Permit) -> boost::system::result<access::Caller, access::Refusal> {
      return access::Caller{.role = access::Role::kAdmin};
    });
    router_.Observe([this](std::string_view route, int status, std::string_view) {
      observed_.push_back(std::string(route) + " " + std::to_string(status));
    });
  }
  http::Response Ask(Method method, std::string path, std::string host = "127.0.0.1:8080") {
    http::Request request;
    request.host = std::move(host);
    request.method = method;
    request.method_name = method == Method::kPost    ? "POST"
                          : method == Method::kOther ? "OPTIONS"
                                                     : "GET";
    request.path = std::move(path);
    asio::io_context io;
    auto response = asio::co_spawn(io, router_.Answer(std::move(request)), asio::use_future);
    io.run();
    return response.get();
  }

  static std::string Header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  Router router_;
  std::vector<std::string> observed_;
};

TEST_F(RouterTest, WithoutADoorNobodyIsLetIn) {
  router_.AskAt(nullptr);
  EXPECT_EQ(Ask(Method::kGet, "/a").status, 403);
  EXPECT_EQ(Ask(Method::kPost, "/b").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/nowhere").status, 404);
}

TEST_F(RouterTest, AsksAtTheDoorForWhatTheRoutePermits) {
  router_.AskAt(
      [](const http::Request& request,
         access::Permit permit) -> boost::system::result<access::Caller, access::Refusal> {
        EXPECT_TRUE(permit.Includes(access::Role::kViewer));
        EXPECT_FALSE(permit.anybody());
        if (request.path == "/a") return access::Refusal{.status = 401};
        return access::Caller{.role = access::Role::kViewer};
      });
  EXPECT_EQ(Ask(Method::kGet, "/a").status, 401);
  EXPECT_EQ(Ask(Method::kGet, "/a/1").status, 200);
}

TEST_F(RouterTest, FindsARouteByItsWholePath) {
  EXPECT_EQ(Ask(Method::kGet, "/a").body, "/a rest=");
  EXPECT_EQ(observed_, std::vector<std::string>{"/a 200"});
}

TEST_F(RouterTest, APlaceholderTakesInAllTheRest) {
  EXPECT_EQ(Ask(Method::kGet, "/a/000.00/1").body, "/a/000.00/1 rest=000.00/1");
  EXPECT_EQ(observed_, std::vector<std::string>{"/a/{code} 200"});
}

TEST_F(RouterTest, APlaceholderIsNotEmpty) { EXPECT_EQ(Ask(Method::kGet, "/a/").status, 404); }

TEST_F(RouterTest, HeadIsAnsweredWhereGetIs) { EXPECT_EQ(Ask(Method::kHead, "/a").status, 200); }

TEST_F(RouterTest, SaysWhichMethodsAPathTakes) {
  const auto response = Ask(Method::kPost, "/a");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(Header(response, "Allow"), "GET, HEAD");
  EXPECT_EQ(Header(Ask(Method::kGet, "/b"), "Allow"), "POST");
}

TEST_F(RouterTest, SaysWhichMethodsTheServerTakes) {
  const auto response = Ask(Method::kOther, "*");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(Header(response, "Allow"), "OPTIONS, GET, HEAD, POST");
}

TEST_F(RouterTest, AnswersForNoOtherName) {
  for (const auto& [method, path] :
       std::vector<std::pair<Method, std::string>>{{Method::kGet, "/a"},
                                                   {Method::kPost, "/b"},
                                                   {Method::kPost, "/a"},
                                                   {Method::kGet, "/nowhere"},
                                                   {Method::kOther, "*"}}) {
    const auto response = Ask(method, path, "evil.example:8080");
    EXPECT_EQ(response.status, 421) << path;
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body,
              R"({"type":"about:blank","title":"Misdirected Request","status":421,)"
              R"("detail":"\"evil.example:8080\" is none of the names answered for here: )"
              R"(localhost, a loopback address, or one of [server] names"})");
  }
  EXPECT_EQ(observed_, std::vector<std::string>(5, " 421"));
  router_.AnswerOnlyFor(HostNames({"dunghan.example.vn"}));
  EXPECT_EQ(Ask(Method::kGet, "/a", "dunghan.example.vn").status, 200);
}

TEST_F(RouterTest, AnUnknownPathIsNotFoundAndCountedAsNone) {
  EXPECT_EQ(Ask(Method::kGet, "/nowhere").status, 404);
  EXPECT_EQ(observed_, std::vector<std::string>{" 404"});
}

}  // namespace
}  // namespace dunghan::api
