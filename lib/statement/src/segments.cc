#include "segments.h"

#include <algorithm>

namespace dunghan::statement {
namespace {

using std::chrono::days;

void AddDivided(std::vector<Segment>& segments, Part part, LocalDay from, LocalDay to,
                std::span<const LocalDay> changes) {
  while (from <= to) {
    const auto next = std::upper_bound(changes.begin(), changes.end(), from);
    const LocalDay last = next == changes.end() ? to : std::min(to, *next - days{1});
    segments.push_back({part, {from, last}, from});
    from = last + days{1};
  }
}

}  // namespace

std::vector<Segment> SegmentsOf(const figures::Period& period, LocalDay today,
                                std::span<const LocalDay> changes) {
  const LocalDay eve = std::min(period.from - days{1}, today);
  std::vector<Segment> segments = {{Part::kBefore, {{}, eve}, eve}};
  AddDivided(segments, Part::kWithin, period.from, std::min(period.to, today), changes);
  AddDivided(segments, Part::kAhead, std::max(period.from, today + days{1}), period.to, changes);
  return segments;
}

}  // namespace dunghan::statement
