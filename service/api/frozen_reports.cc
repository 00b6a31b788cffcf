#include <utility>

#include "api/resources.h"
#include "frozen/table.h"
#include "http/problem.h"
#include "parameters.h"

/// GET /api/v1/reports: the frozen statements; /api/v1/reports/frozen/{id}: one of them, as it was
/// frozen.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

Result<std::string> ListOfFrozen(const OpenView& open) {
  auto view = open({});
  if (!view) return view.error();
  const auto all = statement::FrozenIn(**view);
  if (!all) return all.error();
  const worktime::Zone& zone = (*view)->rulebook().default_calendar().zone();
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.BeginArray("frozen");
  for (const auto& one : *all) frozen::kFrozenTable.Write(json, {one, zone});
  json.End();
  json.End();
  json.EndLine();
  return text;
}

Result<std::string> JsonOfFrozen(const OpenView& open, const std::string& id) {
  auto view = open({});
  if (!view) return view.error();
  auto found = statement::FindFrozen(**view, id);
  if (!found) return found.error();
  return std::move(found->statement.json);
}

awaitable<http::Response> GetFrozenList(Services& services, Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  auto body = co_await AskLedger(services, ListOfFrozen);
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

awaitable<http::Response> GetFrozen(Services& services, Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  auto ask = [id = std::string(call.rest)](const OpenView& open) { return JsonOfFrozen(open, id); };
  auto body = co_await AskLedger(services, std::move(ask));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddFrozenReports(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/reports",
             [&services](Call call) { return GetFrozenList(services, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/reports/frozen/{id}",
             [&services](Call call) { return GetFrozen(services, std::move(call)); });
}

}  // namespace dunghan::api
