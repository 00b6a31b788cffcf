#include "paper_head.h"

#include <algorithm>

#include "paper_text.h"

namespace dunghan::report {
namespace {

using statement::PaperColumn;

bool SameGroups(const PaperColumn& a, const PaperColumn& b, size_t level) {
  if (a.groups.size() <= level || b.groups.size() <= level) return false;
  return std::equal(a.groups.begin(), a.groups.begin() + static_cast<std::ptrdiff_t>(level) + 1,
                    b.groups.begin());
}

}  // namespace

PaperHead PaperHeadOf(const std::vector<const PaperColumn*>& columns, Language language) {
  PaperHead head;
  size_t levels = 0;
  for (const PaperColumn* column : columns) {
    levels = std::max(levels, column->groups.size());
    head.has_numbers = head.has_numbers || !column->number.empty();
  }
  for (size_t level = 0; level <= levels; ++level) {
    for (size_t at = 0; at < columns.size(); ++at) {
      const PaperColumn& column = *columns[at];
      if (column.groups.size() == level) {
        head.cells.push_back(
            {level, at, levels + 1 - level, 1, PaperPlain(column.heading.In(language))});
      }
      if (column.groups.size() <= level) continue;
      size_t end = at + 1;
      while (end < columns.size() && SameGroups(column, *columns[end], level)) ++end;
      head.cells.push_back({level, at, 1, end - at, PaperPlain(column.groups[level].In(language))});
      at = end - 1;
    }
  }
  head.rows = levels + 1;
  if (!head.has_numbers) return head;
  for (size_t at = 0; at < columns.size(); ++at) {
    head.cells.push_back({head.rows, at, 1, 1, PaperPlain(columns[at]->number)});
  }
  ++head.rows;
  return head;
}

std::vector<const PaperColumn*> ColumnsOf(const statement::PaperSection& section) {
  std::vector<const PaperColumn*> columns;
  for (const PaperColumn& column : section.columns) columns.push_back(&column);
  return columns;
}

size_t NamingColumns(const std::vector<const PaperColumn*>& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i]->kind == statement::CellKind::kText && columns[i]->width > kRunningNumberWidth) {
      return i + 1;
    }
  }
  return std::min<size_t>(columns.size(), 1);
}

}  // namespace dunghan::report
