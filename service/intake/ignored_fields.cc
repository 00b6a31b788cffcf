#include "intake/ignored_fields.h"

#include <array>
#include <functional>
#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

/// Lower case and without separators, as far as ASCII goes.
std::string Plain(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == '_' || c == '-' || c == ' ' || c == '.') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

const std::array<std::string, kFields>& PlainNames() {
  static const auto names = [] {
    std::array<std::string, kFields> made;
    for (size_t i = 0; i < kFields; ++i) made[i] = Plain(kFieldNames[i]);
    return made;
  }();
  return names;
}

}  // namespace

std::optional<Field> FieldNear(std::string_view name) {
  // Shorter ones begin too many words.
  constexpr size_t kShortestBeginning = 3;
  const std::string plain = Plain(name);
  std::optional<Field> longest;
  size_t length = 0;
  for (size_t i = 0; i < kFields; ++i) {
    const std::string& known = PlainNames()[i];
    if (plain == known) return static_cast<Field>(i);
    if (known.size() < kShortestBeginning || known.size() <= length) continue;
    if (!plain.starts_with(known)) continue;
    length = known.size();
    longest = static_cast<Field>(i);
  }
  if (longest || name.size() < 2) return longest;
  const auto nearest = NearestName(name, kFieldNames);
  return nearest ? FindField(*nearest) : std::nullopt;
}

size_t IgnoredFields::Hash::operator()(std::string_view name) const {
  return std::hash<std::string_view>()(name);
}

void IgnoredFields::Met(std::string_view name) {
  if (name.size() > kLongestName) return;
  auto known = names_.find(name);
  if (known == names_.end()) {
    if (names_.size() >= kMostNames) return;
    known = names_.emplace(name, Judge(name)).first;
  }
  if (known->second >= 0) {
    ++list_.fields[static_cast<size_t>(known->second)].count;
  } else if (known->second == kLeftOff) {
    ++list_.left_off;
  }
}

int32_t IgnoredFields::Judge(std::string_view name) {
  const auto near = FieldNear(name);
  if (!near || !IsPrintable(name)) return kNearNone;
  if (list_.fields.size() == kMostListed) return kLeftOff;
  list_.fields.push_back({std::string(name), *near, 0});
  return static_cast<int32_t>(list_.fields.size()) - 1;
}

IgnoredFields::List IgnoredFields::Take() {
  // Names near none are remembered; places in the list are not good any more.
  if (names_.size() >= kMostNames) {
    names_.clear();
  } else if (!list_.fields.empty()) {
    erase_if(names_, [](const auto& entry) { return entry.second != kNearNone; });
  }
  return std::exchange(list_, {});
}

}  // namespace dunghan::intake
