#include "api/operations.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace dunghan::api {
namespace {

namespace asio = boost::asio;

class OperationsTest : public testing::Test {
 protected:
  OperationsTest() {
    auto operations = std::make_shared<Operations>();
    operations->key = "the key";
    operations->retry_quarantine = Doing("retried");
    operations->discard_quarantine = Doing("discarded");
    operations->apply_rulebook = Doing("applied");
    AddOperations(router_, operations);
    router_.AskAt([](const http::Request&,
                     access::Permit) -> boost::system::result<access::Caller, access::Refusal> {
      return access::Caller{.role = access::Role::kAdmin};
    });
    request_.host = "127.0.0.1:8080";
    request_.method = http::Method::kPost;
    request_.method_name = "POST";
    request_.path = "/api/v1/quarantine/retry";
    request_.authorization = "Bearer the key";
    request_.content_type = "application/json";
    request_.from_loopback = true;
    request_.body = R"({"operator":"an"})";
  }

  Operate Doing(std::string what) {
    return [this, what](Operation operation) { return Do(what, std::move(operation)); };
  }
  asio::awaitable<Result<std::string>> Do(std::string what, Operation operation) {
    done_.push_back(what);
    asked_ = std::move(operation);
    co_return Result<std::string>("{}");
  }

  http::Response Ask(http::Request request) {
    asio::io_context io;
    auto response = asio::co_spawn(io, router_.Answer(std::move(request)), asio::use_future);
    io.run();
    return response.get();
  }
  int StatusWith(const std::function<void(http::Request&)>& change) {
    http::Request request = request_;
    change(request);
    return Ask(std::move(request)).status;
  }

  Router router_;
  http::Request request_;
  std::vector<std::string> done_;
  Operation asked_;
};

TEST_F(OperationsTest, AreDoneForWhoKnowsTheKey) {
  for (const char* path :
       {"/api/v1/quarantine/retry", "/api/v1/quarantine/discard", "/api/v1/rulebook/apply"}) {
    EXPECT_EQ(StatusWith([&](http::Request& request) { request.path = path; }), 200);
  }
  EXPECT_EQ(done_, (std::vector<std::string>{"retried", "discarded", "applied"}));
  request_.body = R"({"ids":[3,4],"operator":"Nguyễn An","rulebook":"ab","reason":"sai ngày",)"
                  R"("effective_from":"2021-06-01"})";
  EXPECT_EQ(Ask(request_).body, "{}\n");
  EXPECT_EQ(asked_.ids, (std::vector<int64_t>{3, 4}));
  EXPECT_EQ(asked_.operator_name, "Nguyễn An");
  EXPECT_EQ(asked_.rulebook, "ab");
  EXPECT_EQ(asked_.reason, "sai ngày");
  EXPECT_EQ(asked_.effective_from, "2021-06-01");
}

TEST_F(OperationsTest, AreRefusedToEverybodyElse) {
  using Request = http::Request;
  EXPECT_EQ(StatusWith([](Request& request) { request.from_loopback = false; }), 403);
  EXPECT_EQ(StatusWith([](Request& request) { request.origin = "http://127.0.0.1:8080"; }), 403);
  for (const char* wrong :
       {"", "the key", "Bearer ", "Bearer the kez", "Bearer the key2", "Basic x"}) {
    EXPECT_EQ(StatusWith([&](Request& request) { request.authorization = wrong; }), 401) << wrong;
  }
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded"}) {
    EXPECT_EQ(StatusWith([&](Request& request) { request.content_type = type; }), 415) << type;
  }
  EXPECT_EQ(StatusWith([](Request& request) { request.host = "evil.example:8080"; }), 421);
  EXPECT_EQ(StatusWith([](Request& request) { request.method = http::Method::kGet; }), 405);
  EXPECT_EQ(StatusWith([](Request& request) { request.query = {{"x", "1"}}; }), 400);
  EXPECT_TRUE(done_.empty());
}

TEST_F(OperationsTest, NameWhatIsWrongWithTheBody) {
  const auto detail = [](std::string body) { return ReadOperation(body).error().for_client; };
  EXPECT_EQ(detail("[]"), "expected a JSON object");
  EXPECT_EQ(detail("{"), "expected a JSON object");
  EXPECT_EQ(detail("{}"), "operator: missing; expected a name");
  EXPECT_EQ(detail(R"({"operator":"a\u0007"})"),
            "operator: expected text of at most 1000 printable characters");
  EXPECT_EQ(detail(R"({"operator":"a","ids":7})"),
            "ids: expected a list of at most 100000 numbers");
  EXPECT_EQ(detail(R"({"operator":"a","ids":["7"]})"), "ids: expected whole numbers");
  EXPECT_EQ(detail(R"({"operator":"a","id":7})"), "\"id\": unknown field");
  EXPECT_TRUE(done_.empty());
}

}  // namespace
}  // namespace dunghan::api
