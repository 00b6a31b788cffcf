#include "import/import_warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

std::string Times(int64_t count) { return count == 1 ? "once" : fmt::format("{} times", count); }

constexpr size_t kNamed = 3;

/// ` ("a", "b", "c", ...)`.
std::string Named(const std::vector<std::string>& values) {
  if (values.empty()) return {};
  std::vector<std::string> shown;
  for (size_t i = 0; i < std::min(values.size(), kNamed); ++i)
    shown.push_back(JsonQuote(values[i]));
  if (values.size() > kNamed) shown.emplace_back("...");
  return fmt::format(" ({})", fmt::join(shown, ", "));
}

}  // namespace

void ImportWarnings::Add(intake::Oddities oddities, const intake::Place& place,
                         const ValueOf& value_of) {
  oddities.ForEach([&](intake::Oddity oddity) {
    const auto kind = static_cast<size_t>(oddity);
    auto& values = values_[kind];
    if (values.size() <= kNamed) {
      auto value = value_of(oddity);
      const bool is_new = std::find(values.begin(), values.end(), value) == values.end();
      if (is_new && !value.empty()) values.push_back(std::move(value));
    }
    if (counts_[kind]++ == 0 && !place.name.empty()) first_[kind] = place.ToString();
  });
}

std::vector<std::string> ImportWarnings::Lines() const {
  std::vector<std::string> lines;
  for (size_t kind = 0; kind < counts_.size(); ++kind) {
    if (counts_[kind] == 0) continue;
    const auto oddity = static_cast<intake::Oddity>(kind);
    std::string line = fmt::format("warning: {}: {}{}: {}", FieldOf(oddity), ReasonOf(oddity),
                                   Named(values_[kind]), Times(counts_[kind]));
    if (!first_[kind].empty()) line += ", first at " + first_[kind];
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> LinesOf(const intake::IgnoredFields::List& ignored) {
  std::vector<std::string> lines;
  for (const auto& field : ignored.fields) {
    lines.push_back(fmt::format("warning: {} was ignored {}; did you mean \"{}\"?",
                                JsonQuote(field.name), Times(field.count), NameOf(field.near)));
  }
  if (ignored.left_off > 0) {
    lines.push_back(fmt::format("warning: other fields near known ones were ignored {}",
                                Times(ignored.left_off)));
  }
  return lines;
}

}  // namespace dunghan::commands
