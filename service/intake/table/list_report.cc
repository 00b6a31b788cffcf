#include "intake/list_report.h"

#include <algorithm>
#include <map>

namespace dunghan::intake {
namespace {

void AddUnknown(TableColumn column, const std::map<std::string, NamedRows>& names,
                ListReport& report) {
  for (const auto& [name, found] : names) {
    report.unknown.push_back({ToString(column), name, found.rows, found.first});
  }
}

}  // namespace

ListReport ReportOf(const ListReader& reader, const worktime::Zone& zone, NamesAre names) {
  const TablePlan& plan = reader.plan();
  ListReport report{.sheet = plan.sheet_name,
                    .mapping = plan.mapping->name,
                    .exported = zone.Format(plan.taken),
                    .exported_by = plan.taken_by,
                    .columns = {},
                    .not_read = plan.columns.passed_by,
                    .rows = reader.counts(),
                    .restored = reader.restored(),
                    .unknown = {}};
  for (size_t i = 0; i < kTableColumns; ++i) {
    const auto column = static_cast<TableColumn>(i);
    if (plan.columns[column] < 0) continue;
    report.columns.push_back({ToString(column), sheet::ColumnName(plan.columns[column]),
                              plan.headings[i], plan.order[i] == DateOrder::kMonthFirst});
  }
  AddUnknown(TableColumn::kAgency, reader.unknown().agencies, report);
  AddUnknown(TableColumn::kProcedure, reader.unknown().procedures, report);
  AddUnknown(TableColumn::kState, reader.unknown().states, report);
  std::stable_sort(report.unknown.begin(), report.unknown.end(),
                   [](const auto& a, const auto& b) { return a.rows > b.rows; });
  if (report.unknown.size() > ListReport::kMostUnknown) {
    report.unknown_left_off =
        static_cast<int64_t>(report.unknown.size() - ListReport::kMostUnknown);
    report.unknown.resize(ListReport::kMostUnknown);
  }
  if (names == NamesAre::kLeftOut) {
    for (UnknownName& one : report.unknown) one.name.clear();
  }
  return report;
}

}  // namespace dunghan::intake
