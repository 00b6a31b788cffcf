#include "list_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/rulebook/row_index.h"
#include "input.h"
#include "rings.h"

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
                                  suggester_.For(parent.text(), codes)));
      } else {
        CheckOutlives(row, rows_[rows.back()]);
      }
    }
  }

  void CheckCircles() {
    const auto rings = FindRings(Places(), Changes());
    for (const Ring& ring : rings) AddCircle(ring);
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

  /// A place for each agency: that of its first row.
  uint32_t PlaceOf(AgencyCode code) const {
    const auto rows = index_.Of(code.number());
    return rows.empty() ? kNowhere : rows.front();
  }
  uint32_t Places() const { return static_cast<uint32_t>(rows_.size()); }

  /// An agency's first row holds before its first day as well: see On.
  std::vector<LinkChange> Changes() const {
    std::vector<LinkChange> changes;
    for (uint32_t first = 0; first < rows_.size(); ++first) {
      const AgencyCode code = rows_[first].agency.code;
      if (PlaceOf(code) != first) continue;
      for (const uint32_t row : index_.Of(code.number())) {
        const Agency& agency = rows_[row].agency;
        const LocalDay begin = agency.valid_from.value_or(LocalDay::min());
        changes.push_back({row == first ? LocalDay::min() : begin, first, PlaceOf(agency.parent)});
      }
    }
    return changes;
  }

  /// See Rulebook::FindAgency.
  const AgencyRow* On(AgencyCode code, LocalDay day) const {
    const AgencyRow* found = nullptr;
    for (const uint32_t place : index_.Of(code.number())) {
      if (!found || rows_[place].agency.valid_from <= day) found = &rows_[place];
    }
    return found;
  }

  void AddCircle(const Ring& ring) {
    std::vector<const AgencyRow*> circle;
    for (const uint32_t place : ring.way) {
      circle.push_back(On(rows_[place].agency.code, ring.day));
    }
    const auto by_line = [](const auto* a, const auto* b) { return a->line < b->line; };
    std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end(), by_line),
                circle.end());
    std::vector<std::string_view> way;
    for (const AgencyRow* member : circle) way.push_back(member->agency.code.text());
    const std::string since =
        ring.day == LocalDay::min() ? "" : " from " + FormatDate(ring.day) + " on";
    Add(circle.front()->line,
        fmt::format("an agency cannot be below itself{}: {}", since, Say(way)));
  }

  void Add(int line, std::string message, Problem::Severity severity = Problem::Severity::kError) {
    problems_.push_back({file_, line, "parent", std::move(message), severity});
  }

  const std::string& file_;
  const std::vector<AgencyRow>& rows_;
  std::vector<Problem>& problems_;
  RowIndex index_;  // by code, then by validity
  Suggester suggester_;
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
