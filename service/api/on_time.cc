#include <utility>

#include "api/parameters.h"
#include "api/resources.h"
#include "dunghan/base/text.h"
#include "dunghan/report/statement.h"
#include "dunghan/report/writers.h"
#include "http/problem.h"

/// GET /api/v1/on-time: the object that `report --format json` prints.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

Result<report::StatementOptions> OptionsOf(const http::Request& request, const Services& services) {
  if (auto known = CheckParameters(request, {"period", "by", "basis", "agency", "as_of"}); !known) {
    return known.error();
  }
  if (http::FindQuery(request, "as_of")) {
    return InvalidArgument("as_of: not available yet; figures are those of now");
  }
  report::StatementOptions options;
  const auto snapshot = services.board.Now();
  options.period = figures::MonthOf(snapshot->today, services.policy.reporting_month);
  if (const auto period = http::FindQuery(request, "period")) {
    const auto parsed = figures::ParsePeriod(*period);
    if (!parsed) return parsed.error();
    options.period = *parsed;
  }
  if (const auto by = http::FindQuery(request, "by")) {
    const auto parsed = report::ParseGroupBy(*by);
    if (!parsed) {
      return InvalidArgument(
          fmt::format("by: expected agency, procedure, field, tier, counter or channel, found {}",
                      JsonQuote(*by)));
    }
    options.by = *parsed;
  }
  options.basis = services.policy.basis;
  if (const auto basis = http::FindQuery(request, "basis")) {
    const auto parsed = dossier::ParseBasis(*basis);
    if (!parsed) {
      return InvalidArgument(
          fmt::format("basis: expected promised or lawful, found {}", JsonQuote(*basis)));
    }
    options.basis = *parsed;
  }
  options.agency = ParameterOf(request, "agency");
  return options;
}

Result<std::string> Write(const OpenView& open, const figures::Policy& policy,
                          const report::StatementOptions& options) {
  auto view = open();
  if (!view) return view.error();
  const auto statement = report::MakeMonthly(**view, policy, options);
  if (!statement) return statement.error();
  return report::WriteJson(*statement);
}

awaitable<http::Response> GetOnTime(Services& services, Call call) {
  auto options = OptionsOf(call.request, services);
  if (!options) co_return http::Problem(options.error());
  auto write = [open = services.open_view, policy = services.policy,
                options = std::move(*options)] { return Write(open, policy, options); };
  auto body = co_await services.blocking.Run(std::move(write));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddOnTime(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/on-time",
             [&services](Call call) { return GetOnTime(services, std::move(call)); });
}

}  // namespace dunghan::api
