#include "row_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
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

/// Makes the list.
class Builder {
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

/// How a field lies in JSON, seen from the one before it.
struct Step {
  const RowField* field = nullptr;
  int closed = 0;                        ///< objects that end before it
  std::vector<std::string_view> opened;  ///< and that begin
};

/// The list, and what follows from it once and for all.
class Table {
 public:
  Table() : fields_(Builder().Build()) {
    std::string_view open;  // "online.of_full."
    for (RowField& field : fields_) {
      const std::string_view path = field.path;
      const std::string_view object = path.substr(0, path.rfind('.') + 1);
      field.shape.name = path.substr(object.size());
      if (field.in == In::kCsv) continue;
      Step step{.field = &field, .opened = {}};
      while (!object.starts_with(open)) {
        ++step.closed;
        open = open.substr(0, open.rfind('.', open.size() - 2) + 1);
      }
      while (open.size() < object.size()) {
        const size_t dot = object.find('.', open.size());
        step.opened.push_back(object.substr(open.size(), dot - open.size()));
        open = object.substr(0, dot + 1);
      }
      steps_.push_back(std::move(step));
    }
    still_open_ = static_cast<int>(std::count(open.begin(), open.end(), '.'));
    size_t next = 0;
    shape_ = ObjectFrom(next, "");
  }

  std::span<const RowField> fields() const { return fields_; }
  std::span<const Step> steps() const { return steps_; }
  int still_open() const { return still_open_; }
  std::span<const JsonField> shape() const { return shape_; }

 private:
  /// What lies in an object, which ends before `next` when it is done.
  std::vector<JsonField> ObjectFrom(size_t& next, std::string_view object) {
    std::vector<JsonField> members;
    while (next < steps_.size()) {
      const RowField& field = *steps_[next].field;
      const std::string_view path = field.path;
      if (!path.starts_with(object)) break;
      const size_t dot = path.find('.', object.size());
      if (dot == std::string_view::npos) {
        members.push_back(field.shape);
        ++next;
        continue;
      }
      const std::string_view name = path.substr(object.size(), dot - object.size());
      const auto& inner = objects_.emplace_back(ObjectFrom(next, path.substr(0, dot + 1)));
      members.push_back(
          {.name = name,
           .type = JsonType::kObject,
           .of = &shapes_.emplace_back(JsonShape{.name = name, .meaning = {}, .fields = inner})});
    }
    return members;
  }

  std::vector<RowField> fields_;
  std::vector<Step> steps_;
  int still_open_ = 0;
  std::deque<std::vector<JsonField>> objects_;
  std::deque<JsonShape> shapes_;
  std::vector<JsonField> shape_;
};

const Table& TheTable() {
  static const Table table;
  return table;
}

template <class Map>
void WriteMap(JsonWriter& json, const Map& map) {
  JsonOf<Map>::Write(json, map);
}

struct ValueWriter {
  JsonWriter& json;

  void operator()(std::monostate /*none*/) const { json.Null(); }
  void operator()(int64_t value) const { json.Integer(value); }
  void operator()(double value) const { json.Number(value); }
  void operator()(std::chrono::milliseconds time) const { json.Seconds(time); }
  void operator()(const std::string& text) const { json.Text(text); }
  void operator()(const TimesByKind* times) const { WriteMap(json, *times); }
  void operator()(const CountsByCode* counts) const { WriteMap(json, *counts); }
};

}  // namespace

std::span<const RowField> RowFields() { return TheTable().fields(); }

const RowField& FieldAt(std::string_view path) {
  const auto fields = RowFields();
  return *std::find_if(fields.begin(), fields.end(),
                       [path](const RowField& field) { return field.path == path; });
}

void WriteRowFields(JsonWriter& json, const StatementRow& row) {
  const auto close = [&json](int objects) {
    for (int i = 0; i < objects; ++i) json.End();
  };
  for (const Step& step : TheTable().steps()) {
    close(step.closed);
    for (const std::string_view object : step.opened) json.BeginObject(object);
    json.Key(step.field->shape.name);
    std::visit(ValueWriter{json}, step.field->read(row));
  }
  close(TheTable().still_open());
}

std::span<const JsonField> RowShape() { return TheTable().shape(); }

}  // namespace dunghan::report
