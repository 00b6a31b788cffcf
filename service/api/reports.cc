#include <algorithm>
#include <array>
#include <utility>

#include "api/resources.h"
#include "dunghan/base/text.h"
#include "dunghan/report/asking.h"
#include "http/problem.h"
#include "parameters.h"
#include "scoped.h"

/// GET /api/v1/reports/{form}: what `report` prints; GET /api/v1/indicators: the flat table.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using report::PaperFormat;

struct Asking {
  report::Ask ask;
  std::optional<ledger::AsOf> as_of;
  bool figures_alone = false;  ///< without the dossiers behind them
};

Result<Asking> AskingOf(const http::Request& request, std::string form) {
  auto known = CheckParameters(request, {"period", "by", "rates", "agency", "basis", "tree",
                                         "as_of", "format", "for", "lang"});
  if (!known) return known.error();
  Asking asking;
  auto as_of = AsOfOf(request);
  if (!as_of) return as_of.error();
  asking.as_of = *as_of;
  const auto of = [&](std::string_view name) { return ParameterOf(request, name); };
  asking.ask = {.form = std::move(form),
                .period = of("period"),
                .by = of("by"),
                .rates = of("rates"),
                .agency = of("agency"),
                .basis = of("basis"),
                .tree = of("tree"),
                .language = of("lang"),
                .format = of("format"),
                .purpose = of("for")};
  return asking;
}

struct Written {
  std::string bytes;
  PaperFormat format = PaperFormat::kJson;
  std::string name;  ///< for a file: "II.06a-2026-06"
};

Result<Written> Write(const OpenView& open, const figures::Policy& policy,
                      const report::FormRules& rules, const Asking& asking) {
  auto view = open(asking.as_of);
  if (!view) return view.error();
  const auto& zone = (*view)->rulebook().default_calendar().zone();
  auto asked = report::ParseAsk(asking.ask, rules, policy, zone.DayOf((*view)->position().at),
                                PaperFormat::kJson, "");
  if (!asked) return asked.error();
  if (asking.figures_alone) asked->request.dossiers = false;
  auto written = report::WriteAsked(**view, policy, rules, *asked);
  if (!written) return written.error();
  const report::FormRequest& request = asked->request;
  return Written{std::move(written->bytes), asked->format,
                 request.form + "-" + request.period.name};
}

/// What a browser is to keep as a file and not to show.
http::Response Answer(Written written) {
  http::Response response =
      Text(std::string(report::MediaType(written.format)), std::move(written.bytes));
  const bool as_file = written.format == PaperFormat::kXlsx ||
                       written.format == PaperFormat::kExcelCsv ||
                       written.format == PaperFormat::kPdf;
  if (as_file) {
    std::string name = written.name;
    std::replace(name.begin(), name.end(), ':', '-');
    response.headers.emplace_back(
        "Content-Disposition",
        fmt::format("{}; filename=\"{}.{}\"",
                    written.format == PaperFormat::kPdf ? "inline" : "attachment", name,
                    report::Extension(written.format)));
  }
  return response;
}

/// A bound caller asks for forms that are of one agency and those below it, and for that of its
/// own; of figures alone, perhaps for others'.
std::optional<http::Response> RefuseForm(const access::Caller& caller, const Services& services,
                                         Asking& asking) {
  constexpr std::array<std::string_view, 5> kFigures = {"monthly", "II.06a", "II.06b", "07a",
                                                        "indicators"};
  constexpr std::array<std::string_view, 2> kDossierLists = {"late-list", "urge"};
  if (caller.scope.is_everything()) return {};
  const auto is_one_of = [&](const auto& forms) {
    return std::find(forms.begin(), forms.end(), asking.ask.form) != forms.end();
  };
  std::string& agency = asking.ask.agency;
  if (is_one_of(kDossierLists)) return NarrowToOwn(caller, services, agency);
  if (!is_one_of(kFigures)) {
    return http::Problem(403, "this form is about all agencies, and the token is bound to some");
  }
  if (auto refusal = NarrowFigures(caller, services, agency)) return refusal;
  asking.figures_alone = !SeesDossiersOf(caller, services, agency);
  return {};
}

awaitable<http::Response> GetReport(Services& services, Call call, std::string form) {
  if (form != "compare" && !report::IsForm(form, services.forms)) {
    co_return http::Problem(NotFound("no form " + JsonQuote(form)));
  }
  auto asking = AskingOf(call.request, std::move(form));
  if (!asking) co_return http::Problem(asking.error());
  if (auto refusal = RefuseForm(call.caller, services, *asking)) {
    co_return std::move(*refusal);
  }
  report::FormRules rules = services.forms;
  // Which sources are silent is about all agencies.
  if (!call.caller.scope.is_everything()) rules.sources.clear();
  auto write = [policy = services.policy, rules = std::move(rules), asking = std::move(*asking)](
                   const OpenView& open) { return Write(open, policy, rules, asking); };
  auto written = co_await AskLedger(services, std::move(write));
  if (!written) co_return http::Problem(written.error());
  co_return Answer(std::move(*written));
}

}  // namespace

void AddReports(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/reports/{form}", access::kReaders.Bound(),
             [&services](Call call) {
               std::string form = call.rest;
               return GetReport(services, std::move(call), std::move(form));
             });
  router.Add(http::Method::kGet, "/api/v1/indicators", access::kReaders.Bound(),
             [&services](Call call) { return GetReport(services, std::move(call), "indicators"); });
}

}  // namespace dunghan::api
