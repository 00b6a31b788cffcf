#pragma once

#include <memory>

#include "access/doorkeeper.h"
#include "api/operations.h"
#include "api/router.h"
#include "api/services.h"
#include "app/settings.h"

namespace dunghan::app {

/// All that the daemon answers. `services` and `door` outlive the router.
void AddRoutes(api::Router& router, api::Services& services, access::Doorkeeper& door,
               std::shared_ptr<const api::Operations> operations, const ServerSettings& settings);

}  // namespace dunghan::app
