#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/services.h"

namespace dunghan::api {

/// Why events cannot be taken in.
enum class Trouble : uint8_t { kNone, kStopping, kCannotWrite, kStuck };
std::string_view ToString(Trouble trouble);  ///< "ok", "stopping", "cannot_write", "stuck"

/// Whether events can be taken in, as /readyz answers.
struct Readiness {
  Trouble trouble = Trouble::kNone;
  std::string text;     ///< what is wrong, in words; empty: nothing
  int64_t seconds = 0;  ///< kStuck: for so long
  ClockState clock;     ///< one that is not believed keeps nobody from sending

  bool ready() const { return trouble == Trouble::kNone; }
};
Readiness ReadinessOf(const Services& services);

}  // namespace dunghan::api
