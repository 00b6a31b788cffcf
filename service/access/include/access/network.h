#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace dunghan::access {

/// Addresses that connections may come from: "10.1.2.3", "10.0.0.0/8", "fd00::/8". A value.
class Network {
 public:
  /// Nothing: it is none. What lies behind the prefix has to be zero.
  static std::optional<Network> Parse(std::string_view text);

  /// Whether an address as text is one of these; what is no address is none.
  bool Includes(std::string_view address) const;

 private:
  using Bytes = std::array<unsigned char, 16>;  ///< of IPv6; IPv4 as ::ffff:a.b.c.d

  static std::optional<Bytes> BytesOf(std::string_view address);
  Bytes Cut(const Bytes& address) const;

  Bytes begin_{};
  int bits_ = 0;
};

}  // namespace dunghan::access
