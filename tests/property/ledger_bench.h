#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::ledger {

/// One in-memory ledger with its own codes, so that nothing is shared between two.
class Bench {
 public:
  explicit Bench(Instant now) : clock_(now) {
    rulebook_ = test::SmallRulebook(events_.codes());
    options_.rulebook = rulebook_;
    options_.codes = events_.codes();
    options_.clock = &clock_;
    // All, some or none of the events before a late one are still in memory.
    options_.recent_bytes = *rc::gen::element<size_t>(0, 2'000, 20'000, 1 << 20);
    ledger_ = Open(options_).value();
  }
  test::Events& events() { return events_; }
  ManualClock& clock() { return clock_; }
  Ledger& ledger() { return *ledger_; }
  std::unique_ptr<View> Look(const std::optional<AsOf>& as_of = {}) {
    return ledger_->OpenView(as_of).value();
  }
  void Apply(const test::SmallRules& rules, std::optional<Instant> from = {}) {
    const auto rulebook = test::SmallRulebook(events_.codes(), rules);
    RC_ASSERT(rulebook != nullptr);
    RC_ASSERT(ledger_->Apply({rulebook, from, "tester", from ? "vì" : ""}).has_value());
  }

  /// Appends in groups of random size, writing behind now and then. The events may come from
  /// another bench: their codes are made this one's.
  void AppendInPieces(const std::vector<dossier::Event>& history) {
    for (size_t at = 0; at < history.size();) {
      const auto left = static_cast<int>(history.size() - at);
      const auto size = static_cast<size_t>(*rc::gen::inRange(1, std::min(left, 9) + 1));
      std::vector<Item> items;
      for (size_t i = 0; i < size; ++i)
        items.push_back({test::Owned(events_, history[at + i]), {}});
      const auto appended = ledger_->Append(items);
      RC_ASSERT(appended.has_value());
      at += size;
      if (*rc::gen::inRange(0, 5) == 0) RC_ASSERT(ledger_->Flush().has_value());
    }
  }

 private:
  test::Events events_;
  ManualClock clock_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  Options options_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace dunghan::ledger
