#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/ledger/view.h"
#include "dunghan/report/labels.h"

namespace dunghan::commands {

/// How a dossier counts in index 766 at an instant: "open on_time".
std::string IndexVerdictAt(const dossier::Judgement& judgement, Instant at);

/// What another rulebook would move, for people: gathered first, so that a summary by agency can
/// stand before the list.
class MoveTable {
 public:
  /// Names are those of `rulebook`; standings are those at `now`. All outlive the table.
  MoveTable(Language language, const rulebook::Rulebook& rulebook, Instant now)
      : language_(language), rulebook_(rulebook), now_(now) {}

  void Add(const ledger::DossierChange& move);
  /// By agency: of how many open dossiers the due moves to earlier or later, by how many working
  /// days at most, and of how many dossiers the verdict is another one. Then a line for each.
  void Print(std::ostream& out) const;

 private:
  struct Row {
    int64_t earlier = 0;
    int64_t later = 0;
    int64_t most_earlier = 0;  ///< working days
    int64_t most_later = 0;
    int64_t verdicts = 0;
  };
  void Count(const ledger::DossierChange& move, Row& row) const;
  std::string Line(const ledger::DossierChange& move) const;
  std::string Parts(const ledger::DossierChange& move) const;
  std::string Summary(const Row& row) const;
  std::string NameOf(AgencyCode code) const;
  std::string NameOf(const dossier::Facts& facts) const;
  std::string DueOf(const dossier::BasisJudgement& basis) const;
  std::string At(const std::optional<Instant>& at) const;

  Language language_;
  const rulebook::Rulebook& rulebook_;
  Instant now_;
  std::map<std::string, Row> rows_;  // by name with code
  std::vector<std::string> lines_;
};

}  // namespace dunghan::commands
