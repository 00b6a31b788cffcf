#include "month_series.h"

#include <deque>
#include <string>
#include <vector>

#include "dunghan/figures/headlines.h"

namespace dunghan::metrics {
namespace {

using figures::LateBudget;
using figures::Outlook;
using figures::Rate;

template <Rate Outlook::*rate>
Number MonthRatio(const PageRow& row, size_t, size_t) {
  const Rate& of = row.outlook->month.*rate;
  return RatioOf(of.on_time, of.all);
}
template <Rate Outlook::*rate>
Number MonthPercent(const PageRow& row, size_t, size_t) {
  const Rate& of = row.outlook->month.*rate;
  return PercentOf(of.on_time, of.all);
}
template <int64_t LateBudget::*count>
Number OfBudget(const PageRow& row, size_t, size_t) {
  return row.outlook->budget.*count;
}
Number MonthState(const PageRow& row, size_t, size_t) {
  return static_cast<int64_t>(row.outlook->month.state);
}
Number MonthBacklog(const PageRow& row, size_t, size_t) { return row.outlook->month.backlog; }
Number MonthHeadlinePercent(const PageRow& row, size_t, size_t) {
  return PercentOf(row.outlook->headline.on_time, row.outlook->headline.all);
}
Number PercentOfRate(const PageRow& row, size_t headline, size_t) {
  const Rate rate = figures::Headlines()[headline].of(row.counts->month);
  return PercentOf(rate.on_time, rate.all);
}

constexpr MonthSeries kOutlooks[] = {
    {{"dossier_target_state",
      "Where the month stands to the agency's target, compared in whole numbers: 0 no_data, 1 "
      "out_of_reach (not even the best possible rate meets it), 2 missed (the month is over), 3 "
      "at_risk (the best possible rate meets it, the rate so far or the one with the overdue ones "
      "counted does not), 4 reached, 5 met (the month is over)."},
     {"dossier_overall_target_state",
      "Where the month of all agencies together stands to the target: 0 no_data, 1 out_of_reach, "
      "2 missed, 3 at_risk, 4 reached, 5 met; see dossier_target_state."},
     MonthState},
    {{"dossier_best_possible_ratio",
      "The highest headline rate the month can end with: all dossiers on hand that still can are "
      "finished in time, and no other. Absent without data."},
     {"dossier_overall_best_possible_ratio",
      "The highest headline rate of all agencies together the month can end with: all dossiers on "
      "hand that still can are finished in time, and no other. Absent without data."},
     MonthRatio<&Outlook::best>},
    {{"dossier_cleared_ratio",
      "The headline rate of the month so far with the open overdue dossiers counted as late. "
      "Absent without data."},
     {"dossier_overall_cleared_ratio",
      "The headline rate of all agencies together in the month so far with the open overdue "
      "dossiers counted as late. Absent without data."},
     MonthRatio<&Outlook::cleared>},
    {{"dossier_backlog", "Open overdue dossiers that the headline rate does not count yet."},
     {},
     MonthBacklog,
     0,
     true},
    {{"dossier_headline_percent",
      "The headline rate of the month so far in percent, cut to two decimals for display. Absent "
      "without data."},
     {"dossier_overall_headline_percent",
      "The headline rate of all agencies together in the month so far in percent, cut to two "
      "decimals for display. Absent without data."},
     MonthHeadlinePercent},
    {{"dossier_best_possible_percent",
      "dossier_best_possible_ratio in percent, cut to two decimals for display."},
     {"dossier_overall_best_possible_percent",
      "dossier_overall_best_possible_ratio in percent, cut to two decimals for display."},
     MonthPercent<&Outlook::best>},
    {{"dossier_cleared_percent",
      "dossier_cleared_ratio in percent, cut to two decimals for display."},
     {"dossier_overall_cleared_percent",
      "dossier_overall_cleared_ratio in percent, cut to two decimals for display."},
     MonthPercent<&Outlook::cleared>},
};

template <int64_t Rate::*count>
Number OfIndex766(const PageRow& row, size_t, size_t) {
  return row.counts->month.index766.*count;
}

constexpr MonthSeries kIndex766[] = {
    {{"dossier_index766_on_time",
      "Dossiers on time of those that index 766 counts in the calendar month so far, by our "
      "recount; "
      "0 where the reporting month is another."},
     {"dossier_overall_index766_on_time",
      "Dossiers of all agencies on time of those that index 766 counts in the calendar month so "
      "far, "
      "by our recount."},
     OfIndex766<&Rate::on_time>,
     0,
     true},
    {{"dossier_index766_counted",
      "Dossiers that index 766 counts in the calendar month so far, by our recount; 0 where the "
      "reporting month is another."},
     {"dossier_overall_index766_counted",
      "Dossiers of all agencies that index 766 counts in the calendar month so far, by our "
      "recount."},
     OfIndex766<&Rate::all>,
     0,
     true},
};

constexpr MonthSeries kBudgets[] = {
    {{"dossier_late_budget_due", "Dossiers due in the current month, as known now."},
     {"dossier_overall_late_budget_due",
      "Dossiers of all agencies due in the current month, as known now."},
     OfBudget<&LateBudget::due>,
     0,
     true},
    {{"dossier_late_budget_allowed",
      "Of the dossiers due in the current month, how many may be late with the target kept."},
     {"dossier_overall_late_budget_allowed",
      "Of those, how many may be late with the overall target kept. Not the sum over agencies."},
     OfBudget<&LateBudget::allowed>},
    {{"dossier_late_budget_late",
      "Of the dossiers due in the current month, how many are late already, finished or not."},
     {"dossier_overall_late_budget_late", "Of those, how many are late already, finished or not."},
     OfBudget<&LateBudget::late>,
     0,
     true},
    {{"dossier_late_budget_left",
      "Allowed minus late: how many more may be late. Below zero more of those due this month are "
      "late than the target allows; what the headline rate can still reach is another question."},
     {"dossier_overall_late_budget_left", "Allowed minus late. Not the sum over agencies."},
     OfBudget<&LateBudget::left>},
};

class MonthTable {
 public:
  MonthTable() {
    for (const MonthSeries& series : kOutlooks) series_.push_back(series);
    for (const figures::HeadlineRate& rate : figures::Headlines()) {
      if (!rate.month.empty()) series_.push_back(SeriesOf(rate));
    }
    for (const MonthSeries& series : kIndex766) series_.push_back(series);
    for (const MonthSeries& series : kBudgets) series_.push_back(series);
  }
  std::span<const MonthSeries> series() const { return series_; }

 private:
  MonthSeries SeriesOf(const figures::HeadlineRate& rate) {
    const std::string name(rate.name);
    const std::string how = " in percent, cut to two decimals for display. Absent without data.";
    return {.agency = {Kept("dossier_" + name + "_percent"), Kept(std::string(rate.month) + how)},
            .overall = {Kept("dossier_overall_" + name + "_percent"),
                        Kept(std::string(rate.month_of_all) + how)},
            .of = PercentOfRate,
            .a = static_cast<uint8_t>(rate.headline)};
  }
  std::string_view Kept(std::string text) { return texts_.emplace_back(std::move(text)); }

  std::vector<MonthSeries> series_;
  // A deque: the series hold views of them, which a growing vector would move away.
  std::deque<std::string> texts_;
};

}  // namespace

std::span<const MonthSeries> MonthSeriesOfPage() {
  static const MonthTable table;
  return table.series();
}

}  // namespace dunghan::metrics
