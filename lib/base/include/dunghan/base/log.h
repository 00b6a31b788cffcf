#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace dunghan {

/// error = somebody should look, warning = we coped, info = start, stop and jobs, debug = requests.
enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// Where the daemon says what it does: one line per event, key=value. Never a person's data.
class Log {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string>>;
  virtual ~Log() = default;
  /// Safe from any thread.
  virtual void Write(LogLevel level, std::string_view event, Fields fields) = 0;

  void Error(std::string_view event, Fields fields = {}) { Write(LogLevel::kError, event, fields); }
  void Warning(std::string_view event, Fields fields = {}) {
    Write(LogLevel::kWarning, event, fields);
  }
  void Info(std::string_view event, Fields fields = {}) { Write(LogLevel::kInfo, event, fields); }
  void Debug(std::string_view event, Fields fields = {}) { Write(LogLevel::kDebug, event, fields); }
};

/// The line that is written: `event key=value key="value with blanks"`.
std::string FormatLogLine(std::string_view event, Log::Fields fields);

}  // namespace dunghan
