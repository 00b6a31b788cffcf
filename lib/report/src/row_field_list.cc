#include "row_field_list.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/figures/count_table.h"
#include "dunghan/figures/headlines.h"

namespace dunghan::report {
namespace {

using figures::Rate;
using statement::StatementRow;
using In = RowField::In;

using RateOfRow = std::function<Rate(const StatementRow& row)>;

constexpr std::string_view kDossiers = "dossiers";

/// Where no cause was stated; no text may begin with a bare "=".
constexpr std::string_view kNone = "(none)";

FieldValue OrNull(const std::optional<double>& value) {
  return value ? FieldValue(*value) : FieldValue();
}

/// Keys are "kind" or "kind:reason".
std::chrono::milliseconds TimeOfKind(const TimesByKind& times, std::string_view kind) {
  std::chrono::milliseconds sum{};
  for (const auto& [key, time] : times) {
    if (std::string_view(key).substr(0, key.find(':')) == kind) sum += time;
  }
  return sum;
}

std::string Joined(const CountsByCode& counts) {
  std::string joined;
  for (const auto& [code, count] : counts) {
    joined += fmt::format("{}{}={}", joined.empty() ? "" : ";", code.empty() ? kNone : code, count);
  }
  return joined;
}

class RowFieldList {
 public:
  std::vector<RowField> Build() {
    for (const figures::Count& count : figures::Counts()) {
      if (!count.in_rows) continue;
      Integer(count.name, count.meaning,
              [of = count.of](const StatementRow& row) { return row.figures.*of; });
    }
    for (const figures::HeadlineRate& rate : figures::Headlines()) {
      Add(rate.name, rate.meaning,
          [of = rate.of](const StatementRow& row) { return of(row.figures); });
      if (rate.points > 0) Scored(rate);
    }
    Outlook();
    LateBudget();
    for (const figures::Beside& figure : figures::FiguresBeside()) {
      std::visit([&](const auto& value) { Add(figure, value); }, figure.value);
    }
    return std::move(fields_);
  }

 private:
  template <class Read>
  void Put(std::string path, JsonField shape, Read read, In in = In::kBoth) {
    fields_.push_back({std::move(path), shape, std::move(read), in});
  }
  template <class Read>
  void Integer(std::string_view path, std::string_view meaning, Read read) {
    Put(std::string(path),
        {.name = {}, .type = JsonType::kInteger, .unit = kDossiers, .meaning = meaning},
        [read](const StatementRow& row) { return FieldValue(read(row)); });
  }
  template <class Read>
  void Share(std::string path, std::string_view meaning, Read read) {
    Put(std::move(path),
        {.name = {}, .type = JsonType::kNumber, .nullable = true, .meaning = meaning},
        [read](const StatementRow& row) { return OrNull(read(row)); });
  }
  template <class Read>
  void State(std::string_view path, std::string_view meaning, Read read) {
    Put(std::string(path), {.name = {}, .type = JsonType::kText, .meaning = meaning},
        [read](const StatementRow& row) { return FieldValue(std::string(ToString(read(row)))); });
  }

  void Counts(const std::string& object, std::string_view meaning, const RateOfRow& rate,
              const figures::RateNames& names) {
    const auto part = [&] {
      Integer(object + std::string(names.on_time), meaning,
              [rate](const StatementRow& row) { return rate(row).on_time; });
    };
    const auto all = [&](std::string_view name) {
      Integer(object + std::string(name), "Of how many.",
              [rate](const StatementRow& row) { return rate(row).all; });
    };
    if (names.all_first) all(names.all);
    part();
    if (!names.rest.empty()) {
      Integer(object + std::string(names.rest), "The others.",
              [rate](const StatementRow& row) { return rate(row).all - rate(row).on_time; });
    } else if (!names.all_first) {
      all(names.all);
    }
  }
  void Ratio(const std::string& object, const RateOfRow& rate) {
    Share(object + "ratio", "Their share, cut to four digits and not rounded; null: no data.",
          [rate](const StatementRow& row) { return figures::CutRatio(rate(row)); });
  }
  void Interval(const std::string& object, const RateOfRow& rate) {
    using figures::Interval;
    const auto bound = [&](std::string_view name, double Interval::*of, std::string_view meaning) {
      Share(object + std::string(name), meaning,
            [rate, of](const StatementRow& row) -> std::optional<double> {
              const auto interval = figures::Wilson95(rate(row));
              if (!interval) return {};
              return figures::CutShare((*interval).*of);
            });
    };
    bound("low", &Interval::low, "Lower bound of the share's 95 % interval.");
    bound("high", &Interval::high, "Upper bound of the share's 95 % interval.");
  }
  void Add(std::string_view name, std::string_view meaning, const RateOfRow& rate,
           const figures::RateNames& names = {},
           figures::RateParts parts = figures::RateParts::kWhole) {
    const std::string object = std::string(name) + ".";
    if (parts != figures::RateParts::kRatio) Counts(object, meaning, rate, names);
    if (parts == figures::RateParts::kCounts) return;
    Ratio(object, rate);
    Interval(object, rate);
  }

