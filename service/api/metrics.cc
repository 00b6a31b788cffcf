#include <utility>

#include "api/parameters.h"
#include "api/resources.h"
#include "http/problem.h"
#include "metrics/business.h"

/// GET /metrics: Prometheus text 0.0.4. Rendered on a thread of the pool from an immutable
/// snapshot.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

std::string WriteOwn(Services& services) {
  services.metrics.Serving(services.server_figures());
  return services.metrics.Write({.waiting_events = services.queue.waiting(),
                                 .refused_batches = services.queue.refused(),
                                 .writing = !services.queue.health().failure,
                                 .blocking_jobs = services.blocking.jobs()});
}

awaitable<http::Response> GetMetrics(Services& services,
                                     std::shared_ptr<metrics::BusinessPage> page, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  std::string own = WriteOwn(services);
  auto render = [page, snapshot = services.board.Now(),
                 own = std::move(own)]() -> Result<std::string> {
    return page->Render(*snapshot) + own;
  };
  auto body = co_await services.blocking.Run(std::move(render));
  if (!body) co_return http::Problem(body.error());
  co_return Text("text/plain; version=0.0.4; charset=utf-8", std::move(*body));
}

}  // namespace

void AddMetrics(Router& router, Services& services) {
  const auto page = std::make_shared<metrics::BusinessPage>();
  router.Add(http::Method::kGet, "/metrics",
             [&services, page](Call call) { return GetMetrics(services, page, std::move(call)); });
}

}  // namespace dunghan::api
