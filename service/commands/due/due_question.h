#pragma once

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/worktime/due.h"

namespace dunghan::commands {

enum class DueMeasure {
  kWorkingTime,  ///< "ws"
  kWorkingDays,  ///< "wd"
};

/// One line of `dunghan due`. The views point into the line and into the reader; they hold until
/// the next line is read.
struct DueQuestion {
  std::string_view id = "null";    ///< a JSON scalar, as sent
  std::string_view calendar_name;  ///< either this ...
  std::string_view calendar_json;  ///< ... or this object as sent
  Instant from;
  std::optional<worktime::TimeLimit> limit;  ///< either when it is due ...
  std::optional<Instant> to;                 ///< ... or how much work lies between
  DueMeasure measure = DueMeasure::kWorkingTime;
  std::vector<worktime::Suspension> pauses;
};

/// Reads questions. Keeps its buffers from line to line; for one thread.
class DueQuestionReader {
 public:
  /// REQUIRES: SIMDJSON_PADDING readable bytes behind the line.
  /// @error kInvalidArgument names the field, what was expected and what was found.
  Result<const DueQuestion*> Read(std::string_view line);

  /// For lines that cannot be read: why the line is no JSON at all; nothing if it is.
  std::optional<std::string_view> WhyNotJson(std::string_view line);
  /// For lines that are JSON but no question: the id as sent, else "null".
  std::string_view IdOf(std::string_view line);

 private:
  simdjson::ondemand::parser parser_;
  simdjson::dom::parser strict_parser_;
  DueQuestion question_;
};

}  // namespace dunghan::commands
