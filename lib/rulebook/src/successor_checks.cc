#include "successor_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "dunghan/base/text.h"
#include "rings.h"

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
    }
    for (const Procedure& procedure : book_.procedures()) {
      const LocalDay begin = procedure.valid_from.value_or(LocalDay::min());
      const auto [known, is_new] = begin_of_.emplace(procedure.code, begin);
      if (is_new) listed_.push_back(procedure.code);
      if (!is_new) known->second = std::min(known->second, begin);
    }
    for (const auto& [code, begin] : begin_of_) begins_.push_back(begin);
    std::sort(begins_.begin(), begins_.end());
  }

  void Check() {
    CheckCircles();
    for (const Successor& row : book_.successors()) {
      if (LineOf(row) == 0 || !places_.agencies_listed) continue;
      CheckNew(row);
      CheckOld(row);
    }
    for (const Agency& row : book_.agencies()) {
      // What holds at the end of its last row.
      if (row.valid_to && book_.FindAgency(row.code) == &row) CheckEnd(row);
    }
  }

 private:
  /// Rows for all procedures by themselves; then, for each procedure with rows of its own, those
  /// that its dossiers may pass by.
  void CheckCircles() {
    std::map<ProcedureCode, std::vector<AgencyCode>> begins;
    for (const Successor& row : book_.successors()) {
      begins[row.procedure].push_back(row.old_agency);
      if (row.procedure) begins[ProcedureCode()];
    }
    for (const auto& [procedure, agencies] : begins) CheckCircles(procedure, agencies);
  }

  /// Those of dossiers of one procedure, or of those that have no row of their own.
  void CheckCircles(ProcedureCode procedure, std::vector<AgencyCode> agencies) {
    std::unordered_map<uint32_t, uint32_t> place_of;  // by number of the code
    const auto place = [&](AgencyCode code) {
      const auto next = static_cast<uint32_t>(place_of.size());
      const auto [known, is_new] = place_of.emplace(code.number(), next);
      if (is_new && next == agencies.size()) agencies.push_back(code);
      return known->second;
    };
    std::sort(agencies.begin(), agencies.end());
    agencies.erase(std::unique(agencies.begin(), agencies.end()), agencies.end());
    for (const AgencyCode code : agencies) place(code);
    std::vector<LinkChange> changes;
    for (uint32_t at = 0; at < agencies.size(); ++at) {  // grows by those that take over
      const AgencyCode code = agencies[at];
      for (const Successor* row : RowsOf(code, procedure)) {
        changes.push_back({row->date, at, place(row->new_agency)});
      }
    }
    for (const Ring& ring : FindRings(static_cast<uint32_t>(agencies.size()), changes)) {
      std::vector<const Successor*> rows;
      for (const uint32_t member : ring.way) {
        rows.push_back(book_.SuccessorOn(agencies[member], procedure, ring.day));
      }
      AddCircle(std::move(rows), procedure, ring.day);
    }
  }

  /// By which dossiers of the procedure leave the agency, as the days go by: at first by the row
  /// for all, then by their own.
  std::vector<const Successor*> RowsOf(AgencyCode agency, ProcedureCode procedure) const {
    const Successor* for_all = book_.SuccessorOn(agency, {}, LocalDay::max());
    const Successor* own = book_.SuccessorOn(agency, procedure, LocalDay::max());
    std::vector<const Successor*> rows;
    if (own == for_all) own = nullptr;
    if (for_all && (!own || for_all->date < own->date)) rows.push_back(for_all);
    if (own) rows.push_back(own);
    return rows;
  }

  void AddCircle(std::vector<const Successor*> rows, ProcedureCode procedure, LocalDay day) {
    if (rows.size() == 1) return;  // its own successor, reported as such
    // It is told at its first row, of the procedure if it has rows of its own; without one it is a
    // circle of the rows for all.
    const auto tells = [&](const Successor* row) {
      return LineOf(*row) > 0 && row->procedure == procedure;
    };
    auto front = rows.end();
    for (auto row = rows.begin(); row != rows.end(); ++row) {
      if (tells(*row) && (front == rows.end() || *row < *front)) front = row;
    }
    if (front == rows.end()) return;
    std::rotate(rows.begin(), front, rows.end());
    std::vector<std::string_view> way;
    for (const Successor* row : rows) way.push_back(row->old_agency.text());
    AddAt(*rows.front(), "new",
          fmt::format("dossiers would go round from {} on: {}", FormatDate(day), Say(way)));
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
    const LeftOver left = LeftOut(agency, rows);
    if (left.count == 0) return;
    std::string names;
    for (const ProcedureCode code : left.first) {
      names += (names.empty() ? "" : ", ") + std::string(code.text());
    }
    const size_t more = left.count - left.first.size();
    if (more > 0)
      names +=
          names.empty() ? fmt::format("{} procedures", more) : fmt::format(" and {} more", more);
    AddAt(*rows.front(), "procedure",
          fmt::format("{}, and nobody takes over {}: add rows for them, or one for \"*\"", end,
                      names));
  }

  /// The procedures the agency may have received and nobody takes over.
  struct LeftOver {
    size_t count = 0;
    std::vector<ProcedureCode> first;  ///< kNamed at most, in the order of the file
  };
  LeftOver LeftOut(const Agency& agency, const std::vector<const Successor*>& rows) const {
    const auto begun = [&](ProcedureCode code) {
      const auto begin = begin_of_.find(code);
      return begin != begin_of_.end() && begin->second <= *agency.valid_to;
    };
    std::set<ProcedureCode> taken;
    for (const Successor* row : rows) {
      if (begun(row->procedure)) taken.insert(row->procedure);
    }
    const auto end = std::upper_bound(begins_.begin(), begins_.end(), *agency.valid_to);
    LeftOver left{static_cast<size_t>(end - begins_.begin()) - taken.size(), {}};
    for (auto code = listed_.begin(); code != listed_.end() && left.count > left.first.size();
         ++code) {
      if (left.first.size() == kNamed || looks_left_ == 0) break;
      --looks_left_;
      if (begun(*code) && !taken.contains(*code)) left.first.push_back(*code);
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
  std::map<ProcedureCode, LocalDay> begin_of_;  // of the first row of each procedure
  std::vector<ProcedureCode> listed_;           // each once, in the order of the file
  std::vector<LocalDay> begins_;                // sorted
  mutable size_t looks_left_ = 1'000'000;       // for procedures to be named in messages
};

}  // namespace

void CheckSuccessors(const Rulebook& book, const Places& places, std::vector<Problem>& problems) {
  Checker(book, places, problems).Check();
}

}  // namespace dunghan::rulebook
