#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <vector>

/// What went wrong, as a value.
///
/// Whatever a caller can meet in normal running, the disk being full or the store being locked
/// included, is returned as an Error; a broken invariant is an assertion.
namespace dunghan {

enum class ErrorCode {
  kInvalidArgument,  ///< the caller's input cannot be used; the text says where and why
  kNotFound,         ///< nothing of that name or number exists
  kConflict,         ///< contradicts what is on record, or somebody else holds the lock
  kUnavailable,      ///< the store cannot serve now: full, read-only, busy; later may go well
  kInternal,         ///< a defect or a damaged store
};

/// Two texts, so that they cannot be mixed up: the first may leave the house, the second may name
/// paths and statements of the store.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string for_client;
  std::string for_log;
};

/// Either a value or an Error. `.value()` on an error throws and is for tests and start-up only.
template <class T>
using Result = boost::system::result<T, Error>;

Error InvalidArgument(std::string text);
Error NotFound(std::string text);
Error Conflict(std::string text);
Error Unavailable(std::string text, std::string for_log = {});
Error Internal(std::string text, std::string for_log = {});

/// One fault in an input file, with its place: "agencies.csv:12: parent: unknown agency "X" ...".
struct Problem {
  enum class Severity { kError, kWarning };

  std::string file;
  int line = 0;  ///< from 1; 0 = the file as a whole
  std::string field;
  std::string message;  ///< what was expected and what was found
  Severity severity = Severity::kError;

  friend bool operator==(const Problem&, const Problem&) = default;
};

std::string ToString(const Problem& problem);
bool HasErrors(const std::vector<Problem>& problems);

/// Found by Result's value(); not called directly.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location&);

}  // namespace dunghan
