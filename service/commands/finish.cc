#include "finish.h"

#include <cerrno>
#include <string>
#include <system_error>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"

namespace dunghan::commands {
namespace {

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
      return app::kStoreUnusable;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
      return app::kFailed;
  }
  return app::kFailed;
}

int FailToOpen(const Error& error, const Console& console) {
  Tell(error, console);
  return error.code == ErrorCode::kInvalidArgument ? app::kUsage : app::kStoreUnusable;
}

int FailUsage(const Error& error, const Console& console) {
  Tell(error, console);
  return app::kUsage;
}

int Print(std::string_view text, const Console& console) {
  console.out << text << std::flush;
  return console.out ? app::kDone : app::kFailed;
}

int Finish(int code, const Console& console) {
  errno = 0;
  if (console.out.flush()) return code;
  const std::string why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
  console.err << "cannot write to standard output" << why << '\n';
  return code == app::kDone ? app::kFailed : code;
}

}  // namespace dunghan::commands
