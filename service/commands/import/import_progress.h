#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace dunghan::commands {

/// How far an import has come.
struct ImportProgress {
  std::string_view file;
  std::optional<double> fraction;  ///< of all bytes, 0-1; nothing when the end is unknown
  int64_t events = 0;
};

/// "events.ndjson [#####---------------]  25 %  1000000 events, 250000/s".
std::string FormatProgress(const ImportProgress& progress, std::chrono::milliseconds elapsed);

/// A line on a terminal that is drawn over and over, at most five times a second.
class ProgressLine {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Draws nothing unless `enabled`.
  ProgressLine(std::ostream& out, bool enabled, Time start);
  /// Wipes the line.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Whether a new drawing would be shown.
  bool IsDue(Time now) const;
  void Draw(const ImportProgress& progress, Time now);

 private:
  std::ostream& out_;
  bool enabled_;
  bool drawn_ = false;
  Time start_;
  Time next_;
};

}  // namespace dunghan::commands
