#include "http/authority.h"

#include <arpa/inet.h>

#include <algorithm>

namespace dunghan::http {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Of a name in place of an address; what is escaped stays escaped.
bool IsNameCharacter(char c) {
  constexpr std::string_view kMarks = "-._~%!$&'()*+,;=";
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kMarks.find(c) != std::string_view::npos;
}

bool IsIpv6(std::string_view text) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

/// How much of the text is the host; nothing: it does not begin with one.
std::optional<size_t> HostLength(std::string_view text) {
  if (!text.starts_with('[')) {
    const std::string_view host = text.substr(0, text.find(':'));
    if (!std::all_of(host.begin(), host.end(), IsNameCharacter)) return std::nullopt;
    return host.size();
  }
  const size_t end = text.find(']');
  if (end == std::string_view::npos || !IsIpv6(text.substr(1, end - 1))) return std::nullopt;
  return end + 1;
}

}  // namespace

std::optional<Authority> ParseAuthority(std::string_view text) {
  const auto length = HostLength(text);
  if (!length) return std::nullopt;
  Authority authority{.host = std::string(text.substr(0, *length)), .port = {}};
  for (char& c : authority.host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  text.remove_prefix(*length);
  if (text.empty()) return authority;
  constexpr size_t kLongestPort = 5;
  if (text.front() != ':' || text.size() > kLongestPort + 1) return std::nullopt;
  authority.port = text.substr(1);
  if (!std::all_of(authority.port.begin(), authority.port.end(), IsDigit)) return std::nullopt;
  return authority;
}

}  // namespace dunghan::http
