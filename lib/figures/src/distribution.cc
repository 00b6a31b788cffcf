#include "dunghan/figures/distribution.h"

#include <algorithm>

namespace dunghan::figures {
namespace {

constexpr std::array<std::string_view, kTookBuckets> kTookNames = {
    "0.5wd", "1wd", "2wd", "3wd", "5wd", "7wd", "10wd", "15wd", "20wd", "30wd", "60wd", "more"};
constexpr std::array<std::string_view, kUsedBuckets> kUsedNames = {
    "0.25", "0.5", "0.75", "0.9", "1", "1.25", "1.5", "2", "more"};

size_t BucketOf(std::span<const double> bounds, double value) {
  return static_cast<size_t>(std::lower_bound(bounds.begin(), bounds.end(), value) -
                             bounds.begin());
}

}  // namespace

std::string_view TookName(size_t bucket) { return kTookNames[bucket]; }
std::string_view UsedName(size_t bucket) { return kUsedNames[bucket]; }

size_t TookBucket(int64_t working_milliseconds) {
  return BucketOf(kTookBounds,
                  static_cast<double>(working_milliseconds) / static_cast<double>(kDayOfWork));
}

size_t UsedBucket(int64_t used_milliseconds, int64_t limit_milliseconds) {
  // A due at the receipt, or before, leaves no time: whatever was used is more than all of it.
  if (limit_milliseconds <= 0) return used_milliseconds <= 0 ? 0 : kUsedBuckets - 1;
  return BucketOf(kUsedBounds,
                  static_cast<double>(used_milliseconds) / static_cast<double>(limit_milliseconds));
}

std::optional<double> Quantile(std::span<const int64_t> counts, std::span<const double> bounds,
                               double share) {
  int64_t all = 0;
  for (const int64_t count : counts) all += count;
  if (all == 0) return {};
  const double wanted = share * static_cast<double>(all);
  double below = 0;
  for (size_t i = 0; i < bounds.size(); ++i) {
    const auto count = static_cast<double>(counts[i]);
    if (count > 0 && below + count >= wanted) {
      const double low = i == 0 ? 0 : bounds[i - 1];
      return low + (bounds[i] - low) * std::max(wanted - below, 0.0) / count;
    }
    below += count;
  }
  return bounds.back();
}

}  // namespace dunghan::figures
