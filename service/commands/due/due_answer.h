#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "due/due_calendars.h"
#include "due/due_command.h"
#include "due/due_question.h"

namespace dunghan::commands {

/// Answers one line after the other. For one thread.
class DueAnswerer {
 public:
  explicit DueAnswerer(const DueOptions& options)
      : rules_(options.rules), calendars_(options.calendars) {}

  /// Appends the answer, or the error, as one line. REQUIRES: SIMDJSON_PADDING readable bytes
  /// behind the line.
  void Answer(std::string_view line, size_t line_number, std::string& out);
  /// Appends the error of a line that was not even looked at.
  void Refuse(size_t line_number, std::string_view why, std::string& out);

  size_t questions() const { return questions_; }
  size_t bad() const { return bad_; }

 private:
  std::optional<Error> TryToAnswer(const DueQuestion& question, std::string& out);

  worktime::DueRules rules_;
  DueQuestionReader reader_;
  DueCalendars calendars_;
  size_t questions_ = 0;
  size_t bad_ = 0;
};

}  // namespace dunghan::commands
