#include "access/failures.h"

#include <algorithm>

namespace dunghan::access {

std::chrono::milliseconds Failures::Add(const Digest& shown, Time now) {
  // Doubled so often it is longer than anything.
  constexpr int kDoublings = 20;
  Known& known = known_.Meet(shown);
  if (now - known.last >= kForgotten) known.times = 0;
  known.last = now;
  known.times = std::min(known.times + 1, kFree + kDoublings);
  if (known.times <= kFree) return std::chrono::milliseconds{0};
  return std::min(longest_, kFirst * (1 << (known.times - kFree - 1)));
}

}  // namespace dunghan::access
