#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "../allowance.h"
#include "../book.h"
#include "../chain.h"
#include "set_aside.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// What is recorded together: finds out what each item is, gives the new events their positions,
/// and writes it all. Inside one transaction; the items outlive it. All methods throw StoreError.
class CommitGroup {
 public:
  /// `head`: the one before. All that is handed in outlives it.
  CommitGroup(Store& store, Allowance& allowance, SetAside& set_aside, const Bounds& bounds,
              const Head& head, Instant now)
      : store_(store),
        allowance_(allowance),
        set_aside_(set_aside),
        bounds_(bounds),
        head_(head),
        link_(head.chain, head.seq + 1, now) {
    head_.recorded_at = now;
  }

  /// Sorts the items out. Their events go into `group`, which folds them.
  void Take(std::span<const Item> items, Group& group);
  /// Whether there is something to be written.
  bool writes() const { return writes_; }
  bool has_events() const { return !fresh_.empty(); }
  /// The head after it, if it has events.
  const Head& head() const { return head_; }
  /// Sets `meta.simulated` if a simulator had a part in it.
  void Write(Meta& meta);

  std::vector<ItemOutcome> TakeOutcomes() { return std::move(outcomes_); }

 private:
  struct Fresh {
    const dossier::Event* event;
    int64_t seq;
    int64_t previous;
  };
  ItemOutcome TakeEvent(const dossier::Event& event, Group& group);
  ItemOutcome Refuse(const dossier::Event& event, Bound bound);
  void WriteEvents(Meta& meta);
  /// Quarantine, and what comes out of it.
  void PutAside();

  Store& store_;
  Allowance& allowance_;
  SetAside& set_aside_;
  const Bounds& bounds_;
  Head head_;
  ChainLink link_;
  std::span<const Item> items_;
  std::vector<Fresh> fresh_;
  std::vector<std::pair<size_t, Reject>> refused_;               // by place: events beyond a bound
  std::vector<std::pair<size_t, const dossier::Event*>> voids_;  // likewise
  std::vector<ItemOutcome> outcomes_;
  bool writes_ = false;
};

}  // namespace dunghan::ledger::sqlite
