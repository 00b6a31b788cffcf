#include "api/host_names.h"

#include <arpa/inet.h>

#include <algorithm>

#include "http/authority.h"

namespace dunghan::api {
namespace {

/// As an address is written: four numbers, nothing shorter, octal or hexadecimal.
bool IsLoopbackAddress(const std::string& host) {
  if (host.starts_with('[')) {
    in6_addr address{};
    const std::string text = host.substr(1, host.size() - 2);
    return ::inet_pton(AF_INET6, text.c_str(), &address) == 1 && IN6_IS_ADDR_LOOPBACK(&address);
  }
  in_addr address{};
  constexpr uint32_t kLoopbackNet = 127;
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24U == kLoopbackNet;
}

/// A name in full may end with a dot.
std::string_view WithoutRoot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

}  // namespace

bool HostNames::Include(std::string_view authority) const {
  const auto parsed = http::ParseAuthority(authority);
  if (!parsed) return false;
  if (IsLoopbackAddress(parsed->host)) return true;
  const std::string_view name = WithoutRoot(parsed->host);
  return name == "localhost" ||
         std::any_of(configured_.begin(), configured_.end(), [&](const std::string& one) {
           const auto known = http::ParseAuthority(one);
           return known && !name.empty() && WithoutRoot(known->host) == name;
         });
}

}  // namespace dunghan::api
