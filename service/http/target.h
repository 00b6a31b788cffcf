#pragma once

#include <string_view>

#include "http/message.h"
#include "refusal.h"

namespace dunghan::http {

/// Splits and decodes a request target, in each of the forms of RFC 9112 (3.2), into the path and
/// query of `request`, whose method is known: "/a%20b?c=d", or the same behind "http://host", which
/// becomes the host of the request. The path is "*" where OPTIONS asks for the server as a whole.
///
/// kNone; else path and query are undefined. kTarget: what the method cannot have, a fragment, a
/// user's name, a percent sign that is not followed by two hexadecimal digits, or a NUL that comes
/// out. kScheme: absolute, but not of http. kConnect: "host:443" of CONNECT.
Refusal ParseTarget(std::string_view target, Request& request);

}  // namespace dunghan::http
