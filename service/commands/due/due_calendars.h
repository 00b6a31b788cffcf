#pragma once

#include <simdjson.h>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dunghan/base/error.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::commands {

/// The calendars questions may use: those of the rulebook by name, and those given in full.
///
/// A calendar given in full is built once, as long as it comes in the same words. If it has a name
/// later questions may use that, whatever the name stood for before. For one thread.
class DueCalendars {
 public:
  /// How many calendars given in full are remembered by their text, and how much text that may be;
  /// what has a name is kept beyond.
  static constexpr size_t kMostRemembered = 10'000;
  static constexpr size_t kMostRememberedBytes = size_t{64} << 20;

  explicit DueCalendars(const std::map<std::string, worktime::WorkingCalendar>& configured);

  /// The pointers hold until the next call.
  Result<const worktime::WorkingCalendar*> Named(std::string_view name) const;
  /// @error kInvalidArgument names the field, what was expected and what was found.
  Result<const worktime::WorkingCalendar*> InFull(std::string_view json);

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void Remember(const worktime::WorkingCalendar& calendar);

  simdjson::ondemand::parser parser_;
  std::map<std::string, worktime::WorkingCalendar, std::less<>> named_;
  std::unordered_map<std::string, worktime::WorkingCalendar, Hash, std::equal_to<>> by_text_;
  size_t text_bytes_ = 0;
};

}  // namespace dunghan::commands
