#pragma once

#include <memory>

#include "access/doorkeeper.h"
#include "access/screens.h"
#include "api/operations.h"
#include "api/router.h"
#include "api/services.h"
#include "app/settings.h"

namespace dunghan::app {

/// Who lets in.
struct Entrance {
  access::Doorkeeper& door;
  access::Screens& screens;
};

/// All that the daemon answers. `services` and what lets in outlive the router.
void AddRoutes(api::Router& router, api::Services& services, Entrance entrance,
               std::shared_ptr<const api::Operations> operations, const ServerSettings& settings);

}  // namespace dunghan::app
