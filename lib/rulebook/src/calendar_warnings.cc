#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {
namespace {

constexpr int64_t kNotice = 45;

/// "in 3 days", "today", "3 days ago".
std::string Distance(int64_t days) {
  if (days == 0) return "today";
  const std::string count = fmt::format("{} day{}", std::abs(days), std::abs(days) == 1 ? "" : "s");
  return days > 0 ? "in " + count : count + " ago";
}

}  // namespace

std::vector<Problem> CalendarWarnings(const Rulebook& rulebook, LocalDay today) {
  std::vector<Problem> warnings;
  for (const auto& [name, calendar] : rulebook.calendars()) {
    const int64_t left = (calendar->valid_to() - today).count();
    if (left > kNotice) continue;
    warnings.push_back({"", 0, "calendars",
                        fmt::format("calendar {} {} on {}, {}: due dates after that day cannot be "
                                    "measured",
                                    JsonQuote(name), left < 0 ? "ended" : "ends",
                                    FormatDate(calendar->valid_to()), Distance(left)),
                        Problem::Severity::kWarning});
  }
  return warnings;
}

}  // namespace dunghan::rulebook
