#include "live_json.h"

#include <fmt/format.h>

#include <iterator>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/figures/outlook.h"

namespace dunghan::api {
namespace {

using board::Counts;
using board::DueBucket;
using board::NamedPeriod;
using board::Timeliness;

template <class... Args>
void Append(std::string& out, fmt::format_string<Args...> text, Args&&... args) {
  fmt::format_to(std::back_inserter(out), text, std::forward<Args>(args)...);
}

std::string_view NameOf(figures::Headline headline) {
  switch (headline) {
    case figures::Headline::kOfficial:
      return "official";
    case figures::Headline::kStrict:
      return "strict";
    case figures::Headline::kDueCohort:
      return "due_cohort";
  }
  return "";
}

void AppendTarget(std::string& out, const figures::Target& target) {
  Append(out, R"("target":{{"per_mille":{},"is":"{}"}})", target.per_mille,
         target.is == figures::TargetIs::kAbove ? "above" : "at_least");
}

void AppendSite(std::string& out, const Site& site) {
  Append(out, R"("site":{{"province":{},"province_en":{},"centre":{},"centre_en":{}}},)",
         JsonQuote(site.province), JsonQuote(site.province_en), JsonQuote(site.centre),
         JsonQuote(site.centre_en));
}

void AppendOpen(std::string& out, const Counts& counts) {
  out += R"("open":{)";
  for (size_t i = 0; i < board::kDueBuckets; ++i) {
    Append(out, R"({}"{}":{})", i == 0 ? "" : ",", ToString(static_cast<DueBucket>(i)),
           counts.open[i]);
  }
  Append(out, R"(}},"open_total":{},"overdue":{},"due_today":{})", counts.OpenInAll(),
         counts.Overdue(), counts.Open(DueBucket::kToday));
  Append(out, R"(,"pending_acceptance":{},"without_receipt":{})", counts.pending_acceptance,
         counts.without_receipt);
  Append(out, R"(,"acceptance":{{"waiting":{},"waiting_late":{}}})", counts.waiting,
         counts.waiting_late);
}

void AppendFlows(std::string& out, const Counts& counts, NamedPeriod period,
                 std::string_view name) {
  const board::Flows& flows = counts.In(period);
  int64_t received = 0;
  for (const int64_t one : flows.received) received += one;
  Append(out, R"(,"{}":{{)", name);
  for (size_t i = 0; i < board::kTimeliness; ++i) {
    Append(out, R"("{}":{},)", ToString(static_cast<Timeliness>(i)), flows.results[i]);
  }
  Append(out, R"("received":{}}})", received);
}

/// The beginning of an object.
void AppendRatio(std::string& out, std::string_view name, const figures::Rate& rate) {
  const auto ratio = figures::CutRatio(rate);
  Append(out, R"("{}":{{"on_time":{},"all":{},"ratio":{})", name, rate.on_time, rate.all,
         ratio ? fmt::format("{:.4f}", *ratio) : "null");
}

void AppendRate(std::string& out, const figures::Rate& rate, const figures::Target& target) {
  const auto meets = figures::Meets(rate, target);
  out += ',';
  AppendRatio(out, "rate", rate);
  Append(out, R"(,"meets":{}}})", meets ? (*meets ? "true" : "false") : "null");
}

void AppendOutlook(std::string& out, const figures::Outlook& outlook) {
  Append(out, R"(,"outlook":{{"state":"{}",)", ToString(outlook.state));
  AppendRatio(out, "best", outlook.best);
  out += "},";
  AppendRatio(out, "cleared", outlook.cleared);
  Append(out, R"(}},"backlog":{}}})", outlook.backlog);
}

void AppendBudget(std::string& out, const figures::LateBudget& budget) {
  Append(out, R"(,"late_budget":{{"due":{},"allowed":{},"late":{},"left":{},"needs_on_time":{},)",
         budget.due, budget.allowed, budget.late, budget.left,
         budget.needs_on_time < 0 ? "null" : std::to_string(budget.needs_on_time));
  Append(out, R"("state":"{}"}})", ToString(budget.state));
}

void AppendCounts(std::string& out, const Counts& counts, const figures::Target& target,
                  figures::Headline headline) {
  AppendOpen(out, counts);
  AppendFlows(out, counts, NamedPeriod::kToday, "today");
  AppendFlows(out, counts, NamedPeriod::kCurrentMonth, "month");
  AppendRate(out, figures::RateOf(counts.month, headline), target);
  AppendOutlook(out, figures::OutlookOf(counts.month, headline, target, false));
  out += ',';
  AppendRatio(out, "due_cohort", counts.month.due_cohort);
  out += '}';
  AppendBudget(out, figures::BudgetOf(counts.month, target, false));
}

/// null where the calendar does not know the day.
std::string_view IsOfficeOpen(const worktime::WorkingCalendar& calendar, Instant now) {
  const auto worked = calendar.WorkingTime(now, now + std::chrono::milliseconds{1});
  if (!worked) return "null";
  return *worked > std::chrono::milliseconds{0} ? "true" : "false";
}

}  // namespace

std::string WriteLiveHead(const board::Snapshot& snapshot, Instant now, int64_t clock_speed,
                          const Site& site) {
  const auto& calendar = snapshot.rulebook->default_calendar();
  const auto& position = snapshot.position;
  const auto& month = snapshot.periods[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  std::string out;
  Append(out, R"({{"now":"{}","clock_speed":{},"simulated":{},"office_open":{},)",
         calendar.zone().Format(now), clock_speed, snapshot.simulated, IsOfficeOpen(calendar, now));
  AppendSite(out, site);
  Append(out, R"("position":{{"seq":{},"at":"{}","chain":"{}"}},)", position.seq,
         calendar.zone().Format(position.at), ToHex(position.chain));
  Append(out, R"("basis":"{}","headline":"{}",)", ToString(snapshot.policy.basis),
         NameOf(snapshot.policy.headline));
  AppendTarget(out, snapshot.target());
  Append(out, R"(,"month":{{"name":"{}","from":"{}","to":"{}"}},"total":{{)", month.name,
         FormatDate(month.from), FormatDate(month.to));
  AppendCounts(out, snapshot.total, snapshot.target(), snapshot.policy.headline);
  return out + '}';
}

std::string WriteLiveRow(const board::Snapshot& snapshot, const board::CountsOf<AgencyCode>& row) {
  std::string out;
  if (row.counts == Counts{}) return out;
  const auto* agency = snapshot.rulebook->FindAgency(row.code);
  const std::string name(agency ? std::string_view(agency->name) : row.code.text());
  const bool english = agency && !agency->name_en.empty();
  Append(out, R"({{"code":{},"name":{},"name_en":{},)", JsonQuote(row.code.text()), JsonQuote(name),
         JsonQuote(english ? agency->name_en : name));
  const auto target = snapshot.TargetOf(row.code);
  AppendTarget(out, target);
  out += ',';
  AppendCounts(out, row.counts, target, snapshot.policy.headline);
  return out + '}';
}

}  // namespace dunghan::api
