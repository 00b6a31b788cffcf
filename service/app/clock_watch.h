#pragma once

#include <string>

#include "api/services.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/log.h"
#include "dunghan/record/position.h"

namespace dunghan::app {

/// Whether the clock can be believed, as far as that can be checked. On the I/O thread alone.
class ClockWatch {
 public:
  /// `head` is the ledger's, kept up by its owner.
  ClockWatch(const Clock& clock, const record::Position& head, Log& log)
      : clock_(clock), head_(head), log_(log) {}

  api::ClockState Now() const;
  /// Says when it begins to be in doubt, and when that is over.
  void Tell();

 private:
  const Clock& clock_;
  const record::Position& head_;
  Log& log_;
  bool is_doubted_ = false;
};

}  // namespace dunghan::app