  void Scored(const figures::HeadlineRate& rate) {
    const std::string object = std::string(rate.name) + ".";
    Share(object + "score", "The share times what a share of 1 scores, cut to two digits.",
          [&rate](const StatementRow& row) { return figures::Score(rate, row.figures); });
    Integer(object + "unmeasurable", "In neither number: no due, and none to be computed.",
            [of = rate.left_out](const StatementRow& row) { return row.figures.*of; });
    Integer(object + "open_on_time", "Of those on time: open.",
            [of = rate.still_open](const StatementRow& row) { return row.figures.*of; });
  }

  /// Of a rate that is not measured but could be: no interval.
  void AddPossible(std::string_view name, std::string_view meaning, const RateOfRow& rate) {
    const std::string object = std::string(name) + ".";
    Counts(object, meaning, rate, {});
    Ratio(object, rate);
  }

  void Outlook() {
    State("outlook.state", "Where the period stands to its target, by the headline rate.",
          [](const StatementRow& row) { return row.outlook.state; });
    AddPossible("outlook.best", "The best the period can end with.",
                [](const StatementRow& row) { return row.outlook.best; });
    AddPossible("outlook.cleared", "With the backlog counted as finished late.",
                [](const StatementRow& row) { return row.outlook.cleared; });
    Integer("outlook.backlog", "Open and overdue, and not counted in the headline rate yet.",
            [](const StatementRow& row) { return row.outlook.backlog; });
  }

  void LateBudget() {
    using figures::LateBudget;
    const auto count = [&](std::string_view path, int64_t LateBudget::*of,
                           std::string_view meaning) {
      Integer(path, meaning, [of](const StatementRow& row) { return row.budget.*of; });
    };
    count("late_budget.due", &LateBudget::due, "Due in the whole period, as known now.");
    count("late_budget.allowed", &LateBudget::allowed,
          "The most that may be late with the target kept.");
    count("late_budget.late", &LateBudget::late, "Late already.");
    count("late_budget.left", &LateBudget::left, "Allowed less late: below zero, too many are.");
    Put("late_budget.needs_on_time",
        {.name = {},
         .type = JsonType::kInteger,
         .unit = kDossiers,
         .nullable = true,
         .meaning = "How many more in time would restore the target; null: no number would."},
        [](const StatementRow& row) {
          const int64_t needs = row.budget.needs_on_time;
          return needs >= 0 ? FieldValue(needs) : FieldValue();
        });
    State("late_budget.state", "How the budget stands.",
          [](const StatementRow& row) { return row.budget.state; });
  }

  void Add(const figures::Beside& figure, const figures::CountIn& count) {
    Integer(figure.name, figure.meaning,
            [of = count.of](const StatementRow& row) { return row.further.*of; });
  }
  void Add(const figures::Beside& figure, const figures::TimeIn& time) {
    Put(std::string(figure.name),
        {.name = {}, .type = JsonType::kSeconds, .unit = "s", .meaning = figure.meaning},
        [of = time.of](const StatementRow& row) { return FieldValue(row.further.*of); });
  }
  void Add(const figures::Beside& figure, const figures::RateIn& rate) {
    Add(
        figure.name, figure.meaning,
        [of = rate.of](const StatementRow& row) { return row.further.*of; }, rate.names,
        rate.parts);
  }
  void Add(const figures::Beside& figure, const figures::RateOfCounts& rate) {
    Add(figure.name, figure.meaning,
        [of = rate.of](const StatementRow& row) { return of(row.figures); });
  }
  void Add(const figures::Beside& figure, const figures::TimesIn& times) {
    Put(
        std::string(figure.name),
        {.name = {},
         .type = JsonType::kSeconds,
         .holds = JsonHolds::kMap,
         .unit = "s",
         .meaning = figure.meaning},
        [of = times.of](const StatementRow& row) { return FieldValue(&(row.further.*of)); },
        In::kJson);
    for (const std::string_view kind : times.kinds) {
      Put(
          fmt::format("{}.{}", figure.name, kind),
          {.name = {}, .type = JsonType::kSeconds, .unit = "s", .meaning = figure.meaning},
          [of = times.of, kind](const StatementRow& row) {
            return FieldValue(TimeOfKind(row.further.*of, kind));
          },
          In::kCsv);
    }
  }
  void Add(const figures::Beside& figure, const figures::CodesIn& codes) {
    Put(
        std::string(figure.name),
        {.name = {},
         .type = JsonType::kInteger,
         .holds = JsonHolds::kMap,
         .unit = kDossiers,
         .meaning = figure.meaning},
        [of = codes.of](const StatementRow& row) { return FieldValue(&(row.further.*of)); },
        In::kJson);
    Put(
        std::string(figure.name), {.name = {}, .type = JsonType::kText, .meaning = figure.meaning},
        [of = codes.of](const StatementRow& row) { return FieldValue(Joined(row.further.*of)); },
        In::kCsv);
  }

  std::vector<RowField> fields_;
};

}  // namespace

std::vector<RowField> MakeRowFields() { return RowFieldList().Build(); }

}  // namespace dunghan::report
