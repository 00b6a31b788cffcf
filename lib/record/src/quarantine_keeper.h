#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/record/quarantine.h"
#include "dunghan/record/storage.h"
#include "dunghan/record/tally.h"
#include "side_files.h"

namespace dunghan::record {

/// What a tally counts an entry of quarantine by.
struct QuarantineKey {
  std::string source;
  /// That it was refused for when it was first sent; nothing: no tally has it yet.
  std::optional<std::string> first_field = {};
  int64_t bytes = 0;  ///< of its fields, and of what could not be parsed
};

/// Quarantine as a store keeps it: rows by id, each of another digest. Inside the store's
/// transaction; all methods throw Failure.
class QuarantineTable {
 public:
  virtual ~QuarantineTable() = default;

  struct Found {
    int64_t id = 0;
    bool waiting = false;
    QuarantineKey key;
  };
  virtual std::optional<Found> Find(const Digest& digest) = 0;
  /// Another one of it was sent: it waits, with place, field and reason of the newest.
  virtual void CountUp(int64_t id, const Reject& reject, Instant now) = 0;
  /// A new one that waits. Its id, larger than all there are.
  virtual int64_t Insert(const Digest& digest, const Reject& reject, Instant now,
                         const SideFiles::Place& raw) = 0;
  /// If it waits, it is in that state now. Nothing: it does not.
  virtual std::optional<QuarantineKey> Settle(int64_t id, QuarantineState state, Instant now) = 0;
  /// Removes entries that were dealt with before an instant, at most so many.
  virtual void Prune(Instant before, int64_t most,
                     const std::function<void(const QuarantineKey&)>& visit) = 0;
  /// Those that no tally has yet, by id, as they are now; from now on one has them.
  virtual void TakeUntallied(const std::function<void(const QuarantineKey&, QuarantineState state,
                                                      const Digest& digest)>& visit) = 0;
  /// What waits of each source that has any.
  struct Waiting {
    int64_t entries = 0;
    int64_t bytes = 0;
  };
  virtual void ForEachWaiting(
      const std::function<void(std::string_view source, const Waiting& waiting)>& visit) = 0;
};

/// Puts into quarantine what cannot be used, within the bound of each source, settles what was
/// dealt with, and tallies both. One thread at a time.
class QuarantineKeeper {
 public:
  /// Removed in one transaction at most.
  static constexpr int64_t kPruned = 5'000;

  /// All outlive it.
  QuarantineKeeper(QuarantineTable& table, SideFiles& side_files, const QuarantineBounds& bounds)
      : table_(table), side_files_(side_files), bounds_(bounds) {}

  /// Whether a batch has anything to do with quarantine.
  static bool Concerns(const Batch& batch);

  struct Outcome {
    std::vector<int64_t> aside;  ///< an id for each of Batch::aside
    int64_t discarded = 0;
    int64_t pruned = 0;
    Tally tally;  ///< empty: nothing was added or settled
  };
  /// Inside a transaction, before its commit. The unparsable bytes of what was put aside are
  /// durable on return. @throws Failure; then Forget.
  Outcome Take(const Batch& batch);
  /// The transaction did not commit: what was counted is counted anew.
  void Forget();

 private:
  struct Running;
  std::string_view ShareOf(std::string_view source) const;
  using Waiting = QuarantineTable::Waiting;
  Waiting& WaitingOf(std::string_view source);
  bool HasRoom(const Reject& reject);
  int64_t Put(const Reject& reject, Instant now, Running& running);
  int64_t PutNew(const Digest& digest, const Reject& reject, Instant now, Running& running);
  void CountUp(const QuarantineTable::Found& found, const Reject& reject, Instant now,
               Running& running);
  std::optional<QuarantineKey> Settle(int64_t id, QuarantineState state, Instant now);
  Reject Overflow(const Reject& reject);

  QuarantineTable& table_;
  SideFiles& side_files_;
  const QuarantineBounds& bounds_;
  std::optional<boost::unordered_flat_map<std::string, Waiting>> waiting_;  // by ShareOf
};

}  // namespace dunghan::record
