#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/language.h"
#include "dunghan/ledger/view.h"
#include "dunghan/statement/names.h"
#include "dunghan/statement/paper.h"
#include "dunghan/statement/theirs.h"

/// Somebody else's figures against ours: theirs, ours, matched, per agency; and, where they list
/// dossiers, which ones make the difference.
namespace dunghan::statement {

/// How an agency of theirs was taken for one of ours.
enum class MatchWay : uint8_t {
  kNone,           ///< not found among ours
  kCode,           ///< the same code
  kCodeReordered,  ///< the same code written in the other order: 000.00.17.H52 = H52.17
  kName,           ///< the same name but for diacritics, case and "UBND"
  kAmbiguousName,  ///< several of ours have that name: not matched
  kRepeated,       ///< an earlier row is matched with that agency
};
Words WordsOf(MatchWay way);

/// One row of theirs beside ours. Ours is the agency and all below it that have no row of their
/// own; of a row that counts those below it, all of them.
struct ReconciledRow {
  TheirRow theirs;
  MatchWay way = MatchWay::kNone;
  Named ours;  ///< empty: none
  CountsSaid now;
  CountsSaid then;                 ///< as known when theirs was taken; of nothing without that view
  std::optional<int64_t> matched;  ///< of a list: dossiers that both have
};

/// In what a dossier differs. Missing here, the first reason that holds.
enum class GapKind : uint8_t {
  kMissingThere,
  kMissingHereMinistry,  ///< the tail of its code is that of a ministry's system
  kMissingHereCounter,   ///< received at another counter than the agency's own
  kMissingHereSource,    ///< of an agency from which nothing reaches us
  kMissingHereLag,       ///< received after the last that we have heard of the agency
  kMissingHereNewCode,   ///< one of ours, missing there, has the same agency, procedure, receipt,
                         ///< due
  kMissingHere,
  kOtherDue,
  kOtherEnd,
  kOtherState,
  kOtherAgency,
};
inline constexpr size_t kGapKinds = 11;
std::string_view ToString(GapKind kind);  ///< "missing_there"
Words WordsOf(GapKind kind);

struct Gap {
  GapKind kind = GapKind::kMissingThere;
  std::string code;       ///< as ours has it; of what is missing here, as theirs has it
  int64_t row = 0;        ///< of theirs
  std::string agency;     ///< ours, or as they call it
  std::string procedure;  ///< likewise
  CellValue theirs;
  CellValue ours;
  std::string proposed;  ///< the code that it may have on the other side
};

/// Which dossiers of ours a list is held against.
enum class ListScope : uint8_t {
  kReceived,   ///< received in the period
  kProcessed,  ///< received, carried over or ended in it
};

/// One way in which they may count otherwise, and how far it would explain the difference.
struct Conjecture {
  Said what;
  int64_t apart = 0;  ///< sum of the differences over all rows and counts, if we counted so
  int64_t alike = 0;  ///< rows that would agree in all counts
};

struct Reconciliation {
  TheirsKind kind = TheirsKind::kCounts;
  std::string file;
  figures::Period period;
  bool period_said = false;
  Instant taken;
  bool taken_said = false;
  bool by_field = false;
  dossier::Basis basis = dossier::Basis::kPromised;
  ledger::Position now;
  std::optional<ledger::Position> then;
  worktime::Zone zone;
  bool simulated = false;
  bool index766_confirmed = false;

  std::vector<std::string> left_out;  ///< headings of columns not read
  int64_t without_code = 0;
  int64_t repeated = 0;
  std::vector<TheirFault> faults;
  std::vector<TheirCount> columns;  ///< shown: theirs has them
  std::vector<ReconciledRow> rows;
  std::vector<ReconciledRow> only_ours;  ///< `theirs` is empty

  /// Of a list alone; compared as known then, or now where there is no such view.
  ListScope scope = ListScope::kProcessed;
  int64_t theirs_dossiers = 0;
  int64_t our_dossiers = 0;  ///< in the scope
  int64_t matched = 0;
  int64_t matched_reordered = 0;  ///< of which by a code written in the other order
  int64_t alike = 0;              ///< matched without any difference
  std::array<int64_t, kGapKinds> gap_counts{};
  std::vector<Gap> gaps;  ///< by kind, then by code

  /// Without a list: our way of counting first, then those that come closer to theirs.
  std::vector<Conjecture> conjectures;
};

struct ReconciliationOptions {
  dossier::Basis basis = dossier::Basis::kPromised;
  std::string agency = {};              ///< of counts by field: whose; empty: all
  std::optional<ListScope> scope = {};  ///< absent: by whether theirs has older ones
  size_t most_gaps = 1'000'000;         ///< listed of each kind; all are counted
};

/// One pass over our dossiers where dossiers are listed, or the portal's progress is to be
/// explained. `then` is a view as of Theirs::taken; null: there is none.
/// @error kInvalidArgument: index 766 has no rate for the period.
Result<Reconciliation> Reconcile(ledger::View& now, ledger::View* then,
                                 const figures::Policy& policy, const Theirs& theirs,
                                 const ReconciliationOptions& options = {});

Paper ReconciliationPaper(const Reconciliation& reconciliation, Language language);

}  // namespace dunghan::statement
