#include <algorithm>
#include <utility>

#include "due_steps.h"

namespace dunghan::worktime {
namespace {

using detail::Day;
using detail::FromDay;
using detail::PlainDue;
using detail::ToDay;
using detail::ToTime;
using std::chrono::days;

Explanation::Rule ExplainRule(const detail::CalendarTable& table, Instant from, TimeLimit limit,
                              const PlainDue& plain) {
  Explanation::Rule rule{limit, from, FromDay(plain.start), from, plain.after_cutoff};
  switch (limit.unit) {
    case LimitUnit::kWorkingDays:
      rule.first_day = FromDay(table.FindDay(table.DaysThrough(plain.start) + 1).day);
      break;
    case LimitUnit::kCalendarDays:
      rule.first_day += days{1};
      break;
    case LimitUnit::kWorkingHours:
    case LimitUnit::kWorkingSeconds: {
      const auto open = table.NextOpen(plain.start, ToTime(from));
      rule.first_instant = detail::FromTime(open.at);
      rule.first_day = FromDay(open.day);
      break;
    }
    case LimitUnit::kMonths:
    case LimitUnit::kSameDay:
      break;
  }
  return rule;
}

/// The day of receipt is not counted, but where a same-day limit ends on it.
Explanation::Counted ExplainCounted(const detail::CalendarTable& table, const PlainDue& plain) {
  const Day first = std::min(plain.start + 1, plain.last);
  const int64_t working = table.DaysThrough(plain.last) - table.DaysThrough(first - 1);
  return {FromDay(first), FromDay(plain.last), working, plain.last - first + 1 - working};
}

void AddExceptions(std::vector<Explanation::Step>& steps, const WorkingCalendar& calendar,
                   LocalDay from, LocalDay to) {
  for (const CalendarException* exception : calendar.ExceptionsIn(from, to)) {
    steps.push_back(Explanation::Exception{exception->date, exception->hours, exception->name,
                                           exception->source, !exception->hours.empty(),
                                           exception->confirmed});
  }
}

}  // namespace

Result<Explanation> ExplainDue(const WorkingCalendar& calendar, Instant from, TimeLimit limit,
                               std::span<const Suspension> suspensions, const DueRules& rules) {
  const detail::CalendarTable& table = calendar.table();
  const auto plain = detail::ComputePlainDue(table, from, limit, rules);
  if (!plain) return plain.error();
  const auto moved = detail::MoveBySuspensions(calendar, *plain, from, limit.unit, suspensions);
  if (!moved) return moved.error();

  Explanation explanation{calendar.name(), {}, moved->due};
  auto& steps = explanation.steps;
  steps.reserve(4 + moved->pauses.size());
  steps.push_back(ExplainRule(table, from, limit, *plain));
  if (IsDayBased(limit.unit)) steps.push_back(ExplainCounted(table, *plain));
  // A pause that counted ends before the due it moved, so this is every day the due depends on.
  AddExceptions(steps, calendar, FromDay(plain->start), moved->due.date);
  for (const Explanation::Pause& pause : moved->pauses) steps.push_back(pause);
  const bool counted = std::any_of(moved->pauses.begin(), moved->pauses.end(),
                                   [](const Explanation::Pause& pause) { return pause.counted; });
  if (counted) steps.push_back(Explanation::Moved{plain->due, moved->total, moved->days});
  const bool rolls = limit.unit == LimitUnit::kCalendarDays || limit.unit == LimitUnit::kMonths;
  if (rolls && FromDay(moved->last) != moved->due.date) {
    steps.push_back(Explanation::Rolled{FromDay(moved->last), moved->due.date});
  }
  return explanation;
}

Result<DueDate> RecomputeFromExplanation(const WorkingCalendar& weekly_only,
                                         const Explanation& explanation) {
  CalendarSpec spec = weekly_only.spec();
  spec.exceptions.clear();
  const Explanation::Rule* rule = nullptr;
  std::vector<Suspension> pauses;
  for (const Explanation::Step& step : explanation.steps) {
    if (const auto* found = std::get_if<Explanation::Rule>(&step)) {
      rule = found;
    } else if (const auto* exception = std::get_if<Explanation::Exception>(&step)) {
      spec.exceptions.push_back({exception->date, exception->hours, exception->name,
                                 exception->source, exception->confirmed});
    } else if (const auto* pause = std::get_if<Explanation::Pause>(&step)) {
      pauses.push_back({pause->from, pause->to});
    }
  }
  if (rule == nullptr) return InvalidArgument("the explanation names no rule");
  const auto calendar = WorkingCalendar::Build(std::move(spec));
  if (!calendar) return calendar.error();
  // The rule says on which side of the cut-off the receipt fell, not where the cut-off lies.
  const DueRules rules{.same_day_cutoff = std::chrono::hours{rule->after_cutoff ? 0 : 24}};
  return ComputeDue(*calendar, rule->from, rule->limit, pauses, rules);
}

}  // namespace dunghan::worktime
