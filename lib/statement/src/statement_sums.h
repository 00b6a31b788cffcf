#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/figures/figures.h"
#include "dunghan/figures/further.h"
#include "dunghan/ledger/figures_view.h"
#include "dunghan/statement/statement.h"
#include "segments.h"

namespace dunghan::statement {

/// Restricts a statement to an agency and all below it.
class AgencyFilter {
 public:
  /// An empty code lets everything pass.
  AgencyFilter(const rulebook::Rulebook& rulebook, const std::string& code);

  bool Passes(AgencyCode agency, LocalDay day);
  /// Whether the agency is on the list or occurred in what was asked of Passes.
  bool known() const { return listed_ || seen_ || code_.empty(); }
  /// "no agency X ...", with the nearest one on the list.
  Error Unknown() const;

 private:
  const rulebook::Rulebook& rulebook_;
  std::string code_;
  const rulebook::Agency* listed_ = nullptr;
  bool seen_ = false;
};

/// Sums of measures that are added to often: most keys have a place of their own. What no statement
/// shows is left out.
class MeasureGrid {
 public:
  void Add(const figures::MeasureSums& sums);
  void Add(const MeasureGrid& other);
  figures::MeasureSums ToSums() const;

 private:
  std::array<std::array<int64_t, dossier::kBases>, figures::kMeasures> plain_{};  // by detail
  figures::MeasureSums others_;  // with a reason, or another detail
};

/// What makes the figures of one row.
struct RowSums {
  Named of;
  figures::Tally tally;
  figures::MeasureSums before;  ///< stocks alone
  MeasureGrid within;
  figures::OnlinePart online;
  std::array<int64_t, dossier::kChannels> received{};  ///< by channel
  int64_t received_elsewhere = 0;                      ///< of all, see Intake

  void Add(const RowSums& other);
  Intake ToIntake() const;
};

/// Sums of cells by the rows of a statement. A finest row (figures::RowKey) belongs to the row of
/// its holder; where that is another one from one segment to the next, what is open in it moves.
class StatementSums {
 public:
  StatementSums(ledger::FiguresView& view, const StatementOptions& options)
      : view_(view), options_(options), filter_(view.rulebook(), options.agency) {}

  /// @error kNotFound: no such agency.
  Result<void> Read(LocalDay today);

  /// By code.
  const std::map<std::string, RowSums, std::less<>>& rows() const { return rows_; }
  const RowSums& petitions() const { return petitions_; }
  /// Whether anything at all lies before the period.
  bool knows_before() const { return knows_before_; }

 private:
  /// What of a finest row goes on into a later segment.
  struct Open {
    figures::Amounts amounts{};
    figures::MeasureSums measures;
  };

  /// The amounts of a cell, those set aside in the period among them.
  figures::Amounts AmountsOf(const figures::CellAmounts& cell) const;
  /// Adds what turns late by time alone after today and by the period's end, for index 766: it is
  /// in the rows of `tree`, that of the last day summed up.
  Result<void> AddTurningLate(LocalDay today, LocalDay tree);
  /// Adds the cells of a segment to their rows.
  Result<void> Add(const Segment& segment);
  /// Takes what is open over from the rows of one day to those of another.
  void Move(LocalDay from, LocalDay to);
  /// The row on a day; null where the filter leaves it out.
  RowSums* RowOn(const figures::RowKey& key, LocalDay day);
  std::vector<LocalDay> Changes() const;
  void AddReceived(RowSums& row, const figures::RowKey& key, const figures::Amounts& amounts);
  /// Whether a counter is of another commune than the agency.
  bool IsElsewhere(AgencyCode counter, AgencyCode agency);

  ledger::FiguresView& view_;
  const StatementOptions& options_;
  AgencyFilter filter_;
  bool moves_ = false;  ///< rows are others in one segment than in the one before
  /// Before and within, up to the segment read last; kept only where something moves.
  boost::unordered_flat_map<figures::RowKey, Open> so_far_;
  std::map<std::string, RowSums, std::less<>> rows_;
  RowSums petitions_;
  std::map<std::pair<uint32_t, uint32_t>, bool> elsewhere_;  // by counter and agency
  bool knows_before_ = false;
};

}  // namespace dunghan::statement
