#include "api/sources.h"

#include <algorithm>
#include <set>
#include <utility>

#include "api/resources.h"
#include "http/problem.h"
#include "parameters.h"
#include "sources_table.h"

namespace dunghan::api {
namespace {

using boost::asio::awaitable;

class Teller {
 public:
  Teller(const ledger::View& view, const SourceRules& rules, int64_t days)
      : rules_(rules),
        timeline_(view.timeline()),
        calendar_(view.rulebook().default_calendar()),
        now_(view.position().at),
        from_(calendar_.zone().DayOf(now_) - std::chrono::days{days - 1}) {}

  LocalDay from() const { return from_; }

  ToldSource Tell(const std::string& name, const ledger::SourceHistory* known) const {
    ToldSource told;
    told.name = name;
    const auto limit = rules_.late_after.find(name);
    told.configured = limit != rules_.late_after.end();
    told.late_after = told.configured ? limit->second : rules_.late_after_else;
    const auto code = rules_.codes ? rules_.codes->Find<SourceName>(name) : SourceName();
    if (code) told.role = timeline_.RoleOf(code, now_);
    if (!known) return told;
    told.event = SinceOf(known->last_event, told);
    told.contact = SinceOf(known->last_contact(), told);
    // The writer may have gone on since the position.
    const Instant now = std::max(now_, known->last_contact().value_or(now_));
    told.in_window = ledger::FiguresOf(*known, from_, now, calendar_);
    told.ever = ledger::FiguresOf(*known, {}, now, calendar_);
    return told;
  }

 private:
  Since SinceOf(std::optional<Instant> at, const ToldSource& told) const {
    const auto age = live::AgeOf(at, now_, calendar_, told.late_after);
    return {at, age.working, age.freshness};
  }

  const SourceRules& rules_;
  const rulebook::Timeline& timeline_;
  const worktime::WorkingCalendar& calendar_;
  Instant now_;
  LocalDay from_;
};

Result<std::string> ListSources(const OpenView& open, const SourceRules& rules, int64_t days) {
  auto view = open({});
  if (!view) return view.error();
  const auto told = TellSources(**view, rules, days);
  if (!told) return told.error();
  return SourcesAsJson(*told, (*view)->rulebook().default_calendar().zone());
}

awaitable<http::Response> GetSources(Services& services, Call call) {
  if (auto known = CheckParameters(call.request, {"days"}); !known) {
    co_return http::Problem(known.error());
  }
  const auto days = NumberOf(call.request, "days", 1, kMostSourceDays, kSourceDays);
  if (!days) co_return http::Problem(days.error());
  auto ask = [rules = services.sources, days = *days](const OpenView& open) {
    return ListSources(open, rules, days);
  };
  auto body = co_await AskLedger(services, std::move(ask));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

Result<ToldSources> TellSources(ledger::View& view, const SourceRules& rules, int64_t days) {
  const auto sources = view.ReadSources();
  if (!sources) return sources.error();
  const auto waiting = view.CountWaiting();
  if (!waiting) return waiting.error();
  const Teller teller(view, rules, days);
  ToldSources told{.now = view.position().at,
                   .is_simulated = view.simulated(),
                   .days = days,
                   .from = teller.from(),
                   .counted_since = sources->counted_since,
                   .all = {}};
  std::set<std::string> names;
  for (const auto& source : sources->all) names.insert(source.name);
  for (const auto& [name, limit] : rules.late_after) names.insert(name);
  for (const std::string& name : names) {
    ToldSource& one = told.all.emplace_back(teller.Tell(name, sources->Find(name)));
    const auto count = waiting->find(name);
    if (count != waiting->end()) one.waiting = count->second;
  }
  return told;
}

std::string SourcesAsJson(const ToldSources& sources, const worktime::Zone& zone) {
  return kSourcesTable.ToText({sources, zone}) + "\n";
}

void AddSources(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/sources", access::kReaders,
             [&services](Call call) { return GetSources(services, std::move(call)); });
}

}  // namespace dunghan::api
