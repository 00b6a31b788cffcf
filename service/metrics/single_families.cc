#include "single_families.h"

#include "family_writer.h"
#include "metrics/gauge_text.h"
#include "office_day.h"
#include "row_outlook.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

constexpr Family kOverallTarget{"dossier_on_time_target_ratio",
                                "Share of results that is to be on time, as configured."};
constexpr Family kOverallState{
    "dossier_overall_target_state",
    "Where the month of all agencies together stands to the target: 0 no_data, 1 out_of_reach, 2 "
    "missed, 3 at_risk, 4 reached, 5 met; see dossier_target_state."};
constexpr Family kOverallBest{
    "dossier_overall_best_possible_ratio",
    "The highest headline rate of all agencies together the month can end with: all dossiers on "
    "hand that still can are finished in time, and no other. Absent without data."};
constexpr Family kOverallCleared{
    "dossier_overall_cleared_ratio",
    "The headline rate of all agencies together in the month so far with the open overdue "
    "dossiers counted as late. Absent without data."};
constexpr Family kOverallHeadlinePercent{
    "dossier_overall_headline_percent",
    "The headline rate of all agencies together in the month so far in percent, cut to two "
    "decimals for display. Absent without data."};
constexpr Family kOverallBestPercent{
    "dossier_overall_best_possible_percent",
    "dossier_overall_best_possible_ratio in percent, cut to two decimals for display."};
constexpr Family kOverallClearedPercent{
    "dossier_overall_cleared_percent",
    "dossier_overall_cleared_ratio in percent, cut to two decimals for display."};
constexpr Family kOverallCohortPercent{
    "dossier_overall_due_cohort_percent",
    "Of the dossiers of all agencies that fell due in the month so far and are decided, those in "
    "time in percent, cut to two decimals for display. Absent without data."};
constexpr Family kOverallBudgetDue{
    "dossier_overall_late_budget_due",
    "Dossiers of all agencies due in the current month, as known now."};
constexpr Family kOverallBudgetAllowed{
    "dossier_overall_late_budget_allowed",
    "Of those, how many may be late with the overall target kept. Not the sum over agencies."};
constexpr Family kOverallBudgetLate{"dossier_overall_late_budget_late",
                                    "Of those, how many are late already, finished or not."};
constexpr Family kOverallBudgetLeft{"dossier_overall_late_budget_left",
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
  const RowOutlook all = OutlookOf(snapshot.total, snapshot.policy.headline, snapshot.target());
  AppendSingle(page, kOverallTarget, RatioOf(all.target.per_mille, 1000));
  const figures::Rate& best = all.month.best;
  const figures::Rate& cleared = all.month.cleared;
  AppendSingle(page, kOverallState, static_cast<int64_t>(all.month.state));
  AppendSingle(page, kOverallBest, RatioOf(best.on_time, best.all));
  AppendSingle(page, kOverallCleared, RatioOf(cleared.on_time, cleared.all));
  AppendSingle(page, kOverallHeadlinePercent, PercentOf(all.headline.on_time, all.headline.all));
  AppendSingle(page, kOverallBestPercent, PercentOf(best.on_time, best.all));
  AppendSingle(page, kOverallClearedPercent, PercentOf(cleared.on_time, cleared.all));
  const figures::Rate& cohort = snapshot.total.month.due_cohort;
  AppendSingle(page, kOverallCohortPercent, PercentOf(cohort.on_time, cohort.all));
  AppendSingle(page, kOverallBudgetDue, all.budget.due);
  AppendSingle(page, kOverallBudgetAllowed, all.budget.allowed);
  AppendSingle(page, kOverallBudgetLate, all.budget.late);
  AppendSingle(page, kOverallBudgetLeft, all.budget.left);
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
