#pragma once

#include <string_view>

#include "http/message.h"

namespace dunghan::http {

/// Splits and decodes a request target into the path and query of `request`: "/a%20b?c=d", or the
/// same behind "http://host".
///
/// False, and path and query undefined, if there is no path ("*", "host:443"), if a percent sign
/// is not followed by two hexadecimal digits, or if a NUL comes out.
bool ParseTarget(std::string_view target, Request& request);

}  // namespace dunghan::http
