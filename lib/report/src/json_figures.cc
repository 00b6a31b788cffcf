#include "json_figures.h"

#include <fmt/format.h>

#include <cmath>

namespace dunghan::report {
namespace {

using figures::Rate;

struct RatePaths {
  std::string_view on_time;
  std::string_view all;
  std::string_view ratio;
  std::string_view low;
  std::string_view high;
};
constexpr RatePaths kOfficial = {"official.on_time", "official.all", "official.ratio",
                                 "official.low", "official.high"};
constexpr RatePaths kStrict = {"strict.on_time", "strict.all", "strict.ratio", "strict.low",
                               "strict.high"};
constexpr RatePaths kCohort = {"due_cohort.on_time", "due_cohort.all", "due_cohort.ratio",
                               "due_cohort.low", "due_cohort.high"};

std::string Rounded(double value) { return fmt::format("{}", std::round(value * 1000) / 1000); }

class Writer {
 public:
  void Add(std::string_view path, int64_t value) {
    fields.push_back({path, fmt::format("{}", value)});
  }

  void Add(const RatePaths& paths, const Rate& rate) {
    Add(paths.on_time, rate.on_time);
    Add(paths.all, rate.all);
    const auto ratio = figures::CutRatio(rate);
    const auto interval = figures::Wilson95(rate);
    fields.push_back({paths.ratio, ratio ? fmt::format("{}", *ratio) : ""});
    fields.push_back({paths.low, interval ? Rounded(interval->low) : ""});
    fields.push_back({paths.high, interval ? Rounded(interval->high) : ""});
  }

  void Add(const figures::LateBudget& budget) {
    Add("late_budget.due", budget.due);
    Add("late_budget.allowed", budget.allowed);
    Add("late_budget.late", budget.late);
    Add("late_budget.left", budget.left);
    const bool possible = budget.needs_on_time >= 0;
    fields.push_back(
        {"late_budget.needs_on_time", possible ? fmt::format("{}", budget.needs_on_time) : ""});
    fields.push_back({"late_budget.state", fmt::format("\"{}\"", ToString(budget.state))});
  }

  std::vector<Field> fields;
};

}  // namespace

std::vector<Field> FieldsOf(const StatementRow& row) {
  const figures::Figures& f = row.figures;
  Writer write;
  write.Add("received", f.received);
  write.Add("carried_over", f.carried_over);
  write.Add("moved_in", f.moved_in);
  write.Add("finished_early", f.finished_early);
  write.Add("finished_on_time", f.finished_on_time);
  write.Add("finished_late", f.finished_late);
  write.Add("finished_unmeasurable", f.finished_unmeasurable);
  write.Add("refused_in_time", f.refused_in_time);
  write.Add("refused_late", f.refused_late);
  write.Add("withdrawn", f.withdrawn);
  write.Add("withdrawn_overdue", f.withdrawn_overdue);
  write.Add("moved_out", f.moved_out);
  write.Add("open_in_time", f.open_in_time);
  write.Add("open_overdue", f.open_overdue);
  write.Add("open_suspended", f.open_suspended);
  write.Add("open_unmeasurable", f.open_unmeasurable);
  write.Add("reopened", f.reopened);
  write.Add("without_receipt", f.without_receipt);
  write.Add(kOfficial, figures::Official(f));
  write.Add(kStrict, figures::Strict(f));
  write.Add(kCohort, f.due_cohort);
  write.Add(row.budget);
  return std::move(write.fields);
}

}  // namespace dunghan::report
