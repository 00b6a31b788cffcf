#include "http/problem.h"

#include <fmt/format.h>

#include "answer.h"
#include "dunghan/base/text.h"

namespace dunghan::http {

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
          .body = fmt::format(R"({{"type":"about:blank","title":{},"status":{},"detail":{}}})",
                              JsonQuote(ReasonPhrase(status)), status, JsonQuote(detail))};
}

Response Problem(const Error& error) {
  Response response = Problem(StatusOf(error.code), error.for_client);
  if (error.code == ErrorCode::kUnavailable) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace dunghan::http
