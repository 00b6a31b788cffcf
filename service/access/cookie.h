#pragma once

#include <string_view>

namespace dunghan::access {

/// The value of a cookie among those of a request; empty: it is not there.
std::string_view CookieIn(std::string_view cookies, std::string_view name);

}  // namespace dunghan::access
