#pragma once

#include <string>
#include <string_view>

namespace dunghan {

/// Text of foreign origin made fit for a terminal or a log: what is not printable UTF-8 becomes
/// \xNN, a backslash becomes two.
std::string Escaped(std::string_view text);

}  // namespace dunghan
