#include <algorithm>
#include <utility>

#include "api/resources.h"
#include "dunghan/base/text.h"
#include "http/problem.h"
#include "parameters.h"
#include "quarantine_page.h"

/// GET /api/v1/quarantine: what waits, one by one or grouped; /api/v1/quarantine/{id}: one of them.
/// The bytes of what could not be parsed may name persons: who looks at them goes on record, so
/// they are another route's (operations.h).
namespace dunghan::api {
namespace {

using boost::asio::awaitable;
using intake::QuarantineBy;

struct QuarantineQuestion {
  std::optional<QuarantineBy> by;  ///< nothing: one by one
  intake::QuarantineFilter filter;
  int64_t after = 0;  ///< of entries the last id, of groups how many
  int64_t limit = 100;
};

Result<QuarantineQuestion> ParseQuestion(const http::Request& request) {
  if (auto known = CheckParameters(request, {"by", "source", "reason", "cursor", "limit"});
      !known) {
    return known.error();
  }
  QuarantineQuestion asked;
  const std::string by = ParameterOf(request, "by");
  if (by == "reason") asked.by = QuarantineBy::kReason;
  if (by == "source") asked.by = QuarantineBy::kSource;
  if (!by.empty() && !asked.by) {
    return InvalidArgument(fmt::format("by: expected reason or source, found {}", JsonQuote(by)));
  }
  asked.filter = {ParameterOf(request, "source"), ParameterOf(request, "reason")};
  const auto after = NumberOf(request, "cursor", 0, int64_t{1} << 53U, 0);
  if (!after) return after.error();
  asked.after = *after;
  const auto limit = NumberOf(request, "limit", 1, 1'000, 100);
  if (!limit) return limit.error();
  asked.limit = *limit;
  return asked;
}

Result<void> PageOfEntries(ledger::View& view, const QuarantineQuestion& asked,
                           const worktime::Zone& zone, QuarantinePage& page) {
  int64_t last = 0;
  return intake::ForEachWaiting(view, asked.filter, asked.after, [&](const auto& entry) {
    if (std::cmp_equal(page.written.size(), asked.limit)) {
      page.next = std::to_string(last);
      return false;
    }
    page.written.push_back(kQuarantineEntryTable.ToText({entry, zone}));
    last = entry.id;
    return true;
  });
}

Result<void> PageOfGroups(ledger::View& view, const QuarantineQuestion& asked,
                          const worktime::Zone& zone, QuarantinePage& page) {
  const auto groups = intake::GroupQuarantine(view, *asked.by, asked.filter);
  if (!groups) return groups.error();
  const auto all = static_cast<int64_t>(groups->size());
  const int64_t end = std::min(all, asked.after + asked.limit);
  for (int64_t i = asked.after; i < end; ++i) {
    page.written.push_back(
        kQuarantineGroupTable.ToText({(*groups)[static_cast<size_t>(i)], *asked.by, zone}));
  }
  if (end < all) page.next = std::to_string(end);
  return {};
}

Result<std::string> ListQuarantine(const OpenView& open, const QuarantineQuestion& asked) {
  auto view = open({});
  if (!view) return view.error();
  const worktime::Zone& zone = (*view)->rulebook().default_calendar().zone();
  QuarantinePage page{.is_simulated = (*view)->simulated(), .written = {}, .next = {}};
  const auto waiting = (*view)->CountWaiting();
  if (!waiting) return waiting.error();
  for (const auto& [source, count] : *waiting) page.waiting += count;
  const auto filled =
      asked.by ? PageOfGroups(**view, asked, zone, page) : PageOfEntries(**view, asked, zone, page);
  if (!filled) return filled.error();
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  kQuarantineHeadTable.WriteMembers(json, page);
  if (asked.by) {
    kQuarantineGroupsTable.WriteMembers(json, page);
  } else {
    kQuarantineEntriesTable.WriteMembers(json, page);
  }
  json.End();
  json.EndLine();
  return text;
}

Result<std::string> ShowEntry(const OpenView& open, int64_t id) {
  auto view = open({});
  if (!view) return view.error();
  const auto entry = (*view)->FindQuarantine(id);
  if (!entry) return entry.error();
  const auto discarding = entry->state == ledger::QuarantineState::kDiscarded
                              ? ledger::DiscardingOf(**view, id)
                              : std::optional<ledger::DiscardingOnRecord>();
  if (!discarding) return discarding.error();
  const ToldEntry told{*entry, (*view)->rulebook().default_calendar().zone()};
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  kQuarantineEntryTable.WriteMembers(json, told);
  kQuarantineSettledTable.WriteMembers(json, {told, *discarding});
  json.End();
  json.EndLine();
  return text;
}

awaitable<http::Response> GetQuarantine(Services& services, Call call) {
  auto asked = ParseQuestion(call.request);
  if (!asked) co_return http::Problem(asked.error());
  auto ask = [asked = std::move(*asked)](const OpenView& open) {
    return ListQuarantine(open, asked);
  };
  auto body = co_await AskLedger(services, std::move(ask));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

awaitable<http::Response> GetQuarantineEntry(Services& services, Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  const auto id = ParseInteger(call.rest);
  if (!id) co_return http::Problem(404, "no quarantine entry of that name; entries have numbers");
  auto ask = [id = int64_t{*id}](const OpenView& open) { return ShowEntry(open, id); };
  auto body = co_await AskLedger(services, std::move(ask));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddQuarantine(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/quarantine", access::kReaders,
             [&services](Call call) { return GetQuarantine(services, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/quarantine/{id}", access::kReaders,
             [&services](Call call) { return GetQuarantineEntry(services, std::move(call)); });
}

}  // namespace dunghan::api
