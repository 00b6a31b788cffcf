#include "daemon_routes.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/host_names.h"
#include "api/resources.h"

namespace dunghan::app {

namespace {

// At most so often the log tells of answers that ask for patience: there may be thousands.
constexpr std::chrono::seconds kToldEvery{10};

/// What an operator should see of answers, and by which name to find it.
class AnswerLog {
 public:
  explicit AnswerLog(Log& log) : log_(log) {}

  void Tell(std::string_view route, int status, std::string_view id) {
    const bool is_fault = status >= 500 && (status != 503 || MayTell());
    log_.Write(is_fault ? LogLevel::kWarning : LogLevel::kDebug, "request",
               {{"route", std::string(route)},
                {"status", std::to_string(status)},
                {"request", std::string(id)}});
  }

 private:
  bool MayTell() {
    const auto now = std::chrono::steady_clock::now();
    if (told_ && now - *told_ < kToldEvery) return false;
    told_ = now;
    return true;
  }

  Log& log_;
  std::optional<std::chrono::steady_clock::time_point> told_;
};

}  // namespace

void AddRoutes(api::Router& router, api::Services& services, api::Entrance& entrance,
               access::Screens& screens, std::shared_ptr<const api::Operations> operations,
               const ServerSettings& settings) {
  api::AddEvents(router, services);
  api::AddNational(router, services, entrance);
  api::AddOnTime(router, services);
  api::AddFrozenReports(router, services);
  api::AddReports(router, services);
  api::AddDossiers(router, services);
  api::AddActs(router, services);
  api::AddSources(router, services);
  api::AddQuarantine(router, services);
  api::AddLive(router, services);
  api::AddHealth(router, services);
  api::AddMetrics(router, services);
  api::AddPage(router);
  api::AddLogin(router, entrance);
  api::AddWall(router, entrance.door(), screens, operations);
  api::AddOperations(router, std::move(operations));
  api::AddOpenApi(router);
  api::AskAt(router, entrance);
  router.AnswerOnlyFor(api::HostNames(settings.names));
  router.Observe([&services, told = AnswerLog(services.log)](std::string_view route, int status,
                                                             std::string_view id) mutable {
    services.metrics.Answered(route, status);
    told.Tell(route, status, id);
  });
}

}  // namespace dunghan::app
