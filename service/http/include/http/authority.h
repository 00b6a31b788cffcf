#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunghan::http {

/// A server as a request names it: "localhost:8080", "[::1]".
struct Authority {
  std::string host;  ///< lower case, IPv6 in brackets; may be empty, as in `Host:` (RFC 9112, 3.2)
  std::string port;  ///< digits; empty: not said
};

/// The value of `Host`, or the authority of a target; nothing for what RFC 3986 does not call one,
/// a user's name before it included.
std::optional<Authority> ParseAuthority(std::string_view text);

}  // namespace dunghan::http
