#include "http/problem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dunghan::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(Problem, SaysTypeTitleStatusAndDetail) {
  const Response response = Problem(404, R"(no dossier "H29.1")");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Not Found","status":404,)"
                           R"("detail":"no dossier \"H29.1\""})");
}

TEST(Problem, StaysJsonWhateverTheDetailIs) {
  EXPECT_EQ(Problem(400, "\xFF\n").body,
            R"({"type":"about:blank","title":"Bad Request","status":400,"detail":")"
            "\xEF\xBF\xBD"
            R"(\n"})");
}

TEST(Problem, OfAnErrorKeepsTheLogsTextInTheHouse) {
  const Response response = Problem(Internal("the store is damaged", "page 7 of /var/lib/x"));
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
                           R"("detail":"the store is damaged"})");
  EXPECT_THAT(response.headers, ElementsAre(Pair("Cache-Control", "no-store")));
}

TEST(Problem, OfUnavailabilitySaysWhenToTryAgain) {
  const Response response = Problem(Unavailable("the ledger is busy"));
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers,
              ElementsAre(Pair("Cache-Control", "no-store"), Pair("Retry-After", "1")));
}

TEST(Problem, HasAStatusForEveryCode) {
  EXPECT_EQ(StatusOf(ErrorCode::kInvalidArgument), 400);
  EXPECT_EQ(StatusOf(ErrorCode::kNotFound), 404);
  EXPECT_EQ(StatusOf(ErrorCode::kConflict), 409);
  EXPECT_EQ(StatusOf(ErrorCode::kUnavailable), 503);
  EXPECT_EQ(StatusOf(ErrorCode::kInternal), 500);
}

}  // namespace
}  // namespace dunghan::http
