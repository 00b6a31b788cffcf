#include "commands/rulebook_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <string>

namespace dunghan::commands {
namespace {

using rulebook::Rulebook;
using worktime::CalendarException;
using worktime::CalendarSpec;

std::string Hours(const std::vector<worktime::OpenInterval>& hours) {
  if (hours.empty()) return "closed";
  std::string text;
  for (const auto& interval : hours) {
    if (!text.empty()) text += ", ";
    text += worktime::ToString(interval);
  }
  return text;
}

std::string Days(const std::optional<LocalDay>& from, const std::optional<LocalDay>& to) {
  if (!from && !to) return "";
  return fmt::format(" [{}..{}]", from ? FormatDate(*from) : "", to ? FormatDate(*to) : "");
}

void AddCalendar(std::set<std::string>& lines, const CalendarSpec& spec) {
  constexpr const char* kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  const std::string head = "calendar " + spec.name;
  lines.insert(fmt::format("{} {}{}", head, spec.zone, Days(spec.valid_from, spec.valid_to)));
  for (size_t day = 0; day < spec.weekly.size(); ++day) {
    lines.insert(fmt::format("{} {} {}", head, kDays[day], Hours(spec.weekly[day])));
  }
  for (const CalendarException& exception : spec.exceptions) {
    lines.insert(fmt::format("{} {} {} {}{}", head, FormatDate(exception.date),
                             Hours(exception.hours), exception.name,
                             exception.confirmed ? "" : " (not confirmed)"));
  }
}

/// A line for each row: what two rulebooks share is the same line in both.
std::set<std::string> LinesOf(const Rulebook& rulebook) {
  std::set<std::string> lines;
  for (const auto& [name, calendar] : rulebook.calendars()) AddCalendar(lines, calendar->spec());
  for (const auto& row : rulebook.agencies()) {
    lines.insert(fmt::format("agency {} {} {} below {} calendar {}{}", row.code.text(), row.name,
                             ToString(row.tier), row.parent ? row.parent.text() : "-",
                             row.calendar->name(), Days(row.valid_from, row.valid_to)));
  }
  for (const auto& row : rulebook.procedures()) {
    lines.insert(fmt::format(
        "procedure {} {} {} limit {} supplement {}{}{}", row.code.text(), row.name, row.field,
        row.limit ? worktime::ToString(*row.limit) : "-",
        row.on_supplement == dossier::OnSupplement::kPause ? "pause" : "restart",
        Days(row.valid_from, row.valid_to), row.decision.empty() ? "" : " by " + row.decision));
  }
  for (const auto& row : rulebook.successors()) {
    lines.insert(fmt::format("successor {} > {} {} from {}", row.old_agency.text(),
                             row.new_agency.text(), row.procedure ? row.procedure.text() : "*",
                             FormatDate(row.date)));
  }
  return lines;
}

}  // namespace

void PrintRowChanges(const Rulebook& before, const Rulebook& after, std::ostream& out) {
  const auto old_lines = LinesOf(before);
  const auto new_lines = LinesOf(after);
  const auto print = [&out](char sign, const auto& those, const auto& without) {
    std::vector<std::string> lines;
    std::set_difference(those.begin(), those.end(), without.begin(), without.end(),
                        std::back_inserter(lines));
    for (const std::string& line : lines) out << sign << ' ' << line << '\n';
  };
  print('-', old_lines, new_lines);
  print('+', new_lines, old_lines);
}

}  // namespace dunghan::commands
