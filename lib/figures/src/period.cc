#include "dunghan/figures/period.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"

namespace dunghan::figures {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::last;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

/// A period counted in months: its first, and how many.
struct Months {
  year_month first;
  int count;
};

std::optional<int> Number(std::string_view text, size_t digits, int low, int high) {
  if (text.size() != digits) return {};
  const auto value = ParseInteger(text);
  if (!value || *value < low || *value > high || text.front() == '-') return {};
  return static_cast<int>(*value);
}

std::optional<Months> ParseMonths(std::string_view text) {
  const auto y = Number(text.substr(0, 4), 4, 1, 9998);
  if (!y) return {};
  const auto at = [&](int m) { return year{*y} / month{static_cast<unsigned>(m)}; };
  if (text.size() == 4) return Months{at(1), 12};
  if (text[4] != '-') return {};
  const std::string_view rest = text.substr(5);
  if (const auto m = Number(rest, 2, 1, 12)) return Months{at(*m), 1};
  if (rest.size() != 2) return {};
  if (const auto q = Number(rest.substr(1), 1, 1, 4); q && rest[0] == 'Q') {
    return Months{at(3 * *q - 2), 3};
  }
  if (const auto h = Number(rest.substr(1), 1, 1, 2); h && rest[0] == 'H') {
    return Months{at(6 * *h - 5), 6};
  }
  return {};
}

std::string NameOf(const Months& span, bool bc) {
  const int y = static_cast<int>(span.first.year());
  const unsigned m = static_cast<unsigned>(span.first.month());
  const std::string prefix = bc ? "bc:" : "";
  switch (span.count) {
    case 12:
      return fmt::format("{}{:04}", prefix, y);
    case 6:
      return fmt::format("{}{:04}-H{}", prefix, y, (m + 5) / 6);
    case 3:
      return fmt::format("{}{:04}-Q{}", prefix, y, (m + 2) / 3);
    default:
      return fmt::format("{}{:04}-{:02}", prefix, y, m);
  }
}

/// Decree 09/2019/ND-CP: a month runs from the 15th of the one before to its own 14th.
Period ToPeriod(const Months& span, bool bc) {
  const year_month end = span.first + months{span.count - 1};
  if (bc) {
    return {NameOf(span, bc), LocalDay{(span.first - months{1}) / day{15}},
            LocalDay{end / day{14}}};
  }
  return {NameOf(span, bc), LocalDay{span.first / day{1}}, LocalDay{end / last}};
}

/// The stretch of so many months, counted from January, that holds a day.
Period Holding(LocalDay today, ReportingMonth kind, unsigned count) {
  const std::chrono::year_month_day date{today};
  year_month in = date.year() / date.month();
  const bool bc = kind == ReportingMonth::kBc;
  if (bc && date.day() >= day{15}) in += months{1};
  const unsigned first = (static_cast<unsigned>(in.month()) - 1) / count * count + 1;
  return ToPeriod({in.year() / month{first}, static_cast<int>(count)}, bc);
}

std::optional<Period> Shifted(const Period& period, int by) {
  const bool bc = period.name.substr(0, 3) == "bc:";
  auto span = ParseMonths(bc ? std::string_view(period.name).substr(3) : period.name);
  if (!span) return {};
  span->first += months{by * span->count};
  return ToPeriod(*span, bc);
}

}  // namespace

Result<Period> ParsePeriod(std::string_view text) {
  if (const size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto from = ParseDate(text.substr(0, dots));
    const auto to = ParseDate(text.substr(dots + 2));
    if (from && to && *from <= *to) return Period{std::string(text), *from, *to};
    return InvalidArgument(
        fmt::format("period \"{}\": expected two dates, the first not after the second, such as "
                    "2021-06-07..2021-06-18",
                    text));
  }
  const bool bc = text.substr(0, 3) == "bc:";
  if (const auto span = ParseMonths(bc ? text.substr(3) : text)) return ToPeriod(*span, bc);
  return InvalidArgument(fmt::format(
      "period \"{}\": expected 2021-06, 2021-Q2, 2021-H1, 2021, FROM..TO, or bc: before one of the "
      "first four",
      text));
}

Period MonthOf(LocalDay today, ReportingMonth kind) { return Holding(today, kind, 1); }
Period QuarterOf(LocalDay today, ReportingMonth kind) { return Holding(today, kind, 3); }
Period YearOf(LocalDay today, ReportingMonth kind) { return Holding(today, kind, 12); }

std::optional<Period> Next(const Period& period) { return Shifted(period, 1); }
std::optional<Period> Previous(const Period& period) { return Shifted(period, -1); }

}  // namespace dunghan::figures
