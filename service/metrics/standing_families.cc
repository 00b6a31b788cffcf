#include "family_writer.h"
#include "month_series.h"

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
constexpr Family kTarget{"dossier_agency_on_time_target_ratio",
                         "Share of results that is to be on time in this agency, as configured."};

const int64_t& Open(const board::Counts& counts, size_t bucket, size_t) {
  return counts.open[bucket];
}
Number PeriodOpen(const PageRow& row, size_t, size_t overdue) {
  const figures::Figures& month = row.counts->month;
  // The cohort holds what is decided: late, or finished in time.
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
  for (const MonthSeries& series : MonthSeriesOfPage()) {
    const Axis given{"", {{"", series.a}}};
    if (series.adds_up) {
      writer.Agencies(series.agency, series.of, {given});
    } else {
      writer.EachAgency(series.agency, series.of, {given});
    }
  }
  writer.EachAgency(kTarget, TargetRatio);
}

}  // namespace dunghan::metrics
