#include "family_writer.h"

/// What each agency has done.
namespace dunghan::metrics {
namespace {

using board::Window;
using dossier::Channel;

constexpr Family kPeriodResults{
    "dossier_period_results",
    "Dossiers finished in the named period, refusals included, by timeliness. May be corrected "
    "downward."};
constexpr Family kResults{
    "dossier_results",
    "Dossiers finished since the ledger began, refusals included, by timeliness. May be corrected "
    "downward."};
constexpr Family kRecentResults{
    "dossier_recent_results",
    "Dossiers finished in the last working days of the default calendar and today so far, by "
    "timeliness."};
constexpr Family kRecentDue{
    "dossier_recent_due",
    "Dossiers that were due in the last working days and today so far, as far as they are "
    "decided: finished in time, or late, finished or not."};
constexpr Family kTook{
    "dossier_recent_processing_results",
    "Dossiers finished in the window by the working time they took, suspensions left out, in days "
    "of eight hours: up to this many and more than the bucket before. Buckets do not overlap."};
constexpr Family kMedian{
    "dossier_recent_processing_median_working_seconds",
    "Working time that half of the dossiers finished in the window took at most, estimated within "
    "buckets. Absent where none was finished."};
constexpr Family kP90{
    "dossier_recent_processing_p90_working_seconds",
    "Working time that nine of ten dossiers finished in the window took at most, estimated within "
    "buckets. Absent where none was finished."};
constexpr Family kUsed{
    "dossier_recent_limit_used_results",
    "Dossiers finished in the window by the share of their time limit they used: up to this and "
    "more than the bucket before. Buckets do not overlap."};
constexpr Family kPeriodReceived{
    "dossier_period_received",
    "Dossiers received in the named period, by channel. Unknown is shown where there are any."};
constexpr Family kPeriodAcceptance{
    "dossier_period_acceptance",
    "Dossiers submitted online that were received or declined in the named period, by whether "
    "that was within the acceptance limit."};
constexpr Family kPeriodApologies{
    "dossier_period_apologies",
    "Dossiers with a letter of apology, in the named period of the latest one."};
constexpr Family kLawfulResults{
    "dossier_lawful_period_results",
    "Dossiers finished in the named period by timeliness, measured by the due dates worked out "
    "from the limits instead of those promised."};
constexpr Family kPromisedResults{
    "dossier_promised_period_results",
    "Dossiers finished in the named period by timeliness, measured by the due dates promised "
    "instead of those worked out from the limits."};

const int64_t& ResultIn(const board::Counts& counts, size_t period, size_t timeliness) {
  return counts.periods[period].results[timeliness];
}
const int64_t& OtherResultIn(const board::Counts& counts, size_t period, size_t timeliness) {
  return counts.periods[period].other_results[timeliness];
}
const int64_t& Result(const board::Counts& counts, size_t timeliness, size_t) {
  return counts.results[timeliness];
}
const int64_t& RecentResult(const board::Counts& counts, size_t window, size_t timeliness) {
  return counts.recent[window].results[timeliness];
}
const int64_t& RecentDue(const board::Counts& counts, size_t window, size_t late) {
  const board::Recent& recent = counts.recent[window];
  return late == 0 ? recent.due_in_time : recent.due_late;
}
const int64_t& Took(const board::Counts& counts, size_t, size_t bucket) {
  return counts.took[bucket];
}
const int64_t& Used(const board::Counts& counts, size_t, size_t bucket) {
  return counts.used[bucket];
}
Number FromOptional(const std::optional<double>& value) {
  return value ? Number(*value) : Number();
}
Number Median(const PageRow& row, size_t, size_t) { return FromOptional(row.outlook->median); }
Number P90(const PageRow& row, size_t, size_t) { return FromOptional(row.outlook->p90); }
Number ReceivedIn(const PageRow& row, size_t period, size_t channel) {
  const int64_t received = row.counts->periods[period].received[channel];
  const bool shown = received != 0 || static_cast<Channel>(channel) != Channel::kUnknown;
  return shown ? Number(received) : Number();
}
const int64_t& AcceptedIn(const board::Counts& counts, size_t period, size_t late) {
  const board::Flows& flows = counts.periods[period];
  return late == 0 ? flows.accepted_in_time : flows.accepted_late;
}
const int64_t& ApologiesIn(const board::Counts& counts, size_t period, size_t) {
  return counts.periods[period].apologies;
}

Axis ChannelAxis() {
  Axis axis = AxisOf("channel", {Channel::kOnline, Channel::kInPerson, Channel::kPostal});
  axis.values.emplace_back("unknown", static_cast<uint8_t>(Channel::kUnknown));
  return axis;
}

}  // namespace

void WriteAgencyFlows(FamilyWriter& writer) {
  const Axis periods = PeriodAxis();
  const Axis measured = MeasuredAxis();
  const Axis windows = AxisOf("window", {Window::k1, Window::k5, Window::k20});
  const Axis window20 = AxisOf("window", {Window::k20});
  const Axis in_time = NamedAxis("outcome", {"in_time", "late"});
  writer.Agencies(kPeriodResults, ResultIn, {periods, measured});
  writer.Agencies(kResults, Result, {ResultAxis()});
  writer.Agencies(kRecentResults, RecentResult, {windows, measured});
  writer.Agencies(kRecentDue, RecentDue, {windows, in_time});
  writer.Agencies(kTook, Took,
                  {window20, NamedAxis("took", figures::kTookBuckets, figures::TookName)});
  writer.EachAgency(kMedian, Median, {window20});
  writer.EachAgency(kP90, P90, {window20});
  writer.Agencies(kUsed, Used,
                  {window20, NamedAxis("used", figures::kUsedBuckets, figures::UsedName)});
  writer.Agencies(kPeriodReceived, ReceivedIn, {periods, ChannelAxis()});
  writer.Agencies(kPeriodAcceptance, AcceptedIn, {periods, in_time});
  writer.Agencies(kPeriodApologies, ApologiesIn, {periods});
  const bool promised = writer.snapshot().basis() == dossier::Basis::kPromised;
  writer.Agencies(promised ? kLawfulResults : kPromisedResults, OtherResultIn, {periods, measured});
}

}  // namespace dunghan::metrics
