#pragma once

#include <string>

#include "access/role.h"
#include "dunghan/rulebook/scope.h"

namespace dunghan::access {

/// Who asks. Made in one place, the doorkeeper. A value.
struct Caller {
  /// Of the token; empty: nobody in particular, whom a simulated ledger is open to.
  std::string name = {};
  Role role = Role::kWall;
  rulebook::Scope scope = {};
  std::string source = {};  ///< of kIngest: whose events it brings
};

}  // namespace dunghan::access
