#include <utility>

#include "api/resources.h"
#include "dunghan/base/text.h"
#include "dunghan/report/writers.h"
#include "dunghan/statement/statement.h"
#include "http/problem.h"
#include "parameters.h"
#include "scoped.h"

/// GET /api/v1/on-time: the object that `report --format json` prints.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

/// What statement, as of when.
struct Question {
  statement::StatementOptions options;  ///< without `period`: this month
  bool this_month = true;               ///< the period was not named
  std::optional<ledger::AsOf> as_of;
};

Result<Question> QuestionOf(const http::Request& request, const Services& services) {
  if (auto known = CheckParameters(request, {"period", "by", "basis", "agency", "tree", "as_of"});
      !known) {
    return known.error();
  }
  auto as_of = AsOfOf(request);
  if (!as_of) return as_of.error();
  Question question;
  question.as_of = *as_of;
  statement::StatementOptions& options = question.options;
  const auto snapshot = services.board.Now();
  options.period = figures::MonthOf(snapshot->today, services.policy.reporting_month);
  if (const auto period = http::FindQuery(request, "period")) {
    const auto parsed = figures::ParsePeriod(*period);
    if (!parsed) return parsed.error();
    options.period = *parsed;
    question.this_month = false;
  }
  if (const auto by = http::FindQuery(request, "by")) {
    const auto parsed = statement::ParseGroupBy(*by);
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
  if (const auto tree = http::FindQuery(request, "tree")) {
    const auto parsed = statement::ParseTree(*tree);
    if (!parsed) {
      return InvalidArgument(
          fmt::format("tree: expected as-was or period-end, found {}", JsonQuote(*tree)));
    }
    options.tree = *parsed;
  }
  options.agency = ParameterOf(request, "agency");
  return question;
}

Result<std::string> Write(const OpenView& open, const figures::Policy& policy, Question question) {
  auto view = open(question.as_of);
  if (!view) return view.error();
  if (question.as_of && question.this_month) {
    // The month of then, not of now.
    const auto& zone = (*view)->rulebook().default_calendar().zone();
    const LocalDay day = zone.DayOf((*view)->position().at);
    question.options.period = figures::MonthOf(day, policy.reporting_month);
  }
  const auto statement = statement::MakeMonthly(**view, policy, question.options);
  if (!statement) return statement.error();
  return report::WriteJson(*statement);
}

awaitable<http::Response> GetOnTime(Services& services, Call call) {
  auto question = QuestionOf(call.request, services);
  if (!question) co_return http::Problem(question.error());
  if (auto refusal = NarrowFigures(call.caller, services, question->options.agency)) {
    co_return std::move(*refusal);
  }
  auto write = [policy = services.policy, question = std::move(*question)](const OpenView& open) {
    return Write(open, policy, question);
  };
  auto body = co_await AskLedger(services, std::move(write));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddOnTime(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/on-time", access::kReaders.Bound(),
             [&services](Call call) { return GetOnTime(services, std::move(call)); });
}

}  // namespace dunghan::api
