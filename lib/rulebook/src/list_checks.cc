#include "list_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/rulebook/row_index.h"
#include "input.h"

namespace dunghan::rulebook {
namespace {

/// The rows of agencies.csv as a tree that changes with the days.
class Tree {
 public:
  Tree(const std::string& file, const std::vector<AgencyRow>& rows, std::vector<Problem>& problems)
      : file_(file), rows_(rows), problems_(problems) {
    index_.Build(
        rows, [](const AgencyRow& row) { return row.agency.code.number(); },
        [](const AgencyRow& a, const AgencyRow& b) {
          return a.agency.valid_from < b.agency.valid_from;
        });
  }

  void CheckParents() {
    std::vector<std::string_view> codes;
    for (const AgencyRow& row : rows_) codes.push_back(row.agency.code.text());
    for (const AgencyRow& row : rows_) {
      const AgencyCode parent = row.agency.parent;
      if (!parent) continue;
      const auto rows = index_.Of(parent.number());
      if (rows.empty()) {
        Add(row.line, fmt::format("unknown agency {}{}", JsonQuote(parent.text()),
                                  DidYouMean(parent.text(), codes)));
      } else {
        CheckOutlives(row, rows_[rows.back()]);
      }
    }
  }

  void CheckCircles() {
    // Where an agency has one row, its parent is the same on every day.
    std::set<LocalDay> days{LocalDay::min()};
    for (const AgencyRow& row : rows_) {
      const auto rows = index_.Of(row.agency.code.number());
      if (row.agency.valid_from && &row != &rows_[rows.front()])
        days.insert(*row.agency.valid_from);
    }
    for (const LocalDay day : days) CheckCircles(day);
  }

 private:
  void CheckOutlives(const AgencyRow& row, const AgencyRow& parent) {
    const auto& end = parent.agency.valid_to;
    if (!end || (row.agency.valid_to && *row.agency.valid_to <= *end)) return;
    Add(row.line,
        fmt::format("{} stays below {}, which ends on {} (line {})",
                    JsonQuote(row.agency.code.text()), JsonQuote(parent.agency.code.text()),
                    FormatDate(*end), parent.line),
        Problem::Severity::kWarning);
  }

  void CheckCircles(LocalDay day) {
    std::unordered_map<const AgencyRow*, const AgencyRow*> reached_from;  // row -> start of a walk
    for (const AgencyRow& start : rows_) {
      const AgencyRow* row = On(start.agency.code, day);
      while (row && reached_from.emplace(row, &start).second) row = On(row->agency.parent, day);
      if (row && reached_from.at(row) == &start) AddCircle(row, day);
    }
  }

  /// See Rulebook::FindAgency.
  const AgencyRow* On(AgencyCode code, LocalDay day) const {
    const AgencyRow* found = nullptr;
    for (const uint32_t place : index_.Of(code.number())) {
      if (!found || rows_[place].agency.valid_from <= day) found = &rows_[place];
    }
    return found;
  }

  void AddCircle(const AgencyRow* row, LocalDay day) {
    std::vector<const AgencyRow*> circle;
    do {
      circle.push_back(row);
      row = On(row->agency.parent, day);
    } while (row != circle.front());
    const auto by_line = [](const auto* a, const auto* b) { return a->line < b->line; };
    std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end(), by_line),
                circle.end());
    if (!circles_.insert(circle).second) return;
    std::string way;
    for (const AgencyRow* member : circle) way += std::string(member->agency.code.text()) + " > ";
    way += circle.front()->agency.code.text();
    const std::string since = day == LocalDay::min() ? "" : " from " + FormatDate(day) + " on";
    Add(circle.front()->line, fmt::format("an agency cannot be below itself{}: {}", since, way));
  }

  void Add(int line, std::string message, Problem::Severity severity = Problem::Severity::kError) {
    problems_.push_back({file_, line, "parent", std::move(message), severity});
  }

  const std::string& file_;
  const std::vector<AgencyRow>& rows_;
  std::vector<Problem>& problems_;
  RowIndex index_;  // by code, then by validity
  std::set<std::vector<const AgencyRow*>> circles_;
};

}  // namespace

void CheckOverlaps(const std::string& file, std::vector<Validity> rows,
                   std::vector<Problem>& problems) {
  std::stable_sort(rows.begin(), rows.end(), [](const Validity& a, const Validity& b) {
    return std::pair(a.code, a.from) < std::pair(b.code, b.from);
  });
  const Validity* widest = nullptr;  // reaches furthest of this code's so far
  for (const Validity& row : rows) {
    if (!widest || widest->code != row.code) {
      widest = &row;
      continue;
    }
    if (row.from <= widest->to) {
      const auto [first, second] = std::minmax(widest->line, row.line);
      problems.push_back(
          {file, second, "valid_from",
           fmt::format("the validity of {} overlaps that of line {}", JsonQuote(row.code), first)});
    }
    if (row.to > widest->to) widest = &row;
  }
}

void CheckTree(const std::string& file, const std::vector<AgencyRow>& rows,
               std::vector<Problem>& problems) {
  Tree tree(file, rows, problems);
  tree.CheckParents();
  tree.CheckCircles();
}

}  // namespace dunghan::rulebook
