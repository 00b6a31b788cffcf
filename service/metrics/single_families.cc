#include "single_families.h"

#include "dunghan/worktime/office_day.h"
#include "family_writer.h"
#include "metrics/gauge_text.h"
#include "month_series.h"
#include "row_outlook.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

constexpr Family kOverallTarget{"dossier_on_time_target_ratio",
                                "Share of results that is to be on time, as configured."};
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
  const PageRow row{&snapshot.total, &all};
  for (const MonthSeries& series : MonthSeriesOfPage()) {
    if (!series.overall.name.empty())
      AppendSingle(page, series.overall, series.of(row, series.a, 0));
  }
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
  const auto day = worktime::OfficeDayAt(snapshot.rulebook->default_calendar(), now);
  // Beyond what the calendar knows they are absent: 0 would be said of a day off.
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
