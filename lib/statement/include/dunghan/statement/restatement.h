#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/language.h"
#include "dunghan/figures/period.h"
#include "dunghan/ledger/view.h"
#include "dunghan/statement/frozen.h"

/// What a frozen statement says against what the same form says now.
namespace dunghan::statement {

/// A value that is another one. What stands in it is written as in JSON; empty: it is not there.
struct MovedCell {
  std::string path;  ///< section, code of the row, column: "rows/000.00.19.H52/finished_late"
  std::string before;
  std::string after;
  friend bool operator==(const MovedCell&, const MovedCell&) = default;
};

/// All differences between two canonical documents of one form, in the order of the first. Members
/// of lists that have a `key` or a `code` are found by it, wherever they stand; cells of a row that
/// are a list are called as the columns of its table. How far the record went (`position`) is no
/// difference. @error kInvalidArgument: one of them is no JSON.
Result<std::vector<MovedCell>> MovedCells(std::string_view before, std::string_view after);

/// Why a dossier counts otherwise than it did; several may hold.
enum class MovedBy : uint8_t {
  kLateEntry,   ///< what had happened by then was entered later
  kCorrection,  ///< what was known was entered otherwise: another receipt, end or due
  kVoid,        ///< something was withdrawn
  kRulebook,    ///< other rules
  kSince,       ///< what has happened since reaches back: a reopening
};
inline constexpr size_t kMovedBys = 5;
std::string_view ToString(MovedBy by);  ///< "late_entry"
Words WordsOf(MovedBy by);

struct MovedDossier {
  std::string code;
  std::string agency;     ///< competent, now
  std::string procedure;  ///< likewise
  std::vector<MovedBy> by;
  std::vector<int64_t> events;     ///< positions of what was heard since
  std::vector<int64_t> rulebooks;  ///< of those recorded since that judge it otherwise
};

struct Restatement {
  std::string id;
  figures::Period period;
  record::Position then;
  record::Position now;
  worktime::Zone zone;
  std::string definition_then;
  std::string definition_now;
  bool other_settings = false;
  /// Made anew as of its own position it says something else: what, and why if not `definition` or
  /// settings, nobody can say but a defect.
  std::vector<MovedCell> by_definition;
  std::vector<MovedCell> cells;
  std::vector<MovedDossier> dossiers;  ///< by code: those that show in the period

  bool SameDefinition() const { return definition_then == definition_now; }
};

/// What a form says, made from a view.
struct Remade {
  std::string json;      ///< canonical
  std::string settings;  ///< as FrozenStatement::settings
};
/// `then` looks back to the statement's position, `now` from the present; made of both: its own
/// form. @error as the views'; kInvalidArgument: it is of a period that nobody knows.
Result<Restatement> Restate(const FrozenOnRecord& frozen, ledger::View& then,
                            const Remade& made_then, const record::Position& now,
                            const Remade& made_now);

}  // namespace dunghan::statement
