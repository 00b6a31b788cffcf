#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/text_form.h"
#include "dunghan/base/toml_bounds.h"
#include "dunghan/base/toml_words.h"
#include "input.h"

namespace dunghan::rulebook {

/// The document of a text, bounds checked first; a text that has none is a problem.
inline std::optional<toml::table> ParseToml(const FileText& input, std::vector<Problem>& problems) {
  if (auto fault = FormFault(input.text, "UTF-8")) {
    problems.push_back({input.file, 0, "", *std::move(fault)});
    return std::nullopt;
  }
  if (auto fault = FindTomlFault(input.text)) {
    problems.push_back({input.file, fault->line, "", std::move(fault->message)});
    return std::nullopt;
  }
  try {
    return toml::parse(input.text, input.file);
  } catch (const toml::parse_error& error) {
    const auto place = error.source().begin;
    const auto line = static_cast<int>(place.line);
    problems.push_back(
        {input.file, line, "",
         DescribeTomlFault(input.text, line, static_cast<int>(place.column), error.description())});
    return std::nullopt;
  }
}

}  // namespace dunghan::rulebook
