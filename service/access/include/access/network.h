#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"

namespace dunghan::access {

/// Addresses that connections may come from: "10.1.2.3", "10.0.0.0/8", "fd00::/8". A value.
class Network {
 public:
  /// Nothing: it is none. What lies behind the prefix has to be zero.
  static std::optional<Network> Parse(std::string_view text);

  /// An address as text; nothing: it is none.
  static std::optional<http::Address> AddressOf(std::string_view text);

  bool Includes(const http::Address& address) const { return Cut(address) == begin_; }

 private:
  http::Address Cut(const http::Address& address) const;

  http::Address begin_{};
  int bits_ = 0;
};

}  // namespace dunghan::access
