#pragma once

#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/text.h"
#include "dunghan/base/text_form.h"
#include "dunghan/base/toml_bounds.h"
#include "dunghan/base/toml_words.h"

/// TOML documents of people, read with every fault in its place. For sources alone, and few: the
/// parser is slow to compile, and whoever includes this links it.
namespace dunghan {

inline int LineOf(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

/// Faults of one document on their way to whoever asked for it.
class TomlProblems {
 public:
  TomlProblems(std::string file, std::vector<Problem>& into)
      : file_(std::move(file)), into_(into) {}

  void Add(int line, std::string field, std::string message) {
    into_.push_back({file_, line, std::move(field), std::move(message)});
  }
  /// Keys that nobody knows, with the one that was meant.
  void CheckKeys(const toml::table& table, std::span<const std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const auto nearest = NearestName(key.str(), known);
      Add(static_cast<int>(key.source().begin.line), std::string(key.str()),
          nearest ? "unknown key; did you mean \"" + std::string(*nearest) + "\"?" : "unknown key");
    }
  }

 private:
  std::string file_;
  std::vector<Problem>& into_;
};

/// The document of a text, bounds checked first; nothing, and why, where it is none.
inline std::optional<toml::table> ParseToml(std::string_view text, const std::string& file,
                                            std::vector<Problem>& problems) {
  TomlProblems faults(file, problems);
  if (auto fault = FormFault(text, "UTF-8")) {
    faults.Add(0, "", *std::move(fault));
    return {};
  }
  if (auto fault = FindTomlFault(text)) {
    faults.Add(fault->line, "", std::move(fault->message));
    return {};
  }
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    const auto place = error.source().begin;
    const auto line = static_cast<int>(place.line);
    faults.Add(line, "",
               DescribeTomlFault(text, line, static_cast<int>(place.column), error.description()));
    return {};
  }
}

}  // namespace dunghan
