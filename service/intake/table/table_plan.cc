#include "intake/table_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"
#include "dunghan/statement/theirs.h"

namespace dunghan::intake {
namespace {

using sheet::Cell;
using sheet::Row;

// As people write them.
constexpr std::string_view kCodeHeading = "Số hồ sơ";
constexpr std::string_view kReceivedHeading = "Ngày tiếp nhận";
constexpr std::string_view kDueHeading = "Ngày hẹn trả";
constexpr std::string_view kSignedHeading = "Ngày ký";
constexpr std::string_view kTakenLine = "Thời điểm kết xuất: 08:00 01/07/2026";

constexpr std::array kDateColumns = {TableColumn::kReceived, TableColumn::kDue, TableColumn::kEnded,
                                     TableColumn::kSigned};

/// The first two numbers of a date as text, "7/6/2021".
std::optional<std::pair<int, int>> FirstNumbers(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  std::array<int, 2> numbers{};
  size_t at = begin;
  for (int& number : numbers) {
    const size_t from = at;
    while (at < text.size() && at - from < 2 &&
           std::isdigit(static_cast<unsigned char>(text[at]))) {
      number = number * 10 + (text[at++] - '0');
    }
    if (at == from || at >= text.size()) return {};
    if (text[at] != '/' && text[at] != '-' && text[at] != '.') return {};
    ++at;
  }
  return std::pair(numbers[0], numbers[1]);
}

/// What the dates of one column look like.
struct DatesSeen {
  int64_t texts_day_beyond = 0;    ///< first number beyond 12
  int64_t texts_month_beyond = 0;  ///< second number beyond 12
  int64_t serials = 0;
  int64_t serials_day_beyond = 0;
  std::string day_example;
  std::string month_example;
  std::string serial_example;

  void See(const Cell& cell, int64_t row) {
    constexpr int kMonths = 12;
    const auto place = [&] {
      return fmt::format("{}{} {}", sheet::ColumnName(cell.column), row,
                         JsonQuote(sheet::OneLine(cell.text)));
    };
    if (cell.kind == sheet::CellKind::kDate) {
      ++serials;
      const auto day = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(cell.at));
      if (static_cast<unsigned>(day.day()) > kMonths) ++serials_day_beyond;
      if (serial_example.empty()) serial_example = place();
      return;
    }
    const auto numbers = FirstNumbers(cell.text);
    if (!numbers) return;
    if (numbers->first > kMonths && ++texts_day_beyond == 1) day_example = place();
    if (numbers->second > kMonths && ++texts_month_beyond == 1) month_example = place();
  }
};

class Planner {
 public:
  Planner(sheet::Workbook& workbook, const TableAsk& ask) : workbook_(workbook), ask_(ask) {}

  Result<TablePlan> Plan() {
    if (auto chosen = ChooseSheet(); !chosen) return chosen.error();
    if (auto chosen = ChooseMappings(); !chosen) return chosen.error();
    sheet::TableOptions options;
    options.known = KnownHeadings(*ask_.mappings);
    auto read = sheet::ReadTable(
        workbook_, plan_.sheet, options, [this](const auto& head) { return TakeHead(head); },
        [this](const Row& row) -> Result<bool> {
          constexpr int64_t kAskEvery = 256;
          if (++plan_.rows % kAskEvery == 0 && ask_.stop && ask_.stop()) {
            return Unavailable(fmt::format("{}: reading it was ended early", workbook_.name()));
          }
          for (const TableColumn column : kDateColumns) {
            const int at = plan_.columns[column];
            const Cell* cell = at < 0 ? nullptr : row.At(at);
            if (!sheet::IsNothing(cell)) seen_[static_cast<size_t>(column)].See(*cell, row.number);
          }
          return true;
        });
    if (!read) return read.error();
    for (const TableColumn column : kDateColumns) {
      if (auto ordered = Order(column); !ordered) return ordered.error();
    }
    return std::move(plan_);
  }

 private:
  Result<void> ChooseSheet() {
    const auto sheets = workbook_.Sheets();
    if (!sheets) return sheets.error();
    if (!ask_.sheet) {
      const auto first = workbook_.FirstFilled();
      if (!first) return first.error();
      plan_.sheet = *first;
      plan_.sheet_name = (*sheets)[*first].name;
      return {};
    }
    std::string names;
    for (size_t i = 0; i < sheets->size(); ++i) {
      if ((*sheets)[i].name == *ask_.sheet) {
        plan_.sheet = i;
        plan_.sheet_name = *ask_.sheet;
        return {};
      }
      names += (names.empty() ? "" : ", ") + JsonQuote((*sheets)[i].name);
    }
    return NotFound(fmt::format("{}: no sheet {}; there are {}", workbook_.name(),
                                JsonQuote(*ask_.sheet), names));
  }

