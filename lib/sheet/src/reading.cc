#include "dunghan/sheet/reading.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "dunghan/base/identifier.h"
#include "reader.h"

namespace dunghan::sheet {
namespace {

constexpr std::string_view kNoBreakBlank = "\xC2\xA0";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Whether the point at `at` groups thousands: before three digits and no more of them, after one
/// to three, or after another group.
bool GroupsThousands(std::string_view text, size_t at) {
  size_t after = 0;
  while (at + 1 + after < text.size() && IsDigit(text[at + 1 + after])) ++after;
  const bool leading_zero = text[0] == '0';
  return after == 3 && at >= 1 && at <= 3 && !leading_zero;
}

/// "1.234.567,8" as "1234567.8"; nothing where the marks make no sense.
std::optional<std::string> WithPlainMarks(std::string_view text) {
  const size_t points = static_cast<size_t>(std::count(text.begin(), text.end(), '.'));
  const size_t commas = static_cast<size_t>(std::count(text.begin(), text.end(), ','));
  char decimal = '\0';
  if (points > 0 && commas > 0) {
    decimal = text.rfind('.') > text.rfind(',') ? '.' : ',';
    if ((decimal == '.' ? points : commas) > 1) return std::nullopt;
  } else if (points == 1) {
    decimal = GroupsThousands(text, text.find('.')) ? '\0' : '.';
  } else if (commas == 1) {
    decimal = ',';
  }
  std::string plain;
  size_t group = 0;  // digits since the last mark
  bool grouped = false;
  bool fraction = false;
  for (const char c : text) {
    if (c == '.' || c == ',') {
      if (grouped ? group != 3 : group == 0 || (c != decimal && group > 3)) return std::nullopt;
      if (c == decimal) {
        plain += '.';
        fraction = true;
        grouped = false;
      } else {
        if (fraction) return std::nullopt;
        grouped = true;
      }
      group = 0;
    } else if (IsDigit(c)) {
      plain += c;
      ++group;
    } else {
      return std::nullopt;
    }
  }
  if (group == 0 || (grouped && group != 3)) return std::nullopt;
  return plain;
}

std::optional<double> NumberOfText(std::string_view text) {
  std::string digits;
  for (const char c : OneLine(text)) {
    if (!IsBlank(c)) digits += c;
  }
  std::string_view rest = digits;
  const bool percent = rest.ends_with('%');
  if (percent) rest.remove_suffix(1);
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (rest.empty()) return std::nullopt;
  const auto plain = WithPlainMarks(rest);
  if (!plain) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), number);
  if (error != std::errc() || end != plain->data() + plain->size()) return std::nullopt;
  return (negative ? -number : number) / (percent ? 100 : 1);
}

/// A text cut into runs of digits and what stands between them.
struct DateParts {
  std::vector<std::string_view> numbers;
  std::vector<char> marks;  // after each number but the last
};
std::optional<DateParts> CutDate(std::string_view text) {
  DateParts parts;
  while (!text.empty()) {
    size_t digits = 0;
    while (digits < text.size() && IsDigit(text[digits])) ++digits;
    if (digits == 0) return std::nullopt;
    parts.numbers.push_back(text.substr(0, digits));
    text.remove_prefix(digits);
    if (text.empty()) break;
    char mark = text[0];
    text.remove_prefix(1);
    if (mark == ',' || mark == 'T') mark = ' ';
    if (mark == 'h' || mark == 'g') mark = ':';
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text.empty()) break;  // "8h"
    parts.marks.push_back(mark);
  }
  return parts;
}

int ValueOf(std::string_view digits) {
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<LocalTime> DayOf(std::span<const std::string_view> three) {
  const bool year_first = three[0].size() == 4;
  const std::string_view year = year_first ? three[0] : three[2];
  if (year.size() != 4 || three[1].size() > 2) return std::nullopt;
  const std::chrono::year_month_day day(
      std::chrono::year(ValueOf(year)),
      std::chrono::month(static_cast<unsigned>(ValueOf(three[1]))),
      std::chrono::day(static_cast<unsigned>(ValueOf(year_first ? three[2] : three[0]))));
  if (!day.ok()) return std::nullopt;
  return LocalTime(LocalDay(day));
}

std::optional<std::chrono::milliseconds> ClockOf(std::span<const std::string_view> parts) {
  std::array<int, 3> clock{};
  if (parts.empty() || parts.size() > 3) return std::nullopt;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size() > 2) return std::nullopt;
    clock[i] = ValueOf(parts[i]);
  }
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return std::nullopt;
  return std::chrono::hours(clock[0]) + std::chrono::minutes(clock[1]) +
         std::chrono::seconds(clock[2]);
}

