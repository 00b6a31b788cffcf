#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/figures/cells.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/record/entry.h"

namespace dunghan::ledger {

using record::StoredEvent;

/// All that is known of one dossier.
struct DossierRecord {
  std::string code;
  std::vector<StoredEvent> events;  ///< by position, mirrors' included
  DossierState state;               ///< as it stands at the view's position
};

/// A dossier that is not what it was at the position looked back to.
struct Change {
  std::string_view code;
  std::optional<DossierState> before;  ///< absent: not known then
  DossierState after;                  ///< in the present
  /// What was heard since, or has come into force since; mirrors' events left out.
  std::vector<StoredEvent> events;
  /// Positions of the rulebooks recorded since; none if they judge what was known then as before.
  std::vector<int64_t> rulebooks;
  /// What it contributes now less what it contributed, by day and row.
  figures::Cells difference;
  Instant now;                                ///< the present: a standing of `after` is that of now
  const rulebook::Timeline* rules = nullptr;  ///< on record by now; never null
};

/// In which order events are gone through.
enum class EventOrder : uint8_t {
  kRecorded,  ///< by position: as they were heard
  kHappened,  ///< by their own time, those of one instant by position
};

/// A range of local days, both ends inclusive; an absent end is open.
struct DayRange {
  std::optional<LocalDay> from;
  std::optional<LocalDay> to;
};

/// What `verify` found.
struct Verification {
  Position position;
  Digest content{};  ///< of the set of events, whatever the order they came in
  int64_t events = 0;
  int64_t dossiers = 0;
  int64_t cells = 0;
  /// The first thing that is wrong; nothing = all agrees.
  std::optional<std::string> difference;
  /// What could not be compared, and why.
  std::optional<std::string> note;
};

/// A dossier that another rulebook would judge otherwise.
struct Move {
  std::string_view code;
  const DossierState& before;
  const dossier::Judgement& after;
};

/// A settled dossier come by on a walk: what is not asked of it is not worked out, so that passing
/// by costs a tenth of judging. Valid during the call; says the same however often it is asked.
class Settled {
 public:
  virtual ~Settled() = default;
  virtual std::string_view code() const = 0;
  /// The row its figures are kept in.
  virtual figures::RowKey row() const = 0;
  virtual DossierState state() const = 0;
};

/// A reader's consistent look at a ledger, completed to its newest event: what states and cells lag
/// behind is folded in from the events after them. Read-only; never holds up the writer. One thread
/// at a time.
///
/// With Options::as_of everything is as it was known then, by the rulebooks of then: the dossiers
/// touched since are folded from what was known of them, and their difference is taken from the
/// cells. So looking back costs what has happened since, and one pass over the open dossiers.
class View {
 public:
  virtual ~View() = default;

  virtual const Position& position() const = 0;
  /// The rulebooks on record at the position, and the newest of them.
  virtual const rulebook::Timeline& timeline() const = 0;
  const rulebook::Rulebook& rulebook() const { return timeline().newest(); }
  /// Fed by `simulate`: everything shown must say so.
  virtual bool simulated() const = 0;

  /// Sums day cells over a range. A row may be visited several times; the sums count.
  /// Amounts stand as of the position's instant: nothing that lies ahead of it is included, except
  /// dues to come, as kCohortPending or kCohortLate, and beginnings of overdue, on days after it.
  using CellVisitor = std::function<void(const figures::RowKey&, const figures::CellAmounts&)>;
  virtual Result<void> SumCells(const DayRange& range, const CellVisitor& visit) = 0;

  /// @error kNotFound
  virtual Result<DossierRecord> Find(std::string_view code) = 0;

  /// Every dossier that is not settled: those without an end, and ended ones that wait for an event
  /// dated ahead. In no order. The texts are valid during the call.
  using StateVisitor = std::function<void(std::string_view code, const DossierState& state)>;
  virtual Result<void> ForEachOpen(const StateVisitor& visit) = 0;

  /// Settled dossiers with a code after `after`, by code, until `visit` says false.
  using SettledVisitor = std::function<bool(const Settled& dossier)>;
  virtual Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) = 0;

  /// What Ledger::Apply would change, dossier by dossier, by code: dues or verdicts that would be
  /// other ones. Nothing is written.
  /// @error as Apply's.
  using MoveVisitor = std::function<void(const Move&)>;
  virtual Result<void> Foresee(const Application& application, const MoveVisitor& visit) = 0;

  /// The dossiers that changed between the position and the present, by code: all in which facts or
  /// judgement are other ones. None where the view does not look back.
  using ChangeVisitor = std::function<void(const Change&)>;
  virtual Result<void> ForEachChange(const ChangeVisitor& visit) = 0;

  /// The events up to the position, mirrors' included, until `visit` says false. They are read in
  /// pieces, so that memory is bounded; kHappened sorts their instants first, on disk where they
  /// are many.
  ///
  /// What is recorded stays: this may be asked after Release as well, and then holds the store for
  /// a piece at a time.
  using EventVisitor = std::function<bool(StoredEvent&& event)>;
  virtual Result<void> ForEachEvent(EventOrder order, const EventVisitor& visit) = 0;

  /// The last events up to the position, at most so many, mirrors' included, by position. May be
  /// asked after Release as well.
  virtual Result<std::vector<StoredEvent>> LastEvents(int64_t most) = 0;

  /// Entries waiting, with an id after `id`: at most so many, oldest first. Not looked back upon.
  /// May be asked after Release as well.
  virtual Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) = 0;
  /// @error kNotFound
  virtual Result<QuarantineEntry> FindQuarantine(int64_t id) = 0;
  /// The bytes that could not be parsed; kNotFound when purged.
  virtual Result<std::string> RawBytes(const QuarantineEntry& entry) = 0;

  /// Walks the chain, recomputes every dossier and every day cell from the events, compares with
  /// what is kept.
  virtual Result<Verification> Verify(
      const std::function<void(int64_t done, int64_t all)>& progress) = 0;
  /// Lets go of the store, for what may take long, such as printing: position and rulebook stay,
  /// nothing else may be asked any more but the events. While a view holds the store, the writer's
  /// log grows.
  virtual void Release() = 0;

  /// The chain's digest after that position; nothing if no commit ended there.
  virtual Result<std::optional<Digest>> ChainAt(int64_t seq) = 0;
};

}  // namespace dunghan::ledger