  Result<void> ChooseMappings() {
    std::vector<std::string_view> names;
    for (const TableMapping& mapping : *ask_.mappings) {
      names.push_back(mapping.name);
      if (ask_.mapping.empty() || mapping.name == ask_.mapping) candidates_.push_back(&mapping);
    }
    if (!candidates_.empty()) return {};
    return NotFound(fmt::format("no mapping {}; there are {}", JsonQuote(ask_.mapping),
                                fmt::join(names, ", ")));
  }

  Result<void> TakeHead(const sheet::TableHead& head) {
    for (const TableMapping* mapping : candidates_) {
      MappedColumns columns = MapColumns(*mapping, head);
      const bool better =
          !plan_.mapping || columns.Usable() > plan_.columns.Usable() ||
          (columns.Usable() == plan_.columns.Usable() && columns.found > plan_.columns.found);
      if (!better) continue;
      plan_.mapping = mapping;
      plan_.columns = std::move(columns);
    }
    if (!plan_.columns.Usable()) return Unusable(head);
    plan_.headings.resize(kTableColumns);
    for (size_t i = 0; i < kTableColumns; ++i) {
      for (const sheet::Heading& heading : head.headings) {
        if (heading.column == plan_.columns.at[i]) plan_.headings[i] = heading.text;
      }
    }
    plan_.last_head_row = head.last_row;
    return FindTaken(head);
  }

  Result<void> Unusable(const sheet::TableHead& head) const {
    std::string found;
    for (const sheet::Heading& heading : head.headings) {
      found += (found.empty() ? "" : ", ") + JsonQuote(heading.text);
    }
    return InvalidArgument(fmt::format(
        "{}: rows {} to {}: no column for the code of a dossier ({}), or none for its receipt ({}) "
        "or due ({}), nor, of letters of apology, for the day of signing ({}); the headings are "
        "{}. A mapping of your own: {}, in the form of config/mappings.toml",
        workbook_.name(), head.first_row, head.last_row, kCodeHeading, kReceivedHeading,
        kDueHeading, kSignedHeading, found, ask_.say_mapping));
  }

  Result<void> FindTaken(const sheet::TableHead& head) {
    // Letters have a day of their own.
    if (plan_.mapping->kind == ListKind::kApologies) {
      plan_.taken = ask_.now;
      plan_.taken_by = "the clock";
      return {};
    }
    if (auto found = Taken(head); !found) return found;
    // A day that is not over yet: by now at the latest.
    if (ask_.zone.DayOf(plan_.taken) == ask_.zone.DayOf(ask_.now)) {
      plan_.taken = std::min(plan_.taken, ask_.now);
    }
    if (plan_.taken <= ask_.now) return {};
    return InvalidArgument(fmt::format("{}: exported {} (by {}): that lies ahead of now, {}",
                                       workbook_.name(), ask_.zone.Format(plan_.taken),
                                       plan_.taken_by, ask_.zone.Format(ask_.now)));
  }

  Result<void> Taken(const sheet::TableHead& head) {
    if (ask_.taken) {
      plan_.taken = *ask_.taken;
      plan_.taken_by = ask_.say_taken;
      return {};
    }
    auto said = statement::TakenSaid(head.above);
    plan_.taken_by = "the lines above the table";
    std::optional<LocalTime> local;
    if (said) {
      local = said->has_time ? said->at : EndOfDay(said->at);
    } else {
      local = DateInName(workbook_.name());
      plan_.taken_by = "the file's name";
    }
    if (!local) {
      return InvalidArgument(fmt::format(
          "{}: nothing says when it was exported: neither a line above the table ({}) nor the "
          "file's name; give it with {}",
          workbook_.name(), kTakenLine, ask_.say_taken));
    }
    plan_.taken = ask_.zone.ToInstant(*local);
    return {};
  }

  static LocalTime EndOfDay(LocalTime at) {
    return std::chrono::floor<std::chrono::days>(at) + std::chrono::days{1} -
           std::chrono::milliseconds{1};
  }

