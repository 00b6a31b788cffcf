#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunghan {

/// What keeps a text from being given to the TOML parser, which calls itself for each level of a
/// dotted key and of a value within a value, and has a stack of a few megabytes.
struct TomlFault {
  int line = 0;  ///< from 1; 0 = the text as a whole
  std::string message;
};

/// Levels of one dotted key, and of values within values. Ours have three.
inline constexpr int kMostTomlLevels = 32;

/// A text longer than kMostToml, or deeper than kMostTomlLevels; nothing if it may be parsed. To be
/// asked before every parse of a text that we did not write ourselves. Linear, and without a stack.
std::optional<TomlFault> FindTomlFault(std::string_view text);

}  // namespace dunghan
