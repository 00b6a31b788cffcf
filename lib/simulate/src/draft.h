#pragma once

#include <vector>

#include "catalog.h"

namespace dunghan::simulate {

/// The desks and services of a simulation: those the rulebook lists, else made-up ones; also for
/// what an open list (rulebook::Unknown::kRegister) lacks of those asked for.
struct Draft {
  std::vector<Desk> desks;
  std::vector<Desk> centres;
  std::vector<Service> services;
};

/// @error kInvalidArgument: more asked for than a closed list has.
Result<Draft> DraftOf(const Options& options, const rulebook::Rulebook& rulebook, CodeTable& codes);

}  // namespace dunghan::simulate
