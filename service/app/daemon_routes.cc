#include "daemon_routes.h"

#include <string>
#include <utility>

#include "api/host_names.h"
#include "api/resources.h"

namespace dunghan::app {

void AddRoutes(api::Router& router, api::Services& services,
               std::shared_ptr<const api::Operations> operations, const ServerSettings& settings) {
  api::AddEvents(router, services);
  api::AddNational(router, services);
  api::AddOnTime(router, services);
  api::AddFrozenReports(router, services);
  api::AddReports(router, services);
  api::AddDossiers(router, services);
  api::AddSources(router, services);
  api::AddQuarantine(router, services);
  api::AddLive(router, services);
  api::AddHealth(router, services);
  api::AddMetrics(router, services);
  api::AddPage(router);
  api::AddOperations(router, std::move(operations));
  router.AnswerOnlyFor(api::HostNames(settings.names));
  router.Observe([&services](std::string_view route, int status) {
    services.metrics.Answered(route, status);
    services.log.Debug("request",
                       {{"route", std::string(route)}, {"status", std::to_string(status)}});
  });
}

}  // namespace dunghan::app
