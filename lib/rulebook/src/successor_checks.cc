#include "successor_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::days;
using Severity = Problem::Severity;

constexpr size_t kNamed = 3;  // of many, in a message

bool IsValidOn(const Agency& row, LocalDay day) {
  return (!row.valid_from || *row.valid_from <= day) && (!row.valid_to || day <= *row.valid_to);
}

class Checker {
 public:
  Checker(const Rulebook& book, const Places& places, std::vector<Problem>& problems)
      : book_(book), places_(places), problems_(problems) {
    for (const Successor& row : book_.successors()) {
      rows_of_[row.old_agency].push_back(&row);
      if (LineOf(row) > 0) days_.insert(row.date);
    }
  }

  void Check() {
    for (const Successor& row : book_.successors()) {
      if (LineOf(row) == 0) continue;
      row.procedure ? CheckForOne(row) : CheckForAll(row);
      if (!places_.agencies_listed) continue;
      CheckNew(row);
      CheckOld(row);
    }
    for (const Agency& row : book_.agencies()) {
      // What holds at the end of its last row.
      if (row.valid_to && book_.FindAgency(row.code) == &row) CheckEnd(row);
    }
  }

 private:
  /// Rows for all procedures: once begun they hold for good, so that the last day shows them all.
  void CheckForAll(const Successor& row) {
    std::vector<const Successor*> way;
    const Successor* next = &row;
    while (next && passed_.insert(next).second) {
      way.push_back(next);
      next = book_.SuccessorOn(next->new_agency, {}, LocalDay::max());
    }
    // What was passed from another row has been looked at then.
    const auto circle = std::find(way.begin(), way.end(), next);
    if (circle == way.end()) return;
    way.erase(way.begin(), circle);
    const auto by_date = [](const auto* a, const auto* b) { return a->date < b->date; };
    const LocalDay day = (*std::max_element(way.begin(), way.end(), by_date))->date;
    std::rotate(way.begin(), std::min_element(way.begin(), way.end()), way.end());
    AddCircle(way, day);
  }

  /// Rows for one procedure may close a circle, and others break it up again on a later day.
  void CheckForOne(const Successor& row) {
    if (!MayReturn(row)) return;
    for (auto day = days_.lower_bound(row.date); day != days_.end(); ++day) {
      std::vector<const Successor*> way;
      std::set<AgencyCode> met;
      const Successor* next = &row;
      while (next && met.insert(next->old_agency).second) {
        way.push_back(next);
        next = book_.SuccessorOn(next->new_agency, row.procedure, *day);
      }
      // A circle further on that this row only leads into is found from its own rows.
      if (next == &row && circles_.emplace(row.procedure, met).second) AddCircle(way, *day);
    }
  }

  /// Whether dossiers that pass on by the row could come back, if all days were one.
  bool MayReturn(const Successor& row) const {
    std::set<AgencyCode> reached;
    std::vector<AgencyCode> open{row.new_agency};
    while (!open.empty() && !reached.contains(row.old_agency)) {
      const AgencyCode code = open.back();
      open.pop_back();
      if (!reached.insert(code).second) continue;
      for (const ProcedureCode procedure : {row.procedure, ProcedureCode()}) {
        const Successor* next = book_.SuccessorOn(code, procedure, LocalDay::max());
        if (next) open.push_back(next->new_agency);
      }
    }
    return reached.contains(row.old_agency);
  }

  void AddCircle(const std::vector<const Successor*>& rows, LocalDay day) {
    if (rows.size() == 1) return;  // its own successor, reported as such
    std::string way;
    for (const Successor* row : rows) way += std::string(row->old_agency.text()) + " > ";
    way += rows.front()->old_agency.text();
    AddAt(*rows.front(), "new",
          fmt::format("dossiers would go round from {} on: {}", FormatDate(day), way));
  }

  void CheckNew(const Successor& row) {
    const Agency* agency = book_.FindAgency(row.new_agency, row.date);
    if (!agency || IsValidOn(*agency, row.date)) return;
    const bool later = agency->valid_from && *agency->valid_from > row.date;
    AddAt(row, "new",
          fmt::format("{} is not valid on {}: it {} on {} ({})", JsonQuote(row.new_agency.text()),
                      FormatDate(row.date), later ? "begins" : "ends",
                      FormatDate(later ? *agency->valid_from : *agency->valid_to), Of(*agency)));
  }

