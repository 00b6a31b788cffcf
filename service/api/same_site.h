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
  return host == std::string::npos || request.origin.substr(host + 3) != request.host;
}

}  // namespace dunghan::api
