#pragma once

#include "api/operations.h"
#include "api/router.h"
#include "api/services.h"

namespace dunghan::access {
class Doorkeeper;
class Screens;
}  // namespace dunghan::access

namespace dunghan::api {

class Entrance;

/// Each adds the routes of one resource. `services` outlives the router.
void AddEvents(Router& router, Services& services);
void AddNational(Router& router, Services& services, Entrance& entrance);
void AddOnTime(Router& router, Services& services);
void AddReports(Router& router, Services& services);
void AddFrozenReports(Router& router, Services& services);
void AddDossiers(Router& router, Services& services);
void AddActs(Router& router, Services& services);
void AddSources(Router& router, Services& services);
void AddQuarantine(Router& router, Services& services);
void AddLive(Router& router, Services& services);
void AddHealth(Router& router, Services& services);
void AddMetrics(Router& router, Services& services);
void AddPage(Router& router);
/// To be added last: it describes all the others.
void AddOpenApi(Router& router);
void AddLogin(Router& router, Entrance& entrance);
void AddWall(Router& router, access::Doorkeeper& door, access::Screens& screens,
             std::shared_ptr<const Operations> operations);

}  // namespace dunghan::api
