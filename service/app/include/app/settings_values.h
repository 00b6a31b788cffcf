#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/worktime/limit.h"

/// The kinds of values a configuration key may have. A kind is a Value: what it expects in words,
/// and how it is read. `place` below is a function from the target to the member that takes the
/// value.
namespace dunghan::app {

/// Reads a node into a target. Returns the node that does not fit, or nothing if all does. The
/// folder is the one that relative paths start from.
template <class Target>
using ReadValue = std::function<const toml::node*(const toml::node& node, Target& target,
                                                  const std::filesystem::path& folder)>;

template <class Target>
struct Value {
  std::string expected;
  ReadValue<Target> read;
};

/// Plain values out of text; nothing if the text is none.
std::optional<std::chrono::milliseconds> ParseDuration(
    std::string_view text);                                                 // "250ms" "30s" "2h"
std::optional<uint64_t> ParseSize(std::string_view text);                   // "512B" "16MiB"
std::optional<std::chrono::minutes> ParseTimeOfDay(std::string_view text);  // "15:00"
std::optional<int> PerMille(const toml::node& node);  // 0.98 -> 980; nothing unless whole, 1..1000
std::optional<worktime::TimeLimit> ParseWorkingTime(std::string_view text);  // wh and ws only
std::optional<worktime::TimeLimit> ParseTier(std::string_view text);         // wd, wh, ws
std::optional<worktime::TimeLimit> ParseDays(std::string_view text);         // wd, wh, ws
/// A time limit of any unit, or "none"; the empty text means none too.
std::optional<std::optional<worktime::TimeLimit>> ParseLimitOrNone(std::string_view text);
std::optional<std::string> ParseCode(std::string_view text);  // see IsCode
std::optional<std::string> ParseName(std::string_view text);  // printable

/// A text that `parse` makes a value of.
template <class Target, class Place, class Parse>
Value<Target> Parsed(std::string expected, Parse parse, Place place) {
  return {std::move(expected), [=](const toml::node& node, Target& target, const auto&) {
            const auto text = node.value_exact<std::string_view>();
            const auto value = text ? parse(*text) : std::nullopt;
            if (!value) return &node;
            place(target) = *value;
            return static_cast<const toml::node*>(nullptr);
          }};
}

/// The same, where the empty text means "none".
template <class Target, class Place, class Parse>
Value<Target> ParsedOrNone(std::string expected, Parse parse, Place place) {
  return {std::move(expected), [=](const toml::node& node, Target& target, const auto&) {
            const auto text = node.value_exact<std::string_view>();
            place(target).reset();
            if (text && text->empty()) return static_cast<const toml::node*>(nullptr);
            if (text) place(target) = parse(*text);
            return place(target) ? nullptr : &node;
          }};
}

template <class Target, class Place, class Parse>
Value<Target> ListOf(std::string expected, Parse parse, Place place) {
  return {std::move(expected), [=](const toml::node& node, Target& target, const auto&) {
            const toml::array* list = node.as_array();
            if (!list) return &node;
            auto& values = place(target);
            values.clear();
            for (const toml::node& item : *list) {
              const auto text = item.value_exact<std::string_view>();
              const auto value = text ? parse(*text) : std::nullopt;
              if (!value) return &item;
              values.push_back(*value);
            }
            return static_cast<const toml::node*>(nullptr);
          }};
}

template <class Target, class Place>
Value<Target> Whole(int64_t low, int64_t high, Place place) {
  return {std::to_string(low) + ".." + std::to_string(high),
          [=](const toml::node& node, Target& target, const auto&) {
            const auto value = node.value_exact<int64_t>();
            if (!value || *value < low || *value > high) return &node;
            auto& into = place(target);
            into = static_cast<std::remove_reference_t<decltype(into)>>(*value);
            return static_cast<const toml::node*>(nullptr);
          }};
}

template <class Target, class Place>
Value<Target> Flag(Place place) {
  return {"true or false", [=](const toml::node& node, Target& target, const auto&) {
            const auto value = node.value_exact<bool>();
            if (!value) return &node;
            place(target) = *value;
            return static_cast<const toml::node*>(nullptr);
          }};
}

template <class Target, class Place>
Value<Target> Ratio(Place place) {
  return {"a ratio from 0.001 to 1 in steps of 0.001",
          [=](const toml::node& node, Target& target, const auto&) {
            const auto value = PerMille(node);
            if (!value) return &node;
            place(target) = *value;
            return static_cast<const toml::node*>(nullptr);
          }};
}

template <class E>
struct Choice {
  std::string_view text;
  E value;
};

/// One of a few words.
template <class Target, class E, class Place>
Value<Target> OneOf(std::vector<Choice<E>> known, Place place) {
  std::string expected;
  for (size_t i = 0; i < known.size(); ++i) {
    if (i > 0) expected += i + 1 == known.size() ? " or " : ", ";
    expected += '"' + std::string(known[i].text) + '"';
  }
  const auto parse = [known = std::move(known)](std::string_view text) -> std::optional<E> {
    for (const auto& [name, value] : known) {
      if (name == text) return value;
    }
    return std::nullopt;
  };
  return Parsed<Target>(std::move(expected), parse, place);
}
template <class Target, class E, size_t kCount, class Place>
Value<Target> OneOf(const Choice<E> (&choices)[kCount], Place place) {
  return OneOf<Target>(std::vector<Choice<E>>(std::begin(choices), std::end(choices)), place);
}

inline std::filesystem::path Resolved(const std::filesystem::path& folder, std::string_view text) {
  return (folder / text).lexically_normal();
}

/// A path; the empty text is one only where the member is optional, and means "none".
template <class Target, class Place>
Value<Target> Path(Place place) {
  return {"a path", [=](const toml::node& node, Target& target, const auto& folder) {
            const auto text = node.value_exact<std::string_view>();
            if (!text || !ParseName(*text)) return &node;
            auto& path = place(target);
            if (!text->empty()) {
              path = Resolved(folder, *text);
            } else if constexpr (requires { path.reset(); }) {
              path.reset();
            } else {
              return &node;
            }
            return static_cast<const toml::node*>(nullptr);
          }};
}

template <class Target, class Place>
Value<Target> Paths(Place place) {
  return {"a list of paths", [=](const toml::node& node, Target& target, const auto& folder) {
            const toml::array* list = node.as_array();
            if (!list) return &node;
            place(target).clear();
            for (const toml::node& item : *list) {
              const auto text = item.value_exact<std::string_view>();
              if (!text || text->empty() || !ParseName(*text)) return &item;
              place(target).push_back(Resolved(folder, *text));
            }
            return static_cast<const toml::node*>(nullptr);
          }};
}

}  // namespace dunghan::app
