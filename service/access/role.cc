#include "access/role.h"

#include <algorithm>
#include <array>

namespace dunghan::access {
namespace {

constexpr std::array<std::string_view, kRoles> kNames = {"ingest",  "viewer", "clerk", "auditor",
                                                         "metrics", "wall",   "admin"};

}  // namespace

std::string_view ToString(Role role) { return kNames[static_cast<size_t>(role)]; }

std::optional<Role> ParseRole(std::string_view text) {
  const auto found = std::find(kNames.begin(), kNames.end(), text);
  if (found == kNames.end()) return {};
  return static_cast<Role>(found - kNames.begin());
}

}  // namespace dunghan::access
