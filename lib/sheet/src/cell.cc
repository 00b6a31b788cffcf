#include "dunghan/sheet/cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "dunghan/base/text.h"
#include "reader.h"

namespace dunghan::sheet {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Exactly that many digits at the beginning of a text, which are taken off it.
bool TakeDigits(std::string_view& text, size_t count, int& value) {
  if (text.size() < count) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
  if (error != std::errc() || end != text.data() + count || value < 0) return false;
  text.remove_prefix(count);
  return true;
}

bool TakeMark(std::string_view& text, char mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

const Cell* Row::At(int column) const {
  const auto at =
      std::lower_bound(cells.begin(), cells.end(), column,
                       [](const Cell& cell, int wanted) { return cell.column < wanted; });
  return at != cells.end() && at->column == column ? &*at : nullptr;
}

std::string ColumnName(int column) {
  std::string name;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return name;
}

Cell NumberCell(int column, double number, bool percent) {
  Cell cell{.column = column,
            .kind = CellKind::kNumber,
            .text = {},
            .number = number,
            .percent = percent};
  // A count is written as one, not as 1e+06.
  const bool whole = std::abs(number) < 1e15 && number == std::trunc(number);
  cell.text = whole ? fmt::format("{}", static_cast<int64_t>(number)) : fmt::format("{}", number);
  return cell;
}

Cell DateCell(int column, LocalTime at) {
  const auto day = floor<days>(at);
  const milliseconds time = at - day;
  Cell cell{.column = column,
            .kind = CellKind::kDate,
            .text = FormatDate(LocalDay(day)),
            .at = at,
            .has_time = time.count() != 0};
  if (cell.has_time) {
    const std::chrono::hh_mm_ss<seconds> clock(floor<seconds>(time));
    cell.text += fmt::format("T{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(),
                             clock.seconds().count());
  }
  return cell;
}

Cell BooleanCell(int column, bool value) {
  return {.column = column,
          .kind = CellKind::kBoolean,
          .text = value ? "true" : "false",
          .number = value ? 1.0 : 0.0};
}

bool ParseLocalTime(std::string_view text, LocalTime& at) {
  if (text.size() < 10 || text[4] != '-') return false;
  const auto day = ParseDate(text.substr(0, 10));
  if (!day) return false;
  at = *day;
  text.remove_prefix(10);
  if (text.empty()) return true;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!TakeMark(text, 'T') && !TakeMark(text, ' ')) return false;
  if (!TakeDigits(text, 2, hour) || !TakeMark(text, ':') || !TakeDigits(text, 2, minute)) {
    return false;
  }
  if (TakeMark(text, ':') && !TakeDigits(text, 2, second)) return false;
  if (hour > 24 || minute > 59 || second > 59) return false;
  at += hours(hour) + minutes(minute) + seconds(second);
  int fraction = 0;
  if (TakeMark(text, '.')) {
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string first(text.substr(0, std::min(digits, size_t{3})));
    first.resize(3, '0');
    std::string_view rest = first;
    if (digits == 0 || !TakeDigits(rest, 3, fraction)) return false;
    at += milliseconds(fraction);
    text.remove_prefix(digits);
  }
  // A zone is not known to a cell: "Z" as some write it says nothing.
  TakeMark(text, 'Z');
  return text.empty();
}

Error Fault(const Place& place, std::string_view what) {
  std::string where(place.file);
  if (!place.sheet.empty()) where += fmt::format(": sheet {}", JsonQuote(place.sheet));
  if (place.row > 0) where += fmt::format("{} row {}", place.sheet.empty() ? ":" : ",", place.row);
  return InvalidArgument(fmt::format("{}: {}", where, what));
}

Result<bool> RowSink::Take(const Row& row, const Place& place) {
  ++rows_;
  cells_ += static_cast<int64_t>(row.cells.size());
  if (rows_ > bounds_.rows) {
    return Fault(place, fmt::format("expected at most {} rows, got more", bounds_.rows));
  }
  if (cells_ > bounds_.cells) {
    return Fault(place, fmt::format("expected at most {} cells, got more", bounds_.cells));
  }
  return visit_(row);
}

}  // namespace dunghan::sheet
