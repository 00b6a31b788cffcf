#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/token.h"

namespace dunghan::access {

/// Tokens as the file has them: TOML, a table each. What is written is read the same.
/// @error kInvalidArgument: the first fault, with its line; a file with one lets nobody in.
Result<std::vector<Token>> ParseTokens(std::string_view text, const std::string& file);
std::string WriteTokens(const std::vector<Token>& tokens);

}  // namespace dunghan::access
