#pragma once

#include <optional>
#include <vector>

#include "dunghan/base/toml_document.h"
#include "input.h"

namespace dunghan::rulebook {

inline std::optional<toml::table> ParseToml(const FileText& input, std::vector<Problem>& problems) {
  return dunghan::ParseToml(input.text, input.file, problems);
}

}  // namespace dunghan::rulebook
