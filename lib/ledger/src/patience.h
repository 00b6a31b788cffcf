#pragma once

#include <functional>

#include "dunghan/record/failure.h"

namespace dunghan::ledger {

/// Asks now and then whether a long walk is to end.
class Patience {
 public:
  /// `stop` outlives it; empty: never.
  explicit Patience(const std::function<bool()>& stop) : stop_(stop) {}
  /// @throws record::Failure kUnavailable once `stop` says true.
  void Ask() {
    // Whoever is asked looks at a clock: not for every entry.
    constexpr unsigned kEvery = 128;
    if (stop_ && ++asked_ % kEvery == 0 && stop_()) {
      throw record::Failure(Unavailable("reading the ledger took too long"));
    }
  }

 private:
  const std::function<bool()>& stop_;
  unsigned asked_ = 0;
};

}  // namespace dunghan::ledger
