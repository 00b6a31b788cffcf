#pragma once

#include <string>
#include <string_view>

namespace dunghan {

/// A mistake in a TOML file in the words of who made it: the commonest are recognised by the line
/// that the parser stopped at (a decimal comma, text without quotation marks, a mark that is not
/// closed, no "=" ...); else `description`, the parser's own. Column and line are quoted behind it:
/// `decimal point, not comma: 0.98 (column 11: target = 0,98)`. Line and column count from 1.
std::string DescribeTomlFault(std::string_view text, int line, int column,
                              std::string_view description);

}  // namespace dunghan
