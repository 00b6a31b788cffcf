#pragma once

#include <memory>

#include "api/operations.h"
#include "api/router.h"
#include "api/services.h"
#include "app/settings.h"

namespace dunghan::app {

/// All that the daemon answers. `services` outlives the router.
void AddRoutes(api::Router& router, api::Services& services,
               std::shared_ptr<const api::Operations> operations, const ServerSettings& settings);

}  // namespace dunghan::app
