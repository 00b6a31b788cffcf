#include "dunghan/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dunghan {

Error InvalidArgument(std::string text) {
  return {ErrorCode::kInvalidArgument, std::move(text), {}};
}
Error NotFound(std::string text) { return {ErrorCode::kNotFound, std::move(text), {}}; }
Error Conflict(std::string text) { return {ErrorCode::kConflict, std::move(text), {}}; }
Error Unavailable(std::string text, std::string for_log) {
  return {ErrorCode::kUnavailable, std::move(text), std::move(for_log)};
}
Error Internal(std::string text, std::string for_log) {
  return {ErrorCode::kInternal, std::move(text), std::move(for_log)};
}

std::string ToString(const Problem& problem) {
  std::string place = problem.file;
  if (problem.line > 0) place += fmt::format(":{}", problem.line);
  if (!place.empty()) place += ": ";
  if (problem.severity == Problem::Severity::kWarning) place += "warning: ";
  if (!problem.field.empty()) place += problem.field + ": ";
  return place + problem.message;
}

bool HasErrors(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.severity == Problem::Severity::kError;
  });
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(error.for_log.empty() ? error.for_client
                                                 : error.for_client + ": " + error.for_log);
}

}  // namespace dunghan
