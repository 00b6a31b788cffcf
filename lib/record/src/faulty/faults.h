#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "dunghan/record/failure.h"
#include "dunghan/record/faulty.h"

namespace dunghan::record {

/// Counts calls, and lets the planned one go wrong.
class Faults {
 public:
  explicit Faults(std::shared_ptr<FaultPlan> plan) : plan_(std::move(plan)) {}

  /// One call that throws what goes wrong.
  template <class F>
  auto Call(F&& run) -> decltype(run()) {
    if (!IsDue()) return run();
    if (plan_->fault == Fault::kAnswerIsLost) (void)run();
    throw Failure(Planned());
  }

  /// One call that hands it back as a value.
  template <class F>
  auto Ask(F&& run) -> decltype(run()) {
    if (!IsDue()) return run();
    if (plan_->fault == Fault::kAnswerIsLost) (void)run();
    return Planned();
  }

 private:
  bool IsDue() {
    ++plan_->calls;
    return plan_->at > 0 && --plan_->at == 0;
  }
  static Error Planned() { return Unavailable("the ledger cannot be reached", "a planned fault"); }

  std::shared_ptr<FaultPlan> plan_;
};

}  // namespace dunghan::record
