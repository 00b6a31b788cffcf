#include "family_writer.h"

/// Where each agency stands: what it has open, and the month beside its target.
namespace dunghan::metrics {
namespace {

using board::DueBucket;

constexpr Family kOpen{
    "dossier_open",
    "Open dossiers by working days to or after their due. Buckets do not overlap and are all open "
    "dossiers."};
constexpr Family kPeriodOpen{
    "dossier_period_open",
    "Open dossiers that decide the rest of the period: pending, due in it from now on, and "
    "overdue, whenever they were due."};
constexpr Family kOldestOverdue{
    "dossier_oldest_overdue_timestamp_seconds",
    "Since when the open dossier overdue for longest has been overdue. Absent if none is."};
constexpr Family kNewlySevere{
    "dossier_newly_severely_overdue",
    "Open dossiers that came to be overdue by ten working days today or on the last working day."};
constexpr Family kAcceptanceOpen{
    "dossier_acceptance_open",
    "Dossiers submitted online and neither accepted nor declined, by whether the acceptance limit "
    "has passed."};
constexpr Family kLawfulOpen{
    "dossier_lawful_open",
    "Open dossiers measured by the due dates worked out from the limits instead of those "
    "promised. Pending is all that is not overdue."};
constexpr Family kPromisedOpen{
    "dossier_promised_open",
    "Open dossiers measured by the due dates promised instead of those worked out from the "
    "limits. Pending is all that is not overdue."};
constexpr Family kHeadline{
    "dossier_period_headline",
    "What the headline rate of the configuration counts: on_time over the sum of both is the rate "
    "of the period so far."};
constexpr Family kState{
    "dossier_target_state",
    "Where the month stands to the agency's target, compared in whole numbers: 0 no_data, 1 "
    "out_of_reach (not even the best possible rate meets it), 2 missed (the month is over), 3 "
    "at_risk (the best possible rate meets it, the rate so far or the one with the overdue ones "
    "counted does not), 4 reached, 5 met (the month is over)."};
constexpr Family kBest{
    "dossier_best_possible_ratio",
    "The highest headline rate the month can end with: all dossiers on hand that still can are "
    "finished in time, and no other. Absent without data."};
constexpr Family kCleared{
    "dossier_cleared_ratio",
    "The headline rate of the month so far with the open overdue dossiers counted as late. Absent "
    "without data."};
constexpr Family kBacklog{"dossier_backlog",
                          "Open overdue dossiers that the headline rate does not count yet."};
constexpr Family kHeadlinePercent{
    "dossier_headline_percent",
    "The headline rate of the month so far in percent, cut to two decimals for display. Absent "
    "without data."};
constexpr Family kBestPercent{
    "dossier_best_possible_percent",
    "dossier_best_possible_ratio in percent, cut to two decimals for display."};
constexpr Family kClearedPercent{
    "dossier_cleared_percent",
    "dossier_cleared_ratio in percent, cut to two decimals for display."};
constexpr Family kCohortPercent{
    "dossier_due_cohort_percent",
    "Of the dossiers that fell due in the month so far and are decided, those in time in percent, "
    "cut to two decimals for display. Absent without data."};
constexpr Family kBudgetDue{"dossier_late_budget_due",
                            "Dossiers due in the current month, as known now."};
constexpr Family kBudgetAllowed{"dossier_late_budget_allowed",
                                "Of the dossiers due in the current month, how many may be late "
                                "with the target kept."};
constexpr Family kBudgetLate{"dossier_late_budget_late",
                             "Of the dossiers due in the current month, how many are late already, "
                             "finished or not."};
constexpr Family kBudgetLeft{"dossier_late_budget_left",
                             "Allowed minus late: how many more may be late. Below zero "
                             "more of those due this month are late than the target allows; what "
                             "the headline rate can still reach is another question."};
constexpr Family kTarget{"dossier_agency_on_time_target_ratio",
                         "Share of results that is to be on time in this agency, as configured."};

const int64_t& Open(const board::Counts& counts, size_t bucket, size_t) {
  return counts.open[bucket];
}
Number PeriodOpen(const PageRow& row, size_t, size_t overdue) {
  const figures::Figures& month = row.counts->month;
  return overdue == 0 ? month.due_in_period - month.due_cohort.all : month.open_overdue;
}
Number OldestOverdue(const PageRow& row, size_t, size_t) {
  const auto& since = row.counts->oldest_overdue;
  return since ? SecondsOf(*since) : Number();
}
const int64_t& NewlySevere(const board::Counts& counts, size_t, size_t) {
  return counts.newly_severe;
}
const int64_t& Waiting(const board::Counts& counts, size_t late, size_t) {
  return late == 0 ? counts.waiting : counts.waiting_late;
}
Number OtherOpen(const PageRow& row, size_t pending, size_t) {
  const int64_t overdue = row.counts->other_overdue;
  return pending == 0 ? overdue : row.counts->OpenInAll() - overdue;
}
Number Headline(const PageRow& row, size_t, size_t late) {
  const figures::Rate& rate = row.outlook->headline;
  return late == 0 ? rate.on_time : rate.all - rate.on_time;
}
Number State(const PageRow& row, size_t, size_t) {
  return static_cast<int64_t>(row.outlook->month.state);
}
Number Best(const PageRow& row, size_t, size_t) {
  return RatioOf(row.outlook->month.best.on_time, row.outlook->month.best.all);
}
Number Cleared(const PageRow& row, size_t, size_t) {
  return RatioOf(row.outlook->month.cleared.on_time, row.outlook->month.cleared.all);
}
Number Backlog(const PageRow& row, size_t, size_t) { return row.outlook->month.backlog; }
Number HeadlinePercent(const PageRow& row, size_t, size_t) {
  return PercentOf(row.outlook->headline.on_time, row.outlook->headline.all);
}
Number BestPercent(const PageRow& row, size_t, size_t) {
  return PercentOf(row.outlook->month.best.on_time, row.outlook->month.best.all);
}
Number ClearedPercent(const PageRow& row, size_t, size_t) {
  return PercentOf(row.outlook->month.cleared.on_time, row.outlook->month.cleared.all);
}
Number CohortPercent(const PageRow& row, size_t, size_t) {
  const figures::Rate& cohort = row.counts->month.due_cohort;
  return PercentOf(cohort.on_time, cohort.all);
}
Number BudgetDue(const PageRow& row, size_t, size_t) { return row.outlook->budget.due; }
Number BudgetAllowed(const PageRow& row, size_t, size_t) { return row.outlook->budget.allowed; }
Number BudgetLate(const PageRow& row, size_t, size_t) { return row.outlook->budget.late; }
Number BudgetLeft(const PageRow& row, size_t, size_t) { return row.outlook->budget.left; }
Number TargetRatio(const PageRow& row, size_t, size_t) {
  return RatioOf(row.outlook->target.per_mille, 1000);
}

}  // namespace

void WriteAgencyStandings(FamilyWriter& writer) {
  const Axis month = AxisOf("period", {board::NamedPeriod::kCurrentMonth});
  writer.Agencies(
      kOpen, Open,
      {AxisOf("due", {DueBucket::kOverdue10Plus, DueBucket::kOverdue3, DueBucket::kOverdue1,
                      DueBucket::kToday, DueBucket::k1, DueBucket::k3, DueBucket::kLater,
                      DueBucket::kSuspended, DueBucket::kUnmeasurable})});
  writer.Agencies(kPeriodOpen, PeriodOpen, {month, NamedAxis("state", {"pending", "overdue"})});
  writer.Agencies(kOldestOverdue, OldestOverdue);
  writer.Agencies(kNewlySevere, NewlySevere);
  writer.Agencies(kAcceptanceOpen, Waiting, {NamedAxis("state", {"waiting", "waiting_late"})});
  const bool promised = writer.snapshot().basis() == dossier::Basis::kPromised;
  writer.Agencies(promised ? kLawfulOpen : kPromisedOpen, OtherOpen,
                  {NamedAxis("state", {"overdue", "pending"})});
  writer.Agencies(kHeadline, Headline, {month, NamedAxis("outcome", {"on_time", "late"})});
  writer.EachAgency(kState, State);
  writer.EachAgency(kBest, Best);
  writer.EachAgency(kCleared, Cleared);
  writer.Agencies(kBacklog, Backlog);
  writer.EachAgency(kHeadlinePercent, HeadlinePercent);
  writer.EachAgency(kBestPercent, BestPercent);
  writer.EachAgency(kClearedPercent, ClearedPercent);
  writer.EachAgency(kCohortPercent, CohortPercent);
  writer.Agencies(kBudgetDue, BudgetDue);
  writer.EachAgency(kBudgetAllowed, BudgetAllowed);
  writer.Agencies(kBudgetLate, BudgetLate);
  writer.EachAgency(kBudgetLeft, BudgetLeft);
  writer.EachAgency(kTarget, TargetRatio);
}

}  // namespace dunghan::metrics
