#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// How long dossiers took, and how much of their limit, in buckets that do not overlap.
namespace dunghan::figures {

/// A working day in distributions: eight hours of working time, whatever the office's own hours.
inline constexpr int64_t kDayOfWork = int64_t{8} * 60 * 60 * 1000;  // milliseconds

/// Working time from receipt to end, suspensions left out, in days of work: bucket i holds
/// (kTookBounds[i-1], kTookBounds[i]], the last one all above.
inline constexpr std::array<double, 11> kTookBounds = {0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 60};
inline constexpr size_t kTookBuckets = kTookBounds.size() + 1;
/// "0.5wd" ... "60wd", "more": the upper bound.
std::string_view TookName(size_t bucket);
size_t TookBucket(int64_t working_milliseconds);

/// That time as a share of the working time from receipt to the due (on the basis asked for);
/// above 1 only for what was late by the minute. Bounds as above.
inline constexpr std::array<double, 8> kUsedBounds = {0.25, 0.5, 0.75, 0.9, 1, 1.25, 1.5, 2};
inline constexpr size_t kUsedBuckets = kUsedBounds.size() + 1;
/// "0.25" ... "2", "more".
std::string_view UsedName(size_t bucket);
size_t UsedBucket(int64_t used_milliseconds, int64_t limit_milliseconds);

/// The value below which a share of all lies, between bounds as if spread evenly, the last bucket
/// at its lower bound (as Prometheus' histogram_quantile does); nothing where there is none.
std::optional<double> Quantile(std::span<const int64_t> counts, std::span<const double> bounds,
                               double share);

}  // namespace dunghan::figures
