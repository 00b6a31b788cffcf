#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/services.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/json_table.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/figures/outlook.h"
#include "dunghan/report/json_time.h"
#include "dunghan/worktime/office_day.h"

/// What the board shows at an instant, in pieces that are written at different times.
namespace dunghan::api {

using TargetRow = JsonRow<figures::Target>;
inline constexpr JsonTable kTargetTable(
    "live_target", "The share that is to be on time.",
    {TargetRow::Of("per_mille", "per mille", "The share.",
                   [](const auto& target) { return target.per_mille; }),
     TargetRow::Of("is", "Whether that share keeps the target: at_least, or above.",
                   [](const auto& target) {
                     const bool is_above = target.is == figures::TargetIs::kAbove;
                     return std::string_view(is_above ? "above" : "at_least");
                   })});

/// The numbers of one agency, or of all, and what they are measured by.
struct LiveCounts {
  const board::Counts& counts;
  figures::Target target;
  figures::Headline headline;
};

template <board::DueBucket bucket>
struct OpenIn {
  int64_t operator()(const board::Counts& counts) const { return counts.Open(bucket); }
};

using OpenRow = JsonRow<board::Counts>;
inline constexpr JsonTable kOpenTable(
    "live_open", "Open dossiers by working days to the due, or since.",
    {OpenRow::Of("overdue_10wd_plus", "dossiers", "Overdue by ten days or more.",
                 OpenIn<board::DueBucket::kOverdue10Plus>{}),
     OpenRow::Of("overdue_3wd", "dossiers", "Overdue by three to nine days.",
                 OpenIn<board::DueBucket::kOverdue3>{}),
     OpenRow::Of("overdue_1wd", "dossiers", "Overdue by less.",
                 OpenIn<board::DueBucket::kOverdue1>{}),
     OpenRow::Of("today", "dossiers", "Due today.", OpenIn<board::DueBucket::kToday>{}),
     OpenRow::Of("1wd", "dossiers", "Due on the next working day.", OpenIn<board::DueBucket::k1>{}),
     OpenRow::Of("3wd", "dossiers", "Due in two or three.", OpenIn<board::DueBucket::k3>{}),
     OpenRow::Of("later", "dossiers", "Due later.", OpenIn<board::DueBucket::kLater>{}),
     OpenRow::Of("suspended", "dossiers", "The clock stands.",
                 OpenIn<board::DueBucket::kSuspended>{}),
     OpenRow::Of("unmeasurable", "dossiers", "Without a due.",
                 OpenIn<board::DueBucket::kUnmeasurable>{})});

using WaitingRow = JsonRow<board::Counts>;
inline constexpr JsonTable kWaitingTable(
    "live_waiting", "What was submitted online and waits to be received or declined.",
    {WaitingRow::Of("waiting", "dossiers", "All of them.",
                    [](const auto& counts) { return counts.waiting; }),
     WaitingRow::Of("waiting_late", "dossiers", "Those that have waited too long.",
                    [](const auto& counts) { return counts.waiting_late; })});

template <board::Timeliness timeliness>
struct FinishedAs {
  int64_t operator()(const board::Flows& flows) const {
    return flows.results[static_cast<size_t>(timeliness)];
  }
};

using FlowsRow = JsonRow<board::Flows>;
inline constexpr JsonTable kFlowsTable(
    "live_flows", "What happened in a period, today included.",
    {FlowsRow::Of("early", "dossiers", "Finished before the due.",
                  FinishedAs<board::Timeliness::kEarly>{}),
     FlowsRow::Of("on_time", "dossiers", "Finished on the due.",
                  FinishedAs<board::Timeliness::kOnTime>{}),
     FlowsRow::Of("late", "dossiers", "Finished after it.", FinishedAs<board::Timeliness::kLate>{}),
     FlowsRow::Of("unmeasurable", "dossiers", "Finished without a due.",
                  FinishedAs<board::Timeliness::kUnmeasurable>{}),
     FlowsRow::Of("received", "dossiers", "Received.", [](const auto& flows) {
       int64_t received = 0;
       for (const int64_t one : flows.received) received += one;
       return received;
     })});

/// With four decimals; null where nothing is to be counted.
inline std::optional<JsonShare> ShareOf(const figures::Rate& rate) {
  const auto ratio = figures::CutRatio(rate);
  if (!ratio) return {};
  return JsonShare{*ratio};
}

using RatioRow = JsonRow<figures::Rate>;
inline constexpr JsonTable kRatioTable(
    "live_ratio", "A share with its counts.",
    {RatioRow::Of("on_time", "dossiers", "Those on time.",
                  [](const auto& rate) { return rate.on_time; }),
     RatioRow::Of("all", "dossiers", "All of them.", [](const auto& rate) { return rate.all; }),
     RatioRow::Of("ratio", "The one by the other, cut to four decimals; null where there is none.",
                  [](const auto& rate) { return ShareOf(rate); })});

struct MeasuredRate {
  figures::Rate rate;
  std::optional<bool> meets;
};

using MeasuredRateRow = JsonRow<MeasuredRate>;
inline constexpr JsonTable kMeasuredRateTable(
    "live_rate", "The share of the month that is shown first.",
    {MeasuredRateRow::Of("on_time", "dossiers", "Those on time.",
                         [](const auto& of) { return of.rate.on_time; }),
     MeasuredRateRow::Of("all", "dossiers", "All of them.",
                         [](const auto& of) { return of.rate.all; }),
     MeasuredRateRow::Of("ratio",
                         "The one by the other, cut to four decimals; null where there is none.",
                         [](const auto& of) { return ShareOf(of.rate); }),
     MeasuredRateRow::Of("meets", "Whether it keeps the target; null where there is none.",
                         [](const auto& of) { return of.meets; })});

using OutlookRow = JsonRow<figures::Outlook>;
inline constexpr JsonTable kOutlookTable(
    "live_outlook", "Whether the target can still be kept in this month.",
    {OutlookRow::Of("state", "In a word.", [](const auto& outlook) { return outlook.state; }),
     OutlookRow::Object<kRatioTable>(
         "best", "The best that is left.",
         [](const auto& outlook) -> const auto& { return outlook.best; }),
     OutlookRow::Object<kRatioTable>(
         "cleared", "What it would be with the backlog finished.",
         [](const auto& outlook) -> const auto& { return outlook.cleared; }),
     OutlookRow::Of("backlog", "dossiers", "What is overdue.",
                    [](const auto& outlook) { return outlook.backlog; })});

using BudgetRow = JsonRow<figures::LateBudget>;
inline constexpr JsonTable kBudgetTable(
    "live_late_budget", "How many may be late in this month with the target kept.",
    {BudgetRow::Of("due", "dossiers", "Due in the whole month, as known now.",
                   [](const auto& budget) { return budget.due; }),
     BudgetRow::Of("allowed", "dossiers", "The most that may be late.",
                   [](const auto& budget) { return budget.allowed; }),
     BudgetRow::Of("late", "dossiers", "Late already.",
                   [](const auto& budget) { return budget.late; }),
     BudgetRow::Of("left", "dossiers", "What is left; below zero: exceeded.",
                   [](const auto& budget) { return budget.left; }),
     BudgetRow::Of("needs_on_time", "dossiers",
                   "How many more on time would restore the target; null: no number would.",
                   [](const auto& budget) -> std::optional<int64_t> {
                     if (budget.needs_on_time < 0) return {};
                     return budget.needs_on_time;
                   }),
     BudgetRow::Of("state", "In a word.", [](const auto& budget) { return budget.state; })});

using CountsRow = JsonRow<LiveCounts>;
inline constexpr JsonTable kLiveCountsTable(
    "live_counts", "The numbers of one agency, or of all.",
    {CountsRow::Object<kOpenTable>(
         "open", "Open dossiers by their due.",
         [](const auto& of) -> const auto& { return of.counts; }),
     CountsRow::Of("open_total", "dossiers", "All that are open.",
                   [](const auto& of) { return of.counts.OpenInAll(); }),
     CountsRow::Of("overdue", "dossiers", "Those overdue.",
                   [](const auto& of) { return of.counts.Overdue(); }),
     CountsRow::Of("due_today", "dossiers", "Those due today.",
                   [](const auto& of) { return of.counts.Open(board::DueBucket::kToday); }),
     CountsRow::Of("pending_acceptance", "dossiers", "Submitted, and not received yet.",
                   [](const auto& of) { return of.counts.pending_acceptance; }),
     CountsRow::Of("without_receipt", "dossiers", "Heard of without a receipt.",
                   [](const auto& of) { return of.counts.without_receipt; }),
     CountsRow::Object<kWaitingTable>(
         "acceptance", "What waits to be received or declined.",
         [](const auto& of) -> const auto& { return of.counts; }),
     CountsRow::Object<kFlowsTable>(
         "today", "What happened today.",
         [](const auto& of) -> const auto& { return of.counts.In(board::NamedPeriod::kToday); }),
     CountsRow::Object<kFlowsTable>(
         "month", "What happened in this month.", [](const auto& of) -> const auto& {
           return of.counts.In(board::NamedPeriod::kCurrentMonth);
         }),
     CountsRow::Object<kMeasuredRateTable>(
         "rate", "The share that is shown first.",
         [](const auto& of) {
           const auto rate = figures::RateOf(of.counts.month, of.headline);
           return MeasuredRate{rate, figures::Meets(rate, of.target)};
         }),
     CountsRow::Object<kOutlookTable>("outlook", "Whether the target can still be kept.",
                                      [](const auto& of) {
                                        return figures::OutlookOf(of.counts.month, of.headline,
                                                                  of.target, false);
                                      }),
     CountsRow::Object<kRatioTable>(
         "due_cohort", "Of what fell due in this month.",
         [](const auto& of) -> const auto& { return of.counts.month.due_cohort; }),
     CountsRow::Object<kRatioTable>(
         "index766", "Of what index 766 counts in this month: on time, by our recount.",
         [](const auto& of) -> const auto& { return of.counts.month.index766; }),
     CountsRow::Object<kBudgetTable>("late_budget", "How many may be late.", [](const auto& of) {
       return figures::BudgetOf(of.counts.month, of.target, false);
     })});

struct LiveAgency {
  std::string_view code;
  std::string_view name;
  std::string_view name_en;
  figures::Target target;
};

using LiveAgencyRow = JsonRow<LiveAgency>;
inline constexpr JsonTable kLiveAgencyTable(
    "live_agency", "Which agency a row is of.",
    {LiveAgencyRow::Of("code", "Its code.", [](const auto& of) { return of.code; }),
     LiveAgencyRow::Of("name", "Its name.", [](const auto& of) { return of.name; }),
     LiveAgencyRow::Of("name_en", "Its English name, where there is one.",
                       [](const auto& of) { return of.name_en; }),
     LiveAgencyRow::Object<kTargetTable>("target", "Its target.",
                                         [](const auto& of) { return of.target; })});

inline constexpr JsonJoin<kLiveAgencyTable, kLiveCountsTable> kLiveRowShape(
    "live_row", "The numbers of one agency.");

using SiteRow = JsonRow<Site>;
inline constexpr JsonTable kSiteTable(
    "live_site", "Whose figures these are.",
    {SiteRow::Of(
         "province", "The province.",
         [](const auto& site) -> const auto& { return site.province; }),
     SiteRow::Of(
         "province_en", "Its English name.",
         [](const auto& site) -> const auto& { return site.province_en; }),
     SiteRow::Of(
         "centre", "The centre that shows them.",
         [](const auto& site) -> const auto& { return site.centre; }),
     SiteRow::Of(
         "centre_en", "Its English name.",
         [](const auto& site) -> const auto& { return site.centre_en; })});

/// What there is one of.
struct LiveHead {
  const board::Snapshot& snapshot;
  Instant now;
  int64_t clock_speed;
  const Site& site;

