#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/toml_bounds.h"
#include "input.h"

namespace dunghan::rulebook {

/// The document of a text, bounds checked first; a text that has none is a problem.
inline std::optional<toml::table> ParseToml(const FileText& input, std::vector<Problem>& problems) {
  if (auto fault = FindTomlFault(input.text)) {
    problems.push_back({input.file, fault->line, "", std::move(fault->message)});
    return std::nullopt;
  }
  try {
    return toml::parse(input.text, input.file);
  } catch (const toml::parse_error& error) {
    problems.push_back({input.file, static_cast<int>(error.source().begin.line), "",
                        std::string(error.description())});
    return std::nullopt;
  }
}

}  // namespace dunghan::rulebook
