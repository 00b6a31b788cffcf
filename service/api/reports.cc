#include <utility>

#include "api/resources.h"
#include "dunghan/base/text.h"
#include "dunghan/report/comparison_writer.h"
#include "http/problem.h"
#include "parameters.h"

/// GET /api/v1/reports/{form}: what `report` prints.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

struct Comparing {
  statement::ComparisonOptions options;
  std::optional<ledger::AsOf> as_of;
  bool as_csv = false;
  Language language = Language::kVi;
};

Result<Comparing> ComparingOf(const http::Request& request, const Services& services) {
  auto known = CheckParameters(request, {"period", "rates", "basis", "as_of", "format", "lang"});
  if (!known) return known.error();
  Comparing asked;
  auto as_of = AsOfOf(request);
  if (!as_of) return as_of.error();
  asked.as_of = *as_of;
  const auto period = http::FindQuery(request, "period");
  if (!period) return InvalidArgument("period: expected one such as 2026-06, found nothing");
  const auto parsed = figures::ParsePeriod(*period);
  if (!parsed) return parsed.error();
  asked.options.period = *parsed;
  if (const auto rates = http::FindQuery(request, "rates")) {
    const auto two = statement::ParseRates(*rates);
    if (!two) return InvalidArgument("rates: " + two.error().for_client);
    asked.options.from = two->first;
    asked.options.to = two->second;
  }
  asked.options.basis = services.policy.basis;
  if (const auto basis = http::FindQuery(request, "basis")) {
    const auto of = dossier::ParseBasis(*basis);
    if (!of) {
      return InvalidArgument(
          fmt::format("basis: expected promised or lawful, found {}", JsonQuote(*basis)));
    }
    asked.options.basis = *of;
  }
  const std::string format = ParameterOf(request, "format");
  if (!format.empty() && format != "json" && format != "csv") {
    return InvalidArgument(
        fmt::format("format: expected json or csv, found {}", JsonQuote(format)));
  }
  asked.as_csv = format == "csv";
  if (const auto language = http::FindQuery(request, "lang")) {
    const auto of = ParseLanguage(*language);
    if (!of) {
      return InvalidArgument(
          fmt::format("lang: expected vi or en, found {}", JsonQuote(*language)));
    }
    asked.language = *of;
  }
  return asked;
}

Result<std::string> Write(const OpenView& open, const figures::Policy& policy,
                          const Comparing& asked) {
  auto view = open(asked.as_of);
  if (!view) return view.error();
  const auto comparison = statement::Compare(**view, policy, asked.options);
  if (!comparison) return comparison.error();
  return asked.as_csv ? report::WriteComparisonCsv(*comparison, asked.language)
                      : report::WriteComparisonJson(*comparison);
}

awaitable<http::Response> GetComparison(Services& services, Call call) {
  auto asked = ComparingOf(call.request, services);
  if (!asked) co_return http::Problem(asked.error());
  const bool as_csv = asked->as_csv;
  auto write = [policy = services.policy, asked = std::move(*asked)](const OpenView& open) {
    return Write(open, policy, asked);
  };
  auto body = co_await AskLedger(services, std::move(write));
  if (!body) co_return http::Problem(body.error());
  if (as_csv) co_return Text("text/csv; charset=utf-8", std::move(*body));
  co_return Json(std::move(*body));
}

}  // namespace

void AddReports(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/reports/compare",
             [&services](Call call) { return GetComparison(services, std::move(call)); });
}

}  // namespace dunghan::api
