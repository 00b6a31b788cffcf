#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "intake/event_body.h"

namespace dunghan::intake {

/// What a body in gzip holds, read to its end. Memory goes with what is in it, up to `most` bytes,
/// whatever it claims.
/// @error kTooLarge: more than that. kUnreadable: no gzip, damaged, cut off, or followed by
/// something else.
boost::system::result<std::string, BodyFault> UnpackBody(std::string_view packed, size_t most);

/// How what a body in gzip holds begins: `most` bytes, or as many as the first 64 KiB of it give.
/// What is damaged ends there.
std::string UnpackBeginning(std::string_view packed, size_t most);

}  // namespace dunghan::intake
