#include "dunghan/board/snapshot.h"

#include <algorithm>
#include <functional>
#include <string>

namespace dunghan::board {
namespace {

constexpr std::array<std::string_view, kDueBuckets> kBucketNames = {
    "overdue_10wd_plus", "overdue_3wd", "overdue_1wd", "today", "1wd", "3wd", "later",
    "suspended",         "unmeasurable"};
constexpr std::array<std::string_view, kTimeliness> kTimelinessNames = {"early", "on_time", "late",
                                                                        "unmeasurable"};
constexpr std::array<std::string_view, kNamedPeriods> kPeriodNames = {
    "today", "current_month", "previous_month", "current_quarter", "current_year"};

template <size_t n>
void Add(std::array<int64_t, n>& to, const std::array<int64_t, n>& from) {
  std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
}

}  // namespace

std::string_view ToString(DueBucket bucket) { return kBucketNames[static_cast<size_t>(bucket)]; }

std::string_view ToString(Timeliness timeliness) {
  return kTimelinessNames[static_cast<size_t>(timeliness)];
}

std::string_view ToString(NamedPeriod period) { return kPeriodNames[static_cast<size_t>(period)]; }

Counts& Counts::operator+=(const Counts& other) {
  Add(results, other.results);
  for (size_t i = 0; i < kNamedPeriods; ++i) {
    Add(periods[i].results, other.periods[i].results);
    Add(periods[i].received, other.periods[i].received);
  }
  Add(open, other.open);
  pending_acceptance += other.pending_acceptance;
  waiting += other.waiting;
  waiting_late += other.waiting_late;
  without_receipt += other.without_receipt;
  month += other.month;
  return *this;
}

int64_t Counts::Overdue() const {
  return Open(DueBucket::kOverdue10Plus) + Open(DueBucket::kOverdue3) + Open(DueBucket::kOverdue1);
}

int64_t Counts::Pending() const { return OpenInAll() - Overdue() - Open(DueBucket::kUnmeasurable); }

int64_t Counts::OpenInAll() const {
  int64_t sum = 0;
  for (const int64_t count : open) sum += count;
  return sum;
}

figures::Target Snapshot::TargetOf(AgencyCode agency) const {
  figures::Target target = this->target();
  const auto own = policy.agency_targets.find(std::string(agency.text()));
  if (own != policy.agency_targets.end()) target.per_mille = own->second;
  return target;
}

}  // namespace dunghan::board
