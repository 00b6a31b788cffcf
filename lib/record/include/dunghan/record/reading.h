#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/record/dictionary.h"
#include "dunghan/record/entry.h"
#include "dunghan/record/quarantine.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::record {

/// Holds what lies beside the entries against them: the dictionary, the list of what is dated
/// ahead, the files of rulebooks, the mark of simulated records, the tallies of quarantine, and
/// what the store itself can find wrong. Fed by whoever walks the whole chain; throws Failure.
class Check {
 public:
  virtual ~Check() = default;
  /// Each entry, in order. What is wrong with it; nothing: nothing.
  virtual std::optional<std::string> See(const Entry& entry, Instant recorded_at) = 0;
  /// After the last one.
  virtual std::optional<std::string> Compare() = 0;
};

/// One consistent snapshot of a record, beside a writer or not; never holds the writer up. One
/// thread at a time. Nothing is written, not even temporary tables, so that a hot standby can
/// answer.
///
/// All methods throw Failure (failure.h): kInternal where what is kept cannot be what was written.
class Reading {
 public:
  virtual ~Reading() = default;

  /// The last link; all zero in an empty record.
  virtual Head head() = 0;
  /// Fed by `simulate`, for good.
  virtual bool simulated() = 0;
  /// Numbers of texts, as kept. A reader looks up what it comes to need.
  virtual Dictionary& dictionary() = 0;

  // The chain.

  /// The last link at or before a position, or recorded at or before an instant; nothing: none.
  virtual std::optional<Head> HeadAt(int64_t seq) = 0;
  virtual std::optional<Head> HeadAt(Instant at) = 0;
  /// Links that end after `after`, in order, until `visit` says false.
  virtual void ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) = 0;

  // The entries.

  /// Those with after < seq <= through, of all kinds, in order, until `visit` says false. Nothing
  /// is held back that long that memory would grow with their number. What is missing is for the
  /// caller to notice, by the numbers.
  using EntryVisitor = std::function<bool(Entry& entry)>;
  virtual void ForEachEntry(int64_t after, int64_t through, const EntryVisitor& visit) = 0;
  /// Of those, the ones whose kind IsApart, each with the instant at which it was recorded. The
  /// cost is that of these alone.
  using ApartVisitor = std::function<bool(const Entry& entry, Instant recorded_at)>;
  virtual void ForEachApart(int64_t after, int64_t through, const ApartVisitor& visit) = 0;
  /// The events at those positions, which ascend. @throws kInternal: there is none at one of them
  virtual std::vector<StoredEvent> EventsAt(std::span<const int64_t> seqs) = 0;
  /// Many dossiers at once: for each position of an event, that event and all before it of its
  /// dossier, by position. 0 has none. @throws kInternal where the way back breaks off
  virtual std::vector<std::vector<StoredEvent>> Histories(std::span<const int64_t> last) = 0;
  /// Dossiers with an event up to `seq` that is dated after `at`; one may come more than once.
  virtual void ForEachAhead(Instant at, int64_t seq,
                            const std::function<void(std::string_view code)>& visit) = 0;

  // Rulebooks.

  /// Those recorded up to a position, by position. One whose digest is that of a known one is that
  /// one; the others are made anew from their files.
  using KnownRulebooks = std::vector<std::shared_ptr<const rulebook::Rulebook>>;
  virtual std::vector<rulebook::Version> Rulebooks(int64_t through,
                                                   const KnownRulebooks& known) = 0;

  // Sources and quarantine.

  /// When each source was last heard: events stored, and what waits in quarantine. Nothing: never.
  /// The newest `within` events are looked at; for a source that was heard before them only, when
  /// the earliest of them was recorded.
  virtual std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                        int64_t within) = 0;
  /// Entries that wait, with an id after `id`: at most so many, by id.
  virtual std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most) = 0;
  virtual std::optional<QuarantineEntry> FindQuarantine(int64_t id) = 0;
  virtual int64_t CountWaiting() = 0;
  /// How many wait of each source that has any.
  virtual void ForEachWaiting(
      const std::function<void(std::string_view source, int64_t waiting)>& visit) = 0;
  /// The bytes that could not be parsed. @throws kNotFound: none, or purged
  virtual std::string RawBytes(const QuarantineEntry& entry) = 0;

  // The snapshot.

  /// Lets go of the snapshot, for what may take long: from now on every question sees what is on
  /// record when it is asked, ForEachEntry in pieces. While a snapshot is held, the writer's log
  /// grows.
  virtual void Release() = 0;
  /// Takes a new one.
  virtual void Hold() = 0;
  /// To be fed from the first entry on.
  virtual std::unique_ptr<Check> BeginCheck() = 0;
};

}  // namespace dunghan::record
