#include <functional>
#include <utility>

#include "api/resources.h"
#include "frozen_list_table.h"
#include "http/problem.h"
#include "parameters.h"
#include "scoped.h"

/// GET /api/v1/reports: the frozen statements; /api/v1/reports/frozen/{id}: one of them, as it was
/// frozen.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

/// Whose frozen statements a caller sees, by the agency they are of; empty: of all together.
using SeesStatement = std::function<bool(std::string_view agency)>;

Result<std::string> ListOfFrozen(const OpenView& open, const SeesStatement& sees) {
  auto view = open({});
  if (!view) return view.error();
  const auto all = statement::FrozenIn(**view);
  if (!all) return all.error();
  const worktime::Zone& zone = (*view)->rulebook().default_calendar().zone();
  ToldFrozenList list;
  for (const auto& one : *all) {
    if (sees(one.statement.identity.agency)) list.frozen.push_back({one, zone});
  }
  return kFrozenListTable.ToText(list) + "\n";
}

Result<std::string> JsonOfFrozen(const OpenView& open, const std::string& id,
                                 const SeesStatement& sees) {
  auto view = open({});
  if (!view) return view.error();
  auto found = statement::FindFrozen(**view, id);
  if (!found) return found.error();
  if (!sees(found->statement.identity.agency)) {
    // The words of one that nobody has.
    return NotFound(fmt::format("no frozen statement {}; dunghan report list names them", id));
  }
  return std::move(found->statement.json);
}

/// By the tree of today, whenever the ledger is read.
SeesStatement SeesOf(const Services& services, const access::Caller& caller) {
  return [scope = caller.scope, present = services.board.Now()](std::string_view agency) {
    return Sees(scope, agency, *present);
  };
}

awaitable<http::Response> GetFrozenList(Services& services, Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  auto list = [sees = SeesOf(services, call.caller)](const OpenView& open) {
    return ListOfFrozen(open, sees);
  };
  auto body = co_await AskLedger(services, std::move(list));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

awaitable<http::Response> GetFrozen(Services& services, Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  auto ask = [id = std::string(call.rest), sees = SeesOf(services, call.caller)](
                 const OpenView& open) { return JsonOfFrozen(open, id, sees); };
  auto body = co_await AskLedger(services, std::move(ask));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddFrozenReports(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/reports", access::kReaders.Bound(),
             [&services](Call call) { return GetFrozenList(services, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/reports/frozen/{id}", access::kReaders.Bound(),
             [&services](Call call) { return GetFrozen(services, std::move(call)); });
}

}  // namespace dunghan::api
