#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/further.h"
#include "dunghan/figures/outlook.h"
#include "dunghan/figures/period.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/figures_view.h"
#include "dunghan/statement/names.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::statement {

/// What a row of a statement stands for.
enum class GroupBy : uint8_t { kAgency, kProcedure, kField, kTier, kCounter, kChannel };
std::string_view ToString(GroupBy by);  ///< "agency"
std::optional<GroupBy> ParseGroupBy(std::string_view text);

/// Whose dossiers are whose where agencies succeeded one another.
enum class Tree : uint8_t {
  /// What happened on a day belongs to whoever had the dossier on that day; open dossiers that pass
  /// to a successor in the period are moved out of the one row and into the other.
  kAsWas,
  /// Everything belongs to whoever has it on the last day of the period; nothing moves.
  kPeriodEnd,
};
std::string_view ToString(Tree tree);  ///< "as-was"
std::optional<Tree> ParseTree(std::string_view text);

/// How what was received in a period came. Together they are all of it.
struct Intake {
  int64_t online_full = 0;     ///< online, by procedures offered online in full on that day
  int64_t online_partial = 0;  ///< online, by those offered in part
  int64_t online_other = 0;    ///< online, by others
  int64_t in_person = 0;
  int64_t postal = 0;
  int64_t unknown = 0;  ///< no channel was said
  /// Of all: taken in by another commune than the competent agency belongs to ("phi địa giới").
  int64_t elsewhere = 0;

  int64_t online() const { return online_full + online_partial + online_other; }
  Intake& operator+=(const Intake& other);
  friend bool operator==(const Intake&, const Intake&) = default;
};

struct StatementRow {
  Named of;
  Intake intake;
  figures::Figures figures;
  figures::Further further;
  figures::Target target;
  bool own_target = false;  ///< the agency has one of its own
  figures::LateBudget budget;
  figures::Outlook outlook;  ///< of the statement's headline
};

/// The figures of a period, free of language and form. Rates are worked out from a row's figures
/// where they are needed (figures::Official ...). Names, tiers and fields are those of the last day
/// of the period.
struct Statement {
  figures::Period period;
  dossier::Basis basis = dossier::Basis::kPromised;
  GroupBy by = GroupBy::kAgency;
  Tree tree = Tree::kAsWas;
  std::optional<Named> agency;  ///< restricted to it and all below it
  ledger::Position position;
  worktime::Zone zone;  ///< of the default calendar
  figures::Headline headline = figures::Headline::kOfficial;
  /// The newest rules of index 766, by which open dossiers count.
  dossier::Index766Rules index766;
  bool has_index766 = false;  ///< the period is one of the portal's
  dossier::Comparison comparison = dossier::Comparison::kByUnit;
  bool simulated = false;
  bool period_over = false;
  bool begun = true;                      ///< the position lies in the period or after it
  bool knows_before = false;              ///< something is on record from before the period
  std::chrono::milliseconds usual_day{};  ///< a working day of the default calendar
  int64_t petitions_received = 0;         ///< in the period; they have figures of their own
  StatementRow petitions;                 ///< all of them as one row; `of` is empty
  StatementRow total;              ///< of `rows`; `of` is empty; its target is the statement's
  std::vector<StatementRow> rows;  ///< by code, the one without a code last; none that is all zero
};

/// Whether nothing at all is known of the period: nothing happened in it and nothing was open.
bool IsEmpty(const Statement& statement);

struct StatementOptions {
  figures::Period period{};
  GroupBy by = GroupBy::kAgency;
  /// Only this agency and all below it, by the tree of each day; empty: all. Open dossiers that
  /// come under it or leave it by a change of the tree are moved in and out as well.
  std::string agency{};
  dossier::Basis basis = dossier::Basis::kPromised;
  Tree tree = Tree::kAsWas;
};

/// The monthly statement, as things stand at the view's position; of a period that is not over,
/// what has come of it so far; of successions, those up to that day. Petitions are left out of rows
/// and total. What one period leaves open in a row is what the next one carries over into it.
/// @error kNotFound: no such agency. kInternal: a row does not add up, named in the text.
Result<Statement> MakeMonthly(ledger::FiguresView& view, const figures::Policy& policy,
                              const StatementOptions& options);

}  // namespace dunghan::statement
