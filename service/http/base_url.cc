#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "dunghan/base/text.h"
#include "http/client.h"

namespace dunghan::http {
namespace {

constexpr std::string_view kScheme = "http://";
constexpr int kLargestPort = 65'535;

Error NotAUrl(std::string_view text, std::string_view why) {
  return InvalidArgument(
      fmt::format("expected http://HOST[:PORT], got {}: {}", JsonQuote(text), why));
}

struct HostAndPort {
  std::string_view host;
  std::string_view port;  ///< with its colon; empty: none
};

/// Nothing if a bracket is not closed.
std::optional<HostAndPort> Split(std::string_view authority) {
  if (!authority.starts_with('[')) {
    const size_t colon = std::min(authority.find(':'), authority.size());
    return HostAndPort{authority.substr(0, colon), authority.substr(colon)};
  }
  const size_t bracket = authority.find(']');
  if (bracket == std::string_view::npos) return std::nullopt;
  return HostAndPort{authority.substr(1, bracket - 1), authority.substr(bracket + 1)};
}

}  // namespace

Result<BaseUrl> ParseBaseUrl(std::string_view text) {
  if (text.starts_with("https://")) return NotAUrl(text, "TLS is not supported");
  if (!text.starts_with(kScheme)) return NotAUrl(text, "it does not begin with http://");
  std::string_view authority = text.substr(kScheme.size());
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (authority.find_first_of("/?#") != std::string_view::npos) {
    return NotAUrl(text, "it has a path or a query");
  }
  if (authority.find('@') != std::string_view::npos) return NotAUrl(text, "it names a user");
  const auto parts = Split(authority);
  if (!parts) return NotAUrl(text, "the bracket is not closed");
  if (parts->host.empty()) return NotAUrl(text, "the host is missing");
  BaseUrl url{.host = std::string(parts->host)};
  if (parts->port.empty()) return url;
  const auto port =
      parts->port.starts_with(':') ? ParseInteger(parts->port.substr(1)) : std::nullopt;
  if (!port || *port < 1 || *port > kLargestPort) {
    return NotAUrl(text, "the port is not a number from 1 to 65535");
  }
  url.port = static_cast<uint16_t>(*port);
  return url;
}

}  // namespace dunghan::http
