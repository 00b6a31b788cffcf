#include <algorithm>
#include <bit>

#include "dunghan/ledger/sources_view.h"

namespace dunghan::ledger {
namespace {

// Up to here a bucket is a second; beyond, a sixteenth of the power of two below.
constexpr uint32_t kExact = 32;
constexpr int kExactBits = 5;
constexpr int kPartBits = 4;

uint16_t BucketOf(std::chrono::milliseconds lag) {
  const int64_t whole = std::chrono::floor<std::chrono::seconds>(lag).count();
  const auto seconds =
      static_cast<uint32_t>(std::clamp<int64_t>(whole, 0, std::numeric_limits<uint32_t>::max()));
  if (seconds < kExact) return static_cast<uint16_t>(seconds);
  const int bits = static_cast<int>(std::bit_width(seconds)) - 1;
  const uint32_t part = seconds >> (bits - kPartBits) & ((1U << kPartBits) - 1);
  return static_cast<uint16_t>(kExact + (static_cast<uint32_t>(bits - kExactBits) << kPartBits) +
                               part);
}

std::chrono::seconds MiddleOf(uint16_t bucket) {
  if (bucket < kExact) return std::chrono::seconds{bucket};
  const uint32_t above = bucket - kExact;
  const int bits = kExactBits + static_cast<int>(above >> kPartBits);
  const uint64_t part = above & ((1U << kPartBits) - 1);
  const uint64_t width = uint64_t{1} << (bits - kPartBits);
  const uint64_t low = (uint64_t{1} << bits) + part * width;
  return std::chrono::seconds{static_cast<int64_t>(low + (width - 1) / 2)};
}

/// The longest of the silences that are looked at.
class Longest {
 public:
  explicit Longest(const worktime::WorkingCalendar& calendar) : calendar_(calendar) {}

  void See(const std::optional<Silence>& silence) {
    if (silence && (!longest_ || silence->working > longest_->working)) longest_ = silence;
  }
  void See(Instant from, Instant to) {
    if (from < to) See(Silence{from, to, WorkedBetween(calendar_, from, to)});
  }
  std::optional<Silence> Take() && { return longest_; }

 private:
  const worktime::WorkingCalendar& calendar_;
  std::optional<Silence> longest_;
};

void AddDay(const SourceDay& day, SourceFigures& figures) {
  figures.counts.stored += day.counts.stored;
  figures.counts.duplicate += day.counts.duplicate;
  figures.counts.quarantined += day.counts.quarantined;
  figures.lags.Add(day.lags);
}

}  // namespace

void LagBuckets::AddTo(uint16_t bucket, int64_t count) {
  const auto at =
      std::lower_bound(buckets_.begin(), buckets_.end(), bucket,
                       [](const Bucket& one, uint16_t other) { return one.first < other; });
  if (at != buckets_.end() && at->first == bucket) {
    at->second += count;
  } else {
    buckets_.insert(at, {bucket, count});
  }
  count_ += count;
}

void LagBuckets::Add(std::chrono::milliseconds lag, int64_t count) { AddTo(BucketOf(lag), count); }

void LagBuckets::Add(const LagBuckets& other) {
  for (const auto& [bucket, count] : other.buckets_) AddTo(bucket, count);
}

std::optional<std::chrono::seconds> LagBuckets::Quantile(int per_mille) const {
  // The nearest rank: a lag that was there, and not one between two.
  int64_t rank = std::max<int64_t>(1, (count_ * per_mille + 999) / 1000);
  for (const auto& [bucket, count] : buckets_) {
    rank -= count;
    if (rank <= 0) return MiddleOf(bucket);
  }
  return {};
}

bool LagBuckets::SetBuckets(std::vector<Bucket> buckets) {
  int64_t count = 0;
  int last = -1;
  for (const auto& [bucket, of_it] : buckets) {
    if (bucket <= last || of_it <= 0) return false;
    last = bucket;
    count += of_it;
  }
  buckets_ = std::move(buckets);
  count_ = count;
  return true;
}

std::optional<Instant> SourceHistory::last_contact() const {
  for (auto day = days.rbegin(); day != days.rend(); ++day) {
    if (day->last_contact) return day->last_contact;
  }
  return before ? before->last_contact : std::nullopt;
}

const SourceHistory* Sources::Find(std::string_view name) const {
  const auto found = std::lower_bound(
      all.begin(), all.end(), name,
      [](const SourceHistory& one, std::string_view other) { return one.name < other; });
  return found != all.end() && found->name == name ? &*found : nullptr;
}

SourceFigures FiguresOf(const SourceHistory& source, std::optional<LocalDay> from, Instant now,
                        const worktime::WorkingCalendar& calendar) {
  SourceFigures figures;
  Longest longest(calendar);
  const Instant beginning = from ? calendar.zone().StartOf(*from) : Instant::min();
  std::optional<Instant> heard;
  if (source.before) {
    heard = source.before->last_contact;
    const bool is_in = !from || source.before->day >= *from;
    if (is_in) AddDay(*source.before, figures);
    if (is_in) longest.See(source.before->longest);
  }
  for (const SourceDay& day : source.days) {
    if (!from || day.day >= *from) {
      AddDay(day, figures);
      longest.See(day.longest);
      if (heard && day.first_contact) longest.See(std::max(*heard, beginning), *day.first_contact);
    }
    if (day.last_contact) heard = day.last_contact;
  }
  if (heard) longest.See(std::max(*heard, beginning), now);
  figures.longest = std::move(longest).Take();
  return figures;
}

std::chrono::milliseconds WorkedBetween(const worktime::WorkingCalendar& calendar, Instant from,
                                        Instant to) {
  if (to <= from) return {};
  const auto worked = calendar.WorkingTime(from, to);
  // Eight hours of twenty-four.
  return worked ? *worked : (to - from) / 3;
}

}  // namespace dunghan::ledger
