#include "commands/rulebook_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <sstream>
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

std::string By(const std::string& source) { return source.empty() ? "" : " by " + source; }

/// A name, and the English one if there is one.
std::string Named(const std::string& name, const std::string& english) {
  return english.empty() ? name : fmt::format("{} ({})", name, english);
}

/// What a procedure is: "", "petition, ", "online full, ".
std::string Nature(const rulebook::Procedure& row) {
  constexpr const char* kOnline[] = {"", "online partial, ", "online full, "};
  static_assert(static_cast<int>(rulebook::OnlineLevel::kFull) == 2);
  return (row.kind == rulebook::ProcedureKind::kPetition ? std::string("petition, ") : "") +
         kOnline[static_cast<size_t>(row.online_level)];
}

void AddSettings(std::set<std::string>& lines, const std::string& settings) {
  std::istringstream text(settings);
  for (std::string line; std::getline(text, line);) lines.insert("setting " + line);
}

void AddCalendar(std::set<std::string>& lines, const CalendarSpec& spec) {
  constexpr const char* kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  const std::string head = "calendar " + spec.name;
  lines.insert(fmt::format("{} {}{}", head, spec.zone, Days(spec.valid_from, spec.valid_to)));
  for (size_t day = 0; day < spec.weekly.size(); ++day) {
    lines.insert(fmt::format("{} {} {}", head, kDays[day], Hours(spec.weekly[day])));
  }
  for (const CalendarException& exception : spec.exceptions) {
    lines.insert(fmt::format("{} {} {} {}{}{}", head, FormatDate(exception.date),
                             Hours(exception.hours), exception.name, By(exception.source),
                             exception.confirmed ? "" : " (not confirmed)"));
  }
}

/// A line for each row: what two rulebooks share is the same line in both.
std::set<std::string> LinesOf(const Rulebook& rulebook) {
  std::set<std::string> lines;
  AddSettings(lines, rulebook.bundle().settings);
  for (const auto& [name, calendar] : rulebook.calendars()) AddCalendar(lines, calendar->spec());
  for (const auto& row : rulebook.agencies()) {
    lines.insert(fmt::format("agency {} {} {} below {} calendar {}{}", row.code.text(),
                             Named(row.name, row.name_en), ToString(row.tier),
                             row.parent ? row.parent.text() : "-", row.calendar->name(),
                             Days(row.valid_from, row.valid_to)));
  }
  for (const auto& row : rulebook.procedures()) {
    const bool pause = row.on_supplement == dossier::OnSupplement::kPause;
    lines.insert(fmt::format("procedure {} {}, {}, {}limit {} supplement {}{}{}", row.code.text(),
                             Named(row.name, row.name_en), row.field, Nature(row),
                             row.limit ? worktime::ToString(*row.limit) : "-",
                             pause ? "pause" : "restart", Days(row.valid_from, row.valid_to),
                             By(row.decision)));
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
