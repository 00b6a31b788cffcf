#include "due_table.h"

#include "due_text.h"

namespace dunghan::report {

using worktime::Explanation;

std::vector<dossier::SuspendedSpan> SpansIn(const DueStop& stop) {
  std::vector<dossier::SuspendedSpan> within;
  for (const dossier::SuspendedSpan& span : stop.told->of.judged.facts.suspensions) {
    if (span.from >= stop.to || (span.to && *span.to <= stop.from)) continue;
    within.push_back(span);
  }
  return within;
}

DueWay::DueWay(const Told& of, dossier::LawfulQuestion question, bool is_restarted)
    : told_(of),
      calendar_(*of.of.judged.terms.calendar),
      asked_(std::move(question)),
      restarted_(is_restarted) {
  auto way = worktime::ExplainDue(calendar_, asked_.from, asked_.limit, asked_.suspensions,
                                  of.of.judged.terms.due_rules);
  if (way) {
    way_ = std::make_shared<const Explanation>(std::move(*way));
  } else {
    error_ = way.error().for_client;
  }
}

std::vector<DueStop> DueWay::Stops() const {
  std::vector<DueStop> stops;
  if (!way_) {
    for (const worktime::Suspension& one : asked_.suspensions) {
      stops.push_back({&told_, one.from, one.to});
    }
    return stops;
  }
  for (const auto& step : way_->steps) {
    const auto* pause = std::get_if<Explanation::Pause>(&step);
    if (pause) stops.push_back({&told_, pause->from, pause->to, pause});
  }
  return stops;
}

JsonIfAny<LocalDay> DueWay::FirstDay() const {
  if (const auto* rule = Find<Explanation::Rule>()) return {rule->first_day};
  return {};
}

JsonIfAny<ZonedInstant> DueWay::FirstInstant() const {
  if (const auto* rule = Find<Explanation::Rule>()) return {told_.Zoned(rule->first_instant)};
  return {};
}

JsonIfAny<bool> DueWay::AfterCutoff() const {
  if (const auto* rule = Find<Explanation::Rule>()) return {rule->after_cutoff};
  return {};
}

JsonIfAny<Explanation::Counted> DueWay::Counted() const {
  if (const auto* counted = Find<Explanation::Counted>()) return {*counted};
  return {};
}

JsonIfAny<std::optional<ZonedInstant>> DueWay::OpenSince() const {
  return JsonIf(way_ != nullptr, told_.Zoned(asked_.open_since));
}

JsonIfAny<std::chrono::milliseconds> DueWay::Left() const {
  if (!way_ || has_due()) return {};
  const auto left = calendar_.WorkingTime(*asked_.open_since, way_->due.at);
  if (!left) return {};
  return {*left};
}

JsonIfAny<ZonedInstant> DueWay::UnsuspendedDue() const {
  if (const auto* moved = FindMoved()) return {told_.Zoned(moved->unsuspended.at)};
  return {};
}

JsonIfAny<LocalDay> DueWay::UnsuspendedDay() const {
  if (const auto* moved = FindMoved()) return {moved->unsuspended.date};
  return {};
}

JsonIfAny<std::chrono::milliseconds> DueWay::Added() const {
  if (const auto* moved = FindMoved()) return {moved->total};
  return {};
}

JsonIfAny<ZonedInstant> DueWay::Reached() const {
  const auto* moved = FindMoved();
  if (!moved || !AddsWorkingTime(asked_.limit.unit) || moved->total.count() <= 0) return {};
  const auto reached = calendar_.AddWorkingTime(moved->unsuspended.at, moved->total);
  if (!reached) return {};
  return {told_.Zoned(*reached)};
}

JsonIfAny<int64_t> DueWay::AddedDays() const {
  const auto* moved = FindMoved();
  if (!moved || AddsWorkingTime(asked_.limit.unit)) return {};
  return {moved->days};
}

JsonIfAny<LocalDay> DueWay::ReachedDay() const {
  const auto* moved = FindMoved();
  const auto* counted = Find<Explanation::Counted>();
  if (!moved || !counted || AddsWorkingTime(asked_.limit.unit)) return {};
  return {counted->to + std::chrono::days{moved->days}};
}

JsonIfAny<Explanation::Rolled> DueWay::Rolled() const {
  const auto* rolled = has_due() ? Find<Explanation::Rolled>() : nullptr;
  if (!rolled) return {};
  return {*rolled};
}

JsonIfAny<std::optional<ZonedInstant>> DueWay::Due() const {
  if (!way_) return {};
  std::optional<ZonedInstant> due;
  if (has_due()) due = told_.Zoned(way_->due.at);
  return {due};
}

JsonIfAny<LocalDay> DueWay::DueDay() const {
  if (!has_due()) return {};
  return {way_->due.date};
}

JsonIfAny<bool> DueWay::Confirmed() const {
  if (!has_due()) return {};
  return {way_->due.confirmed};
}

JsonIfAny<std::string_view> DueWay::Fault() const {
  return JsonIf(way_ == nullptr, std::string_view(error_));
}

JsonIfAny<LocalDay> DueWay::CalendarEnd() const {
  return JsonIf(way_ == nullptr, calendar_.valid_to());
}

}  // namespace dunghan::report
