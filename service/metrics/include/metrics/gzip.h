#pragma once

#include <string>
#include <string_view>

namespace dunghan::metrics {

/// The text in gzip's format (RFC 1952), packed fast rather than small.
/// @throws std::bad_alloc
std::string Gzip(std::string_view text);

}  // namespace dunghan::metrics