  void CheckOld(const Successor& row) {
    const LocalDay before = row.date - days{1};
    const Agency* agency = book_.FindAgency(row.old_agency, before);
    if (!agency) return;
    const std::string name = JsonQuote(row.old_agency.text());
    if (agency->valid_from && *agency->valid_from > before) {
      return AddAt(row, "old",
                   fmt::format("{} has no dossiers to pass on: it begins on {} ({})", name,
                               FormatDate(*agency->valid_from), Of(*agency)));
    }
    if (!IsValidOn(*agency, before)) {
      return AddAt(
          row, "date",
          fmt::format("{} ends on {} already ({}): its dossiers stay with it until {}", name,
                      FormatDate(*agency->valid_to), Of(*agency), FormatDate(row.date)),
          Severity::kWarning);
    }
    // Whoever gives up some procedures may go on with the others.
    if (row.procedure || !IsValidOn(*book_.FindAgency(row.old_agency, row.date), row.date)) return;
    AddAt(row, "old",
          fmt::format("{} is still valid on {}, when all its dossiers pass on", name,
                      FormatDate(row.date)),
          Severity::kWarning);
  }

  void CheckEnd(const Agency& agency) {
    const std::string end =
        fmt::format("{} ends on {}", JsonQuote(agency.code.text()), FormatDate(*agency.valid_to));
    const auto found = rows_of_.find(agency.code);
    if (found == rows_of_.end()) {
      return Add(places_.agencies_file, LineOf(agency), "valid_to",
                 end + " and has no successor: its open dossiers stay with it", Severity::kWarning);
    }
    const auto& rows = found->second;
    if (std::any_of(rows.begin(), rows.end(), [](const auto* row) { return !row->procedure; })) {
      return;
    }
    if (!places_.procedures_listed) {
      return AddAt(*rows.front(), "procedure",
                   end + ", and nobody takes over what has no row: add one for \"*\"",
                   Severity::kWarning);
    }
    const auto left = LeftOut(agency, rows);
    if (left.empty()) return;
    std::string names(left.front().text());
    for (size_t i = 1; i < std::min(left.size(), kNamed); ++i) {
      names += ", " + std::string(left[i].text());
    }
    if (left.size() > kNamed) names += fmt::format(" and {} more", left.size() - kNamed);
    AddAt(*rows.front(), "procedure",
          fmt::format("{}, and nobody takes over {}: add rows for them, or one for \"*\"", end,
                      names));
  }

  /// The procedures the agency may have received and nobody takes over, in the order of the file.
  std::vector<ProcedureCode> LeftOut(const Agency& agency,
                                     const std::vector<const Successor*>& rows) const {
    std::set<ProcedureCode> seen;
    for (const Successor* row : rows) seen.insert(row->procedure);
    std::vector<ProcedureCode> left;
    for (const Procedure& procedure : book_.procedures()) {
      if (procedure.valid_from && *procedure.valid_from > *agency.valid_to) continue;
      if (seen.insert(procedure.code).second) left.push_back(procedure.code);
    }
    return left;
  }

  int LineOf(const Agency& row) const {
    return places_.agencies[static_cast<size_t>(&row - book_.agencies().data())];
  }
  int LineOf(const Successor& row) const {
    return places_.successors[static_cast<size_t>(&row - book_.successors().data())];
  }
  std::string Of(const Agency& row) const {
    return fmt::format("{}:{}", places_.agencies_file, LineOf(row));
  }
  void AddAt(const Successor& row, std::string field, std::string message,
             Severity severity = Severity::kError) {
    Add(places_.successors_file, LineOf(row), std::move(field), std::move(message), severity);
  }
  void Add(const std::string& file, int line, std::string field, std::string message,
           Severity severity) {
    problems_.push_back({file, line, std::move(field), std::move(message), severity});
  }

  const Rulebook& book_;
  const Places& places_;
  std::vector<Problem>& problems_;
  std::map<AgencyCode, std::vector<const Successor*>> rows_of_;  // in the order of the file
  std::set<LocalDay> days_;
  std::set<const Successor*> passed_;
  std::set<std::pair<ProcedureCode, std::set<AgencyCode>>> circles_;  // for one procedure
};

}  // namespace

void CheckSuccessors(const Rulebook& book, const Places& places, std::vector<Problem>& problems) {
  Checker(book, places, problems).Check();
}

}  // namespace dunghan::rulebook
