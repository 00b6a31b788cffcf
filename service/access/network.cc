#include "access/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "dunghan/base/text.h"

namespace dunghan::access {
namespace {

constexpr int kAllBits = 128;
constexpr int kBefore4 = 96;  // an IPv4 address is the end of one of IPv6

}  // namespace

std::optional<http::Address> Network::AddressOf(std::string_view address) {
  const bool is_v6 = address.find(':') != std::string_view::npos;
  const std::string text = is_v6 ? std::string(address) : "::ffff:" + std::string(address);
  http::Address bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return {};
  return bytes;
}

http::Address Network::Cut(const http::Address& address) const {
  http::Address cut{};
  for (int bit = 0; bit < bits_; ++bit) {
    const auto at = static_cast<size_t>(bit / 8);
    cut[at] |= static_cast<unsigned char>(address[at] & (0x80 >> (bit % 8)));
  }
  return cut;
}

std::optional<Network> Network::Parse(std::string_view text) {
  const size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const auto bytes = AddressOf(address);
  if (!bytes) return {};
  Network network;
  network.begin_ = *bytes;
  network.bits_ = kAllBits;
  if (slash != std::string_view::npos) {
    const int before = address.find(':') == std::string_view::npos ? kBefore4 : 0;
    const auto bits = ParseInteger(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > kAllBits - before) return {};
    network.bits_ = before + static_cast<int>(*bits);
  }
  if (network.Cut(*bytes) != *bytes) return {};
  return network;
}

}  // namespace dunghan::access
