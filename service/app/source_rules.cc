#include "app/source_rules.h"

#include <algorithm>

namespace dunghan::app {
namespace {

// Half a day of work, where no source says how often it is to be heard.
constexpr std::chrono::hours kLateAfter{4};

}  // namespace

std::optional<std::chrono::milliseconds> ExpectedOf(const SourceSettings& source) {
  if (!source.expect_every) return {};
  const int64_t amount = source.expect_every->amount;
  // The key takes hours and seconds alone.
  if (source.expect_every->unit == worktime::LimitUnit::kWorkingHours) {
    return std::chrono::hours{amount};
  }
  return std::chrono::seconds{amount};
}

std::chrono::milliseconds LateAfter(const Settings& settings) {
  std::optional<std::chrono::milliseconds> least;
  for (const auto& [name, source] : settings.sources) {
    const auto expected = ExpectedOf(source);
    if (!rulebook::MakesFigures(source.role) || !expected) continue;
    least = std::min(least.value_or(*expected), *expected);
  }
  return least.value_or(kLateAfter);
}

std::map<std::string, std::chrono::milliseconds> LateAfterOf(const Settings& settings) {
  std::map<std::string, std::chrono::milliseconds> late_after;
  for (const auto& [name, source] : settings.sources) {
    late_after[name] = ExpectedOf(source).value_or(LateAfter(settings));
  }
  return late_after;
}

}  // namespace dunghan::app
