#pragma once

#include <string>

#include "api/services.h"

namespace dunghan::api {

/// How recent the figures are, and whether events can be taken in, as members of an object:
/// `"data":{...},"health":{...}`. What is wrong is said by codes, for a page to put into words.
std::string WriteLiveState(const Services& services, Instant now);

}  // namespace dunghan::api
