#pragma once

#include <string_view>

#include "http/message.h"

namespace dunghan::api {

inline constexpr std::string_view kNotFromElsewhere =
    "events are not taken from pages of other sites";

/// A page of another site must not be able to send events from a visitor's browser.
inline bool IsFromElsewhere(const http::Request& request) {
  if (request.origin.empty()) return false;
  const size_t host = request.origin.find("://");
  if (host == std::string::npos) return true;
  // Behind a proxy a page may come by https and its request in the clear; never the other way.
  const std::string_view scheme = std::string_view(request.origin).substr(0, host);
  const bool fits = scheme == "https" || (scheme == "http" && !request.is_tls);
  return !fits || request.origin.substr(host + 3) != request.host;
}

}  // namespace dunghan::api
