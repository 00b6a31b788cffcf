#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "allowance.h"
#include "book.h"
#include "dunghan/record/storage.h"

namespace dunghan::ledger {

/// What is recorded together: finds out what each item is, gives the new events their positions,
/// and makes the batch of it all. The items outlive it.
class CommitGroup {
 public:
  /// `head`: the one before. All that is handed in outlives it.
  CommitGroup(Allowance& allowance, const Bounds& bounds, const record::Head& head, Instant now)
      : allowance_(allowance), bounds_(bounds), next_(head.seq + 1) {
    batch_.recorded_at = now;
  }

  /// Sorts the items out. Their events go into `group`, which folds them.
  void Take(std::span<const Item> items, Group& group);
  /// Whether there is something to be written.
  bool writes() const { return writes_; }
  bool has_events() const { return !batch_.events.empty(); }
  /// Whether a simulator had a part in it.
  bool is_simulated() const { return is_simulated_; }
  /// To be written before anything else happens to the dictionary.
  const record::Batch& batch() const { return batch_; }

  /// What became of the items, `written` being what came of the batch.
  std::vector<ItemOutcome> TakeOutcomes(const record::Written& written);

 private:
  ItemOutcome TakeEvent(const dossier::Event& event, Group& group);
  ItemOutcome Refuse(const dossier::Event& event, Bound bound);
  /// Quarantine, and what comes out of it.
  void PutAside(std::span<const Item> items);

  Allowance& allowance_;
  const Bounds& bounds_;
  int64_t next_;
  record::Batch batch_;
  std::vector<std::pair<size_t, record::Reject>> refused_;       // by place: beyond a bound
  std::vector<std::pair<size_t, const dossier::Event*>> voids_;  // likewise
  std::vector<size_t> aside_;  // places of the items that are put aside, in the batch's order
  std::vector<ItemOutcome> outcomes_;
  bool writes_ = false;
  bool is_simulated_ = false;
};

}  // namespace dunghan::ledger