  const worktime::WorkingCalendar& calendar() const {
    return snapshot.rulebook->default_calendar();
  }
  const auto& month() const {
    return snapshot.periods[static_cast<size_t>(board::NamedPeriod::kCurrentMonth)];
  }
};

using LivePositionRow = JsonRow<LiveHead>;
inline constexpr JsonTable kLivePositionTable(
    "live_position", "How far the record went.",
    {LivePositionRow::Of("seq", "The number of the last event.",
                         [](const auto& head) { return head.snapshot.position.seq; }),
     LivePositionRow::Of("at", "When it was recorded.",
                         [](const auto& head) {
                           return report::Zoned(head.snapshot.position.at, head.calendar().zone());
                         }),
     LivePositionRow::Of("chain", "The digest of the record up to there.",
                         [](const auto& head) { return ToHex(head.snapshot.position.chain); })});

using LiveMonthRow = JsonRow<figures::Period>;
inline constexpr JsonTable kLiveMonthTable(
    "live_month", "The reporting month.",
    {LiveMonthRow::Of(
         "name", "Its name.", [](const auto& month) -> const auto& { return month.name; }),
     LiveMonthRow::Of("from", "Its first day.", [](const auto& month) { return month.from; }),
     LiveMonthRow::Of("to", "Its last day.", [](const auto& month) { return month.to; })});

using LiveHeadRow = JsonRow<LiveHead>;
inline constexpr JsonTable kLiveHeadTable(
    "live_head", "What there is one of.",
    {LiveHeadRow::Of("now", "The instant shown.",
                     [](const auto& head) {
                       return report::Zoned(head.now, head.calendar().zone());
                     }),
     LiveHeadRow::Of("clock_speed", "How many seconds of the daemon's clock go by in one.",
                     [](const auto& head) { return head.clock_speed; }),
     LiveHeadRow::Of("simulated", "Whether the ledger is marked as simulated.",
                     [](const auto& head) { return head.snapshot.simulated; }),
     LiveHeadRow::Of(
         "office_open", "Whether now is working time; null where the calendar does not know.",
         [](const auto& head) { return worktime::IsOpenAt(head.calendar(), head.now); }),
     LiveHeadRow::Object<kSiteTable>(
         "site", "Whose figures these are.",
         [](const auto& head) -> const auto& { return head.site; }),
     LiveHeadRow::Object<kLivePositionTable>(
         "position", "How far the record went.",
         [](const auto& head) -> const auto& { return head; }),
     LiveHeadRow::Of("basis", "By which due: promised or lawful.",
                     [](const auto& head) { return head.snapshot.policy.basis; }),
     LiveHeadRow::Of("index766_confirmed",
                     "Whether the rules of index 766 were held against the "
                     "portal.",
                     [](const auto& head) {
                       return head.snapshot.rulebook->index766().back().confirmed;
                     }),
     LiveHeadRow::Of("headline", "Which share is shown first.",
                     [](const auto& head) { return head.snapshot.policy.headline; }),
     LiveHeadRow::Object<kTargetTable>("target", "The target of all.",
                                       [](const auto& head) { return head.snapshot.target(); }),
     LiveHeadRow::Object<kLiveMonthTable>(
         "month", "The reporting month.",
         [](const auto& head) -> const auto& { return head.month(); }),
     LiveHeadRow::Object<kLiveCountsTable>("total", "The numbers of all.", [](const auto& head) {
       return LiveCounts{head.snapshot.total, head.snapshot.target(),
                         head.snapshot.policy.headline};
     })});

/// Rows that have been written, and codes that have none any more.
using WrittenRows = std::vector<std::string_view>;
using LiveRowsRow = JsonRow<WrittenRows>;
inline constexpr JsonTable kLiveRowsTable("live_rows", "The numbers of agencies.",
                                          {LiveRowsRow::Written<kLiveRowShape>(
                                              "agencies", "A row for each, by code.",
                                              [](const auto& rows) -> const auto& {
                                                return rows;
                                              })});
using GoneRow = JsonRow<WrittenRows>;
inline constexpr JsonTable kGoneTable("live_gone", "What a change leaves out.",
                                      {GoneRow::Of(
                                          "gone", "Codes of agencies that have no number any more.",
                                          [](const auto& codes) -> const auto& { return codes; })});

}  // namespace dunghan::api
