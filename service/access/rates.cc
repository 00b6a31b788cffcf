#include "access/rates.h"

#include <algorithm>
#include <cmath>

namespace dunghan::access {

std::optional<std::chrono::seconds> Rates::Ask(const Digest& who, Time now) {
  if (rate_.per_second <= 0) return {};
  const double most = std::max(rate_.at_once, 1.0);
  Bucket& bucket = buckets_.Meet(who);
  const std::chrono::duration<double> passed = now - bucket.filled.value_or(now);
  bucket.holds =
      bucket.filled ? std::min(most, bucket.holds + rate_.per_second * passed.count()) : most;
  bucket.filled = now;
  if (bucket.holds >= 1) {
    bucket.holds -= 1;
    return {};
  }
  const double seconds = std::ceil((1 - bucket.holds) / rate_.per_second);
  return std::chrono::seconds{static_cast<int64_t>(std::max(seconds, 1.0))};
}

}  // namespace dunghan::access
