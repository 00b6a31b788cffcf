#pragma once

#include <memory>

#include "access/screens.h"
#include "api/entrance.h"
#include "api/operations.h"
#include "api/router.h"
#include "api/services.h"
#include "app/settings.h"

namespace dunghan::app {

/// All that the daemon answers. `services` and what lets in outlive the router.
void AddRoutes(api::Router& router, api::Services& services, api::Entrance& entrance,
               access::Screens& screens, std::shared_ptr<const api::Operations> operations,
               const ServerSettings& settings);

}  // namespace dunghan::app
