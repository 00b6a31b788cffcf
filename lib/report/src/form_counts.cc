#include "form_counts.h"

#include <algorithm>
#include <array>

#include "dunghan/figures/count_table.h"

namespace dunghan::report {
namespace {

using Withdrawn = Placing::Withdrawn;
using Suspended = Placing::Suspended;

/// Withdrawn ones, where they stand among those solved.
int64_t Solved(const RowToCount& row, int64_t count) {
  return row.placing.withdrawn == Withdrawn::kSolved ? count : 0;
}

constexpr std::array kFormCounts = {
    NamedCount{"received_online", [](const RowToCount& of) { return of.row.intake.online(); }},
    NamedCount{"received_online_full",
               [](const RowToCount& of) { return of.row.intake.online_full; }},
    NamedCount{"received_online_partial",
               [](const RowToCount& of) { return of.row.intake.online_partial; }},
    NamedCount{"received_online_other",
               [](const RowToCount& of) { return of.row.intake.online_other; }},
    NamedCount{"received_in_person", [](const RowToCount& of) { return of.row.intake.in_person; }},
    NamedCount{"received_postal", [](const RowToCount& of) { return of.row.intake.postal; }},
    NamedCount{"received_unknown", [](const RowToCount& of) { return of.row.intake.unknown; }},
    NamedCount{"received_elsewhere", [](const RowToCount& of) { return of.row.intake.elsewhere; }},
    NamedCount{"suspended_in_time",
               [](const RowToCount& of) {
                 return of.placing.suspended == Suspended::kInTime ? of.row.figures.open_suspended
                                                                   : 0;
               }},
    NamedCount{"suspended_own",
               [](const RowToCount& of) {
                 return of.placing.suspended == Suspended::kOwn ? of.row.figures.open_suspended : 0;
               }},
    NamedCount{"withdrawn_own",
               [](const RowToCount& of) {
                 return of.row.figures.withdrawn - Solved(of, of.row.figures.withdrawn);
               }},
    NamedCount{"withdrawn_on_time",
               [](const RowToCount& of) {
                 return Solved(of, of.row.figures.withdrawn - of.row.figures.withdrawn_overdue);
               }},
    NamedCount{"withdrawn_late",
               [](const RowToCount& of) { return Solved(of, of.row.figures.withdrawn_overdue); }},
    NamedCount{"late_apologised", [](const RowToCount& of) { return of.apologised.late; }, true},
    NamedCount{
        "late_unapologised",
        [](const RowToCount& of) { return of.row.figures.finished_late - of.apologised.late; },
        true},
    NamedCount{"overdue_apologised", [](const RowToCount& of) { return of.apologised.overdue; },
               true},
    NamedCount{
        "overdue_unapologised",
        [](const RowToCount& of) { return of.row.figures.open_overdue - of.apologised.overdue; },
        true},
    NamedCount{"declined", [](const RowToCount& of) { return of.row.further.declined; }},
    NamedCount{"waiting", [](const RowToCount& of) { return of.row.further.waiting; }},
    NamedCount{"waiting_late", [](const RowToCount& of) { return of.row.further.waiting_late; }},
};

const figures::Count* FindCount(std::string_view name) {
  const auto counts = figures::Counts();
  const auto found = std::find_if(counts.begin(), counts.end(),
                                  [&](const figures::Count& count) { return count.name == name; });
  return found == counts.end() ? nullptr : &*found;
}

}  // namespace

const NamedCount* FindFormCount(std::string_view name) {
  const auto found = std::find_if(kFormCounts.begin(), kFormCounts.end(),
                                  [&](const NamedCount& count) { return count.name == name; });
  return found == kFormCounts.end() ? nullptr : &*found;
}

std::optional<int64_t> CountOf(std::string_view name, const RowToCount& row) {
  if (const NamedCount* count = FindFormCount(name)) return count->of(row);
  if (const figures::Count* count = FindCount(name)) return row.row.figures.*count->of;
  return {};
}

bool IsFormCount(std::string_view name) { return FindFormCount(name) || FindCount(name); }

std::vector<std::string_view> FormCountNames() {
  std::vector<std::string_view> names;
  for (const figures::Count& count : figures::Counts()) names.push_back(count.name);
  for (const NamedCount& count : kFormCounts) names.push_back(count.name);
  return names;
}

}  // namespace dunghan::report