/// yyyyMMdd, HHmm and ss after it or not.
std::optional<Dated> NationalDate(std::string_view text) {
  if (text.size() != 8 && text.size() != 12 && text.size() != 14) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  const std::array day{text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)};
  const auto at = DayOf(day);
  if (!at) return std::nullopt;
  if (text.size() == 8) return Dated{*at, false};
  const std::array clock{text.substr(8, 2), text.substr(10, 2),
                         text.size() == 14 ? text.substr(12, 2) : std::string_view("0")};
  const auto time = ClockOf(clock);
  if (!time) return std::nullopt;
  return Dated{*at + *time, true};
}

}  // namespace

std::string OneLine(std::string_view text) {
  std::string line;
  bool blank = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool no_break = text.substr(i).starts_with(kNoBreakBlank);
    if (no_break || IsBlank(text[i])) {
      blank = !line.empty();
      if (no_break) ++i;
      continue;
    }
    if (blank) line += ' ';
    blank = false;
    line += text[i];
  }
  return line;
}

std::string Plain(std::string_view text) {
  std::string plain;
  bool blank = false;
  for (const char c : Folded(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || IsDigit(c) || static_cast<uint8_t>(c) >= 0x80;
    if (!letter) {
      blank = !plain.empty();
      continue;
    }
    if (blank) plain += ' ';
    blank = false;
    plain += c;
  }
  return plain;
}

bool IsNothing(const Cell* cell) {
  if (!cell) return true;
  if (cell->kind != CellKind::kText) return false;
  std::string_view text = cell->text;
  while (!text.empty()) {
    const bool dash = text.starts_with("–") || text.starts_with("—");
    if (dash) {
      text.remove_prefix(3);
    } else if (text.starts_with(kNoBreakBlank)) {
      text.remove_prefix(kNoBreakBlank.size());
    } else if (text[0] == '-' || IsBlank(text[0])) {
      text.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

std::optional<double> NumberOf(const Cell& cell) {
  if (cell.kind == CellKind::kNumber) return cell.number;
  if (cell.kind == CellKind::kText) return NumberOfText(cell.text);
  return std::nullopt;
}

std::optional<int64_t> CountOf(const Cell& cell) {
  const auto number = NumberOf(cell);
  if (!number || *number < 0 || *number != std::trunc(*number) || *number > 1e15) return {};
  return static_cast<int64_t>(*number);
}

std::optional<Dated> DateOf(const Cell& cell) {
  if (cell.kind == CellKind::kDate) return Dated{cell.at, cell.has_time};
  if (cell.kind == CellKind::kText) return DateOf(std::string_view(cell.text));
  // 20210607080000 that a spreadsheet took for a number.
  if (cell.kind == CellKind::kNumber && cell.number >= 1e7) return NationalDate(cell.text);
  return std::nullopt;
}

std::optional<Dated> DateOf(std::string_view text) {
  const std::string line = OneLine(text);
  if (auto national = NationalDate(line)) return national;
  LocalTime iso;
  if (ParseLocalTime(line, iso)) return Dated{iso, line.size() > 10};
  const auto parts = CutDate(line);
  if (!parts || parts->numbers.size() < 3) return std::nullopt;
  const std::span<const std::string_view> numbers(parts->numbers);
  const bool time_first = !parts->marks.empty() && parts->marks[0] == ':';
  const size_t day_at = time_first ? numbers.size() - 3 : 0;
  const char mark = parts->marks[day_at];
  if ((mark != '/' && mark != '-' && mark != '.') || parts->marks[day_at + 1] != mark) return {};
  const auto day = DayOf(numbers.subspan(day_at, 3));
  if (!day) return std::nullopt;
  if (numbers.size() == 3) return Dated{*day, false};
  const auto clock = ClockOf(time_first ? numbers.first(day_at) : numbers.subspan(3));
  if (!clock) return std::nullopt;
  return Dated{*day + *clock, true};
}

}  // namespace dunghan::sheet
