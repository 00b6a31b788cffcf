#include "commands/failure.h"

#include <string>

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
      return 3;
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kNotFound:
    case ErrorCode::kInternal:
      return 1;
  }
  return 1;
}

int FailUsage(const Error& error, const Console& console) {
  Tell(error, console);
  return 2;
}

int Print(std::string_view text, const Console& console) {
  console.out << text << std::flush;
  if (console.out) return 0;
  console.err << "cannot write to standard output\n";
  return 1;
}

}  // namespace dunghan::commands
