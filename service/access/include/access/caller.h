#pragma once

#include <optional>
#include <string>

#include "access/role.h"
#include "dunghan/base/digest.h"
#include "dunghan/rulebook/scope.h"

namespace dunghan::access {

/// Who asks. Made in one place, the doorkeeper. A value.
struct Caller {
  /// Of the token, or the login; empty: nobody in particular, whom a simulated ledger is open to.
  std::string name = {};
  Role role = Role::kWall;
  rulebook::Scope scope = {};
  /// What let it in: the digest of its token, of its session, or the login that a proxy vouched
  /// for; none of these: it needed none.
  std::optional<Digest> token = {};
  std::optional<Digest> session = {};
  std::string login = {};
  std::string source = {};  ///< of kIngest: whose events it brings
};

}  // namespace dunghan::access
