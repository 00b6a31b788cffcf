#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <string_view>

#include "days.h"
#include "deadlines.h"
#include "dunghan/board/board.h"
#include "dunghan/figures/share.h"
#include "open_dossiers.h"
#include "petitions.h"
#include "rows.h"

namespace dunghan::board {

/// A board's inside: rows hold the sums of ContributeAt(now) over all dossiers, the open dossiers
/// stand as of now, and every one has its next instant among the deadlines.
class Board::State {
 public:
  State(std::shared_ptr<const rulebook::Timeline> timeline, const figures::Policy& policy,
        const ledger::Position& position);

  Result<void> Read(ledger::View& view);
  /// Goes on into other days from now on. REQUIRES: nothing was read or applied.
  void GoOn();
  void Apply(std::span<const ledger::DossierChange> changes, const ledger::Position& position);
  void AdvanceTo(Instant now);
  void MarkSimulated();

  const Days& days() const { return days_; }
  const worktime::Zone& zone() const { return timeline_->newest().default_calendar().zone(); }
  const OpenDossiers& dossiers() const { return dossiers_; }
  OpenDossier Describe(uint32_t place) const;
  std::optional<Instant> NextChange() const;
  const rulebook::Timeline& timeline() const { return *timeline_; }
  uint64_t version() const { return version_; }
  Instant now() const { return position_.at; }
  std::shared_ptr<const Snapshot> TakeSnapshot();
  std::shared_ptr<const Matrix> TakeMatrix();
  Snapshot Show() const;
  std::vector<MatrixRow> ShowPairs() const { return rows_.ShowPairs(); }
  std::optional<std::string> DifferenceInDossiers(const State& other) const;

 private:
  Result<void> ReadCells(ledger::FiguresView& view);
  /// Those that have ended, and count in the current month all the same.
  Result<void> ReadEndedPetitions(ledger::DossiersView& view);
  /// What a dossier contributes as of now.
  figures::Share ShareNow(const dossier::Judged& judged) const;
  /// Adds (or with sign -1 takes away) a share.
  void Account(const figures::Share& share, int sign);
  void BeginDay(LocalDay today);
  dossier::Basis OtherBasis() const;
  /// Puts an open dossier in its place, and takes out one that is open no longer.
  void Put(std::string_view code, const dossier::Judged& judged);
  void Remove(uint32_t place);
  /// Brings a dossier of which time alone has passed up to now.
  void Refresh(uint32_t place);
  void BecomeOverdue(OpenEntry& entry);
  void LoseWhileSuspended(OpenEntry& entry);
  void TurnLateForIndex(OpenEntry& entry);
  /// Charges amounts that are kept by neither counter nor channel.
  void Charge(const OpenEntry& entry, LocalDay day, AmountCounts amounts);
  /// Gives it a bucket, counts it, and sets its deadline.
  void Settle(uint32_t place);
  void Count(const OpenEntry& entry, int sign);
  /// The dossier's calendar, kept as long as the board.
  const worktime::WorkingCalendar* CalendarOf(const dossier::Judged& judged) {
    return calendars_.insert(judged.terms.calendar).first->get();
  }

  std::shared_ptr<const rulebook::Timeline> timeline_;
  figures::Policy policy_;
  ledger::Position position_;  // `at` is the board's now
  bool simulated_ = false;
  bool goes_on_ = false;
  Days days_;
  Rows rows_;
  Petitions petitions_;
  OpenDossiers dossiers_;
  Deadlines deadlines_;
  boost::unordered_flat_set<std::shared_ptr<const worktime::WorkingCalendar>> calendars_;
  uint64_t version_ = 1;
  std::shared_ptr<const Snapshot> snapshot_;
  std::shared_ptr<const Matrix> matrix_;
};

}  // namespace dunghan::board
