#include "http/problem.h"

#include "answer.h"
#include "dunghan/base/json_table.h"
#include "http/problem_shape.h"

namespace dunghan::http {
namespace {

struct ProblemDetails {
  int status;
  std::string_view detail;
};

using ProblemRow = JsonRow<ProblemDetails>;
constexpr JsonTable kProblemTable(
    "problem", "Why a request was refused, as of RFC 9457.",
    {ProblemRow::Of("type", "about:blank: the status says what kind it is.",
                    [](const auto&) { return std::string_view("about:blank"); }),
     ProblemRow::Of("title", "The status in words.",
                    [](const auto& problem) { return ReasonPhrase(problem.status); }),
     ProblemRow::Of("status", "The status of HTTP.",
                    [](const auto& problem) { return problem.status; }),
     ProblemRow::Of("detail", "What was wrong, where, what was expected and what was found.",
                    [](const auto& problem) { return problem.detail; })});

}  // namespace

const JsonShape& ProblemShape() { return kProblemTable.shape(); }

int StatusOf(ErrorCode code) {
  // Without a default: a new code does not compile until it has its answer.
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return 400;
    case ErrorCode::kNotFound:
      return 404;
    case ErrorCode::kConflict:
      return 409;
    case ErrorCode::kUnavailable:
      return 503;
    case ErrorCode::kInternal:
      return 500;
  }
  return 500;
}

Response Problem(int status, std::string_view detail) {
  return {.status = status,
          .content_type = "application/problem+json",
          .headers = {{"Cache-Control", "no-store"}},
          .body = kProblemTable.ToText({status, detail})};
}

Response Problem(const Error& error) {
  Response response = Problem(StatusOf(error.code), error.for_client);
  if (error.code == ErrorCode::kUnavailable) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace dunghan::http
