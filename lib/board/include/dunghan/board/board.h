#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/board/snapshot.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/worktime/calendar.h"

/// The live view of a ledger: what stands where right now, kept up by changes and by the passing of
/// time, never by re-reading.
namespace dunghan::board {

/// A dossier without an end, as lists show it.
struct OpenDossier {
  std::string_view code;
  AgencyCode agency;  ///< who has it on the board's day
  ProcedureCode procedure;
  dossier::Standing standing = dossier::Standing::kInTime;
  DueBucket bucket = DueBucket::kLater;  ///< kUnmeasurable, too, while it is not received
  std::optional<dossier::DueClaim> due;  ///< on the board's basis
  std::optional<LocalDay> due_day;       ///< the day of the due, or of acceptance_due
  std::optional<LocalDay> counted_on;    ///< see BasisJudgement
  std::optional<Instant> overdue_from;
  std::optional<Instant> received_at;
  dossier::Acceptance acceptance = dossier::Acceptance::kNone;
  std::optional<Instant> acceptance_due;                ///< while it waits to be accepted
  const worktime::WorkingCalendar* calendar = nullptr;  ///< its own; valid during the call
  bool apologised = false;                              ///< a letter of apology is on record
};

/// Counts per agency and per procedure on the headline basis, and the open dossiers behind them.
///
/// A board begins as what a view shows and follows the ledger by its changes, in the order of the
/// commits. What time alone changes (a dossier falls due, or comes nearer to it) is kept in order
/// of its instant, so that AdvanceTo costs what happens and not what is there: about
/// O(log open dossiers) for each. Figures of named periods, and who has an open dossier, hold for
/// the local day they were loaded on; when a new day begins, or another rulebook is in force, a new
/// board has to be loaded (see day(); Begin tells of one that need not be).
///
/// Petitions are in lists, not in figures. Not safe for concurrent use; snapshots are, and outlive
/// their board.
class Board {
 public:
  /// Reads what the view shows. Its cost is that of the open dossiers and of the periods' cells.
  ///
  /// The changes that follow have to go on from exactly there: events dated ahead that the view has
  /// let take effect must have taken effect in the ledger too, and no others. So the ledger is
  /// advanced first, and the view opened with a clock that stands at the same instant.
  /// REQUIRES: the timeline is the view's.
  static Result<Board> Load(ledger::View& view, std::shared_ptr<const rulebook::Timeline> timeline,
                            const figures::Policy& policy);

  /// A board of no dossiers that goes on into other days: when a new one begins, AdvanceTo moves
  /// what lies elsewhere as seen from it, so that none has to be loaded. For that it keeps in
  /// memory, day by day, what its dossiers contributed. Begun with every dossier there is as a
  /// change that has no before, it shows what one loaded would. Another rulebook needs another
  /// board all the same.
  static Board Begin(std::shared_ptr<const rulebook::Timeline> timeline,
                     const figures::Policy& policy, Instant now);

  Board(Board&&) noexcept;
  Board& operator=(Board&&) noexcept;
  ~Board();

  /// Takes in the changes of one commit, made at `position`. Time is advanced to position.at first.
  void Apply(std::span<const ledger::DossierChange> changes, const ledger::Position& position);

  /// The ledger has become one fed by `simulate`.
  void MarkSimulated();

  /// Lets the time pass. Going back is ignored.
  void AdvanceTo(Instant now);
  /// Where it stands in time. A snapshot may say an earlier instant, for it stays the same while
  /// nothing but the time changes.
  Instant now() const;
  /// When a standing, a bucket or a suspended dossier's chance to be finished in time next changes
  /// by time alone. The end of day() is not among these.
  std::optional<Instant> NextChange() const;

  /// The local day (default calendar) it was loaded for, or has gone on into. Once it is over,
  /// standings, and results since the ledger began, go on being right; figures of periods, and who
  /// has a dossier, stay those of day().
  LocalDay day() const;

  /// The counts as they stand. The same object is given out again until something has changed.
  std::shared_ptr<const Snapshot> TakeSnapshot();
  /// Agency by procedure, likewise.
  std::shared_ptr<const Matrix> TakeMatrix();
  /// The rules it goes by.
  const rulebook::Timeline& timeline() const;
  /// Grows whenever a count, a position or a standing changes; not by the passing of time as such.
  uint64_t version() const;

  /// Where the numbers of two boards of one ledger differ, for checking one kept up by changes
  /// against one just loaded; nothing = nowhere. Both must stand at the same position and instant.
  std::optional<std::string> Difference(const Board& other) const;

  /// Open dossiers lie in places 0 .. places() - 1, some of them empty; a dossier keeps its place
  /// while it is open. So a long list can be walked in pieces, with changes in between.
  size_t places() const;
  size_t open() const;
  void Visit(size_t from, size_t to, const std::function<void(const OpenDossier&)>& visit) const;
  /// Nothing: not open. The texts in it are valid until the board is changed.
  std::optional<OpenDossier> Find(std::string_view code) const;

 private:
  class State;
  explicit Board(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::board
