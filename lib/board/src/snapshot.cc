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
constexpr std::array<std::string_view, kWindows> kWindowNames = {"1wd", "5wd", "20wd"};

template <size_t n>
void Add(std::array<int64_t, n>& to, const std::array<int64_t, n>& from) {
  std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
}

void Add(Flows& to, const Flows& from) {
  Add(to.results, from.results);
  Add(to.other_results, from.other_results);
  Add(to.received, from.received);
  to.accepted_in_time += from.accepted_in_time;
  to.accepted_late += from.accepted_late;
  to.apologies += from.apologies;
}

void Add(Recent& to, const Recent& from) {
  Add(to.results, from.results);
  to.due_in_time += from.due_in_time;
  to.due_late += from.due_late;
}

/// The earlier of both; nothing is never.
void Earliest(std::optional<Instant>& to, const std::optional<Instant>& from) {
  if (from) to = std::min(to.value_or(*from), *from);
}

}  // namespace

std::string_view ToString(DueBucket bucket) { return kBucketNames[static_cast<size_t>(bucket)]; }

std::string_view ToString(Timeliness timeliness) {
  return kTimelinessNames[static_cast<size_t>(timeliness)];
}

std::string_view ToString(Window window) { return kWindowNames[static_cast<size_t>(window)]; }

std::string_view ToString(NamedPeriod period) { return kPeriodNames[static_cast<size_t>(period)]; }

Counts& Counts::operator+=(const Counts& other) {
  Add(results, other.results);
  for (size_t i = 0; i < kNamedPeriods; ++i) Add(periods[i], other.periods[i]);
  for (size_t i = 0; i < kWindows; ++i) Add(recent[i], other.recent[i]);
  Add(took, other.took);
  Add(used, other.used);
  Add(open, other.open);
  pending_acceptance += other.pending_acceptance;
  waiting += other.waiting;
  waiting_late += other.waiting_late;
  without_receipt += other.without_receipt;
  other_overdue += other.other_overdue;
  newly_severe += other.newly_severe;
  Earliest(oldest_overdue, other.oldest_overdue);
  month += other.month;
  petitions += other.petitions;
  petitions_due_today += other.petitions_due_today;
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

Snapshot Snapshot::Within(const rulebook::Scope& scope) const {
  Snapshot own = *this;
  own.procedures.clear();
  std::erase_if(own.agencies, [&](const CountsOf<AgencyCode>& row) {
    return !scope.Includes(row.code, today, *rulebook);
  });
  own.total = {};
  for (const auto& row : own.agencies) own.total += row.counts;
  return own;
}

figures::Target Snapshot::TargetOf(AgencyCode agency) const {
  figures::Target target = this->target();
  const auto own = policy.agency_targets.find(std::string(agency.text()));
  if (own != policy.agency_targets.end()) target.per_mille = own->second;
  return target;
}

}  // namespace dunghan::board
