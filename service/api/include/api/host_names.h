#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dunghan::api {

/// The names under which the daemon may be asked while it knows no tokens.
///
/// A page whose own name is made to point to this machine is, for a browser, of the same site as
/// the daemon behind it (DNS rebinding); only the name it asks for gives it away. No such name can
/// be a loopback address written out (127.0.0.0/8, [::1]) or `localhost`.
class HostNames {
 public:
  /// Beside those: names without ports.
  explicit HostNames(std::vector<std::string> configured = {})
      : configured_(std::move(configured)) {}

  /// Whether an authority, with a port or without, is one of them.
  bool Include(std::string_view authority) const;

 private:
  std::vector<std::string> configured_;
};

}  // namespace dunghan::api
