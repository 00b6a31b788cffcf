#include "metrics/single_families.h"

#include "metrics/family_writer.h"
#include "metrics/gauge_text.h"
#include "metrics/office_day.h"
#include "metrics/outlook.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

constexpr Family kTarget{"dossier_on_time_target_ratio",
                         "Share of results that is to be on time, as configured."};
constexpr Family kOnTarget{
    "dossier_overall_on_target",
    "1 if the headline rate of all agencies together in the month so far reaches the target. "
    "Absent without data."};
constexpr Family kOnTargetPossible{
    "dossier_overall_on_target_possible",
    "1 if the month can still end with the headline rate of all agencies together on target. "
    "Absent without data."};
constexpr Family kBest{
    "dossier_overall_best_possible_ratio",
    "The headline rate of all agencies together the month ends with if nothing more goes wrong. "
    "Absent without data."};
constexpr Family kBudgetDue{"dossier_overall_late_budget_due",
                            "Dossiers of all agencies due in the current month, as known now."};
constexpr Family kBudgetAllowed{
    "dossier_overall_late_budget_allowed",
    "Of those, how many may be late with the overall target kept. Not the sum over agencies."};
constexpr Family kBudgetLate{"dossier_overall_late_budget_late",
                             "Of those, how many are late already, finished or not."};
constexpr Family kBudgetLeft{"dossier_overall_late_budget_left",
                             "Allowed minus late. Not the sum over agencies."};
constexpr Family kPeriodStart{"dossier_period_start_timestamp_seconds",
                              "First instant of the named period."};
constexpr Family kPeriodEnd{"dossier_period_end_timestamp_seconds",
                            "First instant after the named period."};
constexpr Family kValidUntil{
    "dossier_calendar_valid_until_timestamp_seconds",
    "First instant after the last day a calendar knows: due dates beyond cannot be worked out."};
constexpr Family kOfficeOpen{"dossier_office_open", "1 in working hours of the default calendar."};
constexpr Family kOfficeElapsed{
    "dossier_office_elapsed_seconds",
    "Working time of today that has passed, by the default calendar. 0 on a day off."};
constexpr Family kOfficeLeft{
    "dossier_office_left_seconds",
    "Working time of today still ahead, by the default calendar. 0 on a day off."};
constexpr Family kSimulated{"dossier_simulated",
                            "1 if the simulator fed the ledger: no figure is of real dossiers."};

void AppendOverall(const Snapshot& snapshot, std::string& page) {
  const Outlook all = OutlookOf(snapshot.total, snapshot.policy.headline, snapshot.target());
  AppendSingle(page, kTarget, RatioOf(all.target.per_mille, 1000));
  AppendSingle(page, kOnTarget, TruthOf(figures::Meets(all.headline, all.target)));
  AppendSingle(page, kOnTargetPossible, TruthOf(figures::Meets(all.best, all.target)));
  AppendSingle(page, kBest, RatioOf(all.best.on_time, all.best.all));
  AppendSingle(page, kBudgetDue, all.budget.due);
  AppendSingle(page, kBudgetAllowed, all.budget.allowed);
  AppendSingle(page, kBudgetLate, all.budget.late);
  AppendSingle(page, kBudgetLeft, all.budget.left);
}

void AppendPeriods(const Snapshot& snapshot, std::string& page) {
  const worktime::Zone& zone = snapshot.rulebook->default_calendar().zone();
  const auto append = [&](const Family& family, auto day_of) {
    AppendHead(page, family);
    for (const auto& [name, index] : PeriodAxis().values) {
      AppendSeries(page, family, {{"period", name}});
      AppendNumber(page, SecondsOf(zone.StartOf(day_of(snapshot.periods[index]))));
    }
  };
  append(kPeriodStart, [](const figures::Period& period) { return period.from; });
  append(kPeriodEnd,
         [](const figures::Period& period) { return period.to + std::chrono::days{1}; });
}

void AppendCalendars(const Snapshot& snapshot, std::string& page) {
  AppendHead(page, kValidUntil);
  for (const auto& [name, calendar] : snapshot.rulebook->calendars()) {
    AppendSeries(page, kValidUntil, {{"calendar", name}});
    const LocalDay after = calendar->valid_to() + std::chrono::days{1};
    AppendNumber(page, SecondsOf(calendar->zone().StartOf(after)));
  }
}

void AppendOffice(const Snapshot& snapshot, Instant now, std::string& page) {
  const auto day = OfficeDayAt(snapshot.rulebook->default_calendar(), now);
  if (!day) return;
  AppendSingle(page, kOfficeOpen, TruthOf(day->open));
  AppendSingle(page, kOfficeElapsed, SecondsOf(day->elapsed));
  AppendSingle(page, kOfficeLeft, SecondsOf(day->left));
}

}  // namespace

void AppendSingles(const Snapshot& snapshot, Instant now, std::string& page) {
  AppendOverall(snapshot, page);
  AppendPeriods(snapshot, page);
  AppendCalendars(snapshot, page);
  AppendOffice(snapshot, now, page);
  AppendSingle(page, kSimulated, TruthOf(snapshot.simulated));
}

}  // namespace dunghan::metrics
