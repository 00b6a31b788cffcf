#include "finish.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace dunghan::commands {
namespace {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2, kStoreUnusable = 3 };

void Tell(const Error& error, const Console& console) {
  const std::string detail = error.for_log.empty() ? "" : " (" + error.for_log + ")";
  console.err << Escaped(error.for_client + detail) << '\n';
}

}  // namespace

int Fail(const Error& error, const Console& console) {
  Tell(error, console);
  switch (error.code) {
    case ErrorCode::kUnavailable:
    case ErrorCode::kConflict:
    case ErrorCode::kInternal:
      return kStoreUnusable;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
      return kFailed;
  }
  return kFailed;
}

int FailToOpen(const Error& error, const Console& console) {
  Tell(error, console);
  return error.code == ErrorCode::kInvalidArgument ? kUsage : kStoreUnusable;
}

int FailUsage(const Error& error, const Console& console) {
  Tell(error, console);
  return kUsage;
}

int Print(std::string_view text, const Console& console) {
  console.out << text << std::flush;
  return console.out ? kDone : kFailed;
}

int Finish(int code, const Console& console) {
  errno = 0;
  if (console.out.flush()) return code;
  const std::string why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
  console.err << "cannot write to standard output" << why << '\n';
  return code == kDone ? kFailed : code;
}

}  // namespace dunghan::commands
