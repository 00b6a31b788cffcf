#pragma once

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <bitset>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/base/text.h"

/// What the readers of `dunghan due` have in common.
namespace dunghan::commands {

/// A value that is not even JSON. The line is then parsed once more, strictly, and reported whole;
/// this text is what is left should that find nothing.
inline Error Malformed(std::string_view field) {
  return InvalidArgument(fmt::format("{}: not readable as JSON", field));
}

inline Error WrongType(std::string_view field, std::string_view expected,
                       simdjson::ondemand::value value) {
  std::string_view found = value.raw_json_token();
  found = found.substr(0, found.find_last_not_of(" \t\r\n") + 1);
  return InvalidArgument(
      fmt::format("{}: expected {}, found {}", field, expected, found.substr(0, 64)));
}

/// Tells known fields from unknown and repeated ones: in a question about a legal date a misspelt
/// field must not pass for one left out.
template <size_t count>
class SeenFields {
 public:
  /// `place` goes in front of names in messages, e.g. "calendar.".
  explicit SeenFields(const std::array<std::string_view, count>& names, std::string_view place = "")
      : names_(names), place_(place) {}

  /// The number of the field.
  Result<size_t> Add(std::string_view name) {
    for (size_t i = 0; i < count; ++i) {
      if (names_[i] != name) continue;
      if (seen_[i]) return InvalidArgument(fmt::format("{}{}: given twice", place_, name));
      seen_.set(i);
      return i;
    }
    std::string text = fmt::format("{}{}: unknown field", place_, name.substr(0, 64));
    if (const auto nearest = NearestName(name, names_)) {
      text += fmt::format(" (did you mean \"{}\"?)", *nearest);
    }
    return InvalidArgument(std::move(text));
  }
  bool Has(std::string_view name) const {
    for (size_t i = 0; i < count; ++i) {
      if (names_[i] == name) return seen_[i];
    }
    return false;
  }

 private:
  std::span<const std::string_view, count> names_;
  std::string_view place_;
  std::bitset<count> seen_;
};

}  // namespace dunghan::commands