  /// Texts beyond 12 tell which number is the day.
  Result<void> Order(TableColumn column) {
    const DatesSeen& seen = seen_[static_cast<size_t>(column)];
    const std::string& heading = plan_.headings[static_cast<size_t>(column)];
    if (seen.texts_day_beyond > 0 && seen.texts_month_beyond > 0) {
      return InvalidArgument(
          fmt::format("{}: column {}: days and months stand in both orders: {} and {}",
                      workbook_.name(), JsonQuote(heading), seen.day_example, seen.month_example));
    }
    // Where a spreadsheet program read day-first texts month-first, those that could be read so
    // became dates, with day and month swapped, and the others stayed texts.
    const bool swapped = seen.serials > 0 && seen.serials_day_beyond == 0 &&
                         seen.texts_day_beyond + seen.texts_month_beyond > 0;
    if (swapped) {
      return InvalidArgument(fmt::format(
          "{}: column {}: all dates have days up to 12 ({}), and what is beyond stands as text "
          "({}): a spreadsheet program has swapped day and month; export it again as text, or with "
          "the region set to Vietnam",
          workbook_.name(), JsonQuote(heading), seen.serial_example,
          seen.texts_day_beyond > 0 ? seen.day_example : seen.month_example));
    }
    if (seen.texts_month_beyond > 0) {
      plan_.order[static_cast<size_t>(column)] = DateOrder::kMonthFirst;
    }
    return {};
  }

  sheet::Workbook& workbook_;
  const TableAsk& ask_;
  std::vector<const TableMapping*> candidates_;
  TablePlan plan_;
  std::array<DatesSeen, kTableColumns> seen_;
};

}  // namespace

Result<TablePlan> PlanTable(sheet::Workbook& workbook, const TableAsk& ask) {
  return Planner(workbook, ask).Plan();
}

std::string SwapDayAndMonth(std::string_view text) {
  const size_t begin = text.find_first_of("0123456789");
  if (begin == std::string_view::npos) return std::string(text);
  const size_t first = text.find_first_of("/-.", begin);
  if (first == std::string_view::npos) return std::string(text);
  const size_t second = text.find_first_of("/-.", first + 1);
  if (second == std::string_view::npos) return std::string(text);
  std::string swapped(text.substr(0, begin));
  swapped += text.substr(first + 1, second - first - 1);
  swapped += text[first];
  swapped += text.substr(begin, first - begin);
  swapped += text.substr(second);
  return swapped;
}

std::optional<LocalTime> DateInName(std::string_view name) {
  // Numbers in a row, with at most a mark between: "2026-06-30", "20260630", "30.06.2026".
  std::vector<std::string> runs;
  std::string run;
  for (size_t i = 0; i <= name.size(); ++i) {
    const bool digit = i < name.size() && std::isdigit(static_cast<unsigned char>(name[i]));
    if (digit) {
      run += name[i];
    } else if (!run.empty()) {
      runs.push_back(std::move(run));
      run.clear();
    }
  }
  std::optional<LocalTime> found;
  size_t behind = 0;
  for (size_t i = 0; i < runs.size();) {
    const auto size = [&](size_t place) { return place < runs.size() ? runs[place].size() : 0; };
    std::string day;
    size_t next = i + 1;
    if (size(i) == 8) {
      day = runs[i].substr(0, 4) + "-" + runs[i].substr(4, 2) + "-" + runs[i].substr(6, 2);
    } else if (size(i) == 4 && size(i + 1) == 2 && size(i + 2) == 2) {
      day = runs[i] + "-" + runs[i + 1] + "-" + runs[i + 2];
      next = i + 3;
    } else if (size(i) == 2 && size(i + 1) == 2 && size(i + 2) == 4) {
      day = runs[i + 2] + "-" + runs[i + 1] + "-" + runs[i];
      next = i + 3;
    }
    const auto date = ParseDate(day);
    i = date ? next : i + 1;
    if (!date) continue;
    const LocalTime at{date->time_since_epoch()};
    if (found && *found != at) return {};
    found = at;
    behind = next;
  }
  if (!found) return {};
  if (behind < runs.size() && (runs[behind].size() == 4 || runs[behind].size() == 6)) {
    const int hour = std::stoi(runs[behind].substr(0, 2));
    const int minute = std::stoi(runs[behind].substr(2, 2));
    if (hour < 24 && minute < 60) {
      return *found + std::chrono::hours{hour} + std::chrono::minutes{minute};
    }
  }
  return *found + std::chrono::days{1} - std::chrono::milliseconds{1};
}

}  // namespace dunghan::intake
