#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "derived.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/reading.h"

namespace dunghan::ledger {

/// What is kept, looked at anew: a whole state of it, or why there is none.
struct Looked {
  std::optional<Derived> derived;
  std::string why;  ///< there is none: "is not there", "is damaged: ..."
  bool damaged = false;
};

/// See View::Verify. The walk reads in pieces; states and cells are compared in a snapshot of the
/// reading, before which `look` is asked for what is kept.
Verification VerifyRecord(record::Reading& reading, const Options& options,
                          const std::function<Looked()>& look,
                          const std::function<void(int64_t done, int64_t all)>& progress);

}  // namespace dunghan::ledger
