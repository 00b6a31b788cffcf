#pragma once

#include "api/operation_table.h"
#include "app/rules.h"

namespace dunghan::app {

/// What clients are told of a rulebook put in force.
api::RulebookInForce InForce(const RulesApplied& rules);

}  // namespace dunghan::app
