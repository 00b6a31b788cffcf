#include "nearness.h"

#include <algorithm>

namespace dunghan::board {
namespace {

using dossier::Standing;
using worktime::WorkingCalendar;

constexpr int64_t kSevere = 10;

/// Working days after `from` up to and including `to`, as far as the calendar knows them.
int64_t KnownWorkingDays(const WorkingCalendar& calendar, LocalDay from, LocalDay to) {
  from = std::max(from, calendar.valid_from());
  to = std::min(to, calendar.valid_to());
  if (to <= from) return 0;
  const worktime::Zone& zone = calendar.zone();
  // Midnights name their days: that of `from` is not counted, that of `to` is.
  return calendar.WorkingDays(zone.StartOf(from), zone.StartOf(to)).value();
}

/// The midnight that begins the Nth working day after `day`; nothing beyond the calendar.
std::optional<Instant> MidnightAfter(const WorkingCalendar& calendar, LocalDay day, int64_t n) {
  const auto reached = calendar.NthWorkingDayAfter(std::max(day, calendar.valid_from()), n);
  if (!reached) return {};
  return calendar.zone().StartOf(*reached);
}

/// Where the calendar ends, nobody can say whether the tenth day was the last one.
Instant EndOfNewlySevere(const WorkingCalendar& calendar, LocalDay today) {
  const Instant end = calendar.zone().StartOf(calendar.valid_to() + std::chrono::days{1});
  return MidnightAfter(calendar, today, 1).value_or(end);
}

Nearness AfterDue(const WorkingCalendar& calendar, LocalDay due_day, LocalDay today) {
  const int64_t n = KnownWorkingDays(calendar, due_day, today);
  // Also on days off after the tenth, which are no further working day.
  if (n == kSevere && today <= calendar.valid_to()) {
    return {DueBucket::kOverdue10Plus, EndOfNewlySevere(calendar, today), true};
  }
  if (n >= kSevere) return {DueBucket::kOverdue10Plus, {}};
  if (n >= 3) return {DueBucket::kOverdue3, MidnightAfter(calendar, today, kSevere - n)};
  return {DueBucket::kOverdue1, MidnightAfter(calendar, today, 3 - n)};
}

/// REQUIRES: the calendar knows the due day.
Nearness BeforeDue(const WorkingCalendar& calendar, LocalDay due_day, LocalDay today) {
  const int64_t n = KnownWorkingDays(calendar, today, due_day);
  if (n == 0) return {DueBucket::kToday, {}};
  if (n == 1) return {DueBucket::k1, MidnightAfter(calendar, today, 1)};
  if (n <= 3) return {DueBucket::k3, MidnightAfter(calendar, today, n - 1)};
  return {DueBucket::kLater, MidnightAfter(calendar, today, n - 3)};
}

/// In time: until it is nearer, or overdue.
Nearness InTime(const WorkingCalendar& calendar, LocalDay due_day, LocalDay today,
                Instant overdue_from) {
  Nearness nearness{DueBucket::kLater, {}};
  if (today < calendar.valid_from()) {
    nearness.until = calendar.zone().StartOf(calendar.valid_from());
  } else if (due_day <= calendar.valid_to()) {
    nearness = BeforeDue(calendar, due_day, today);
  }
  nearness.until = std::min(nearness.until.value_or(overdue_from), overdue_from);
  return nearness;
}

}  // namespace

Nearness NearnessAt(const WorkingCalendar& calendar, Standing standing,
                    const std::optional<DueAt>& due, Instant now) {
  if (standing == Standing::kSuspended) return {DueBucket::kSuspended, {}};
  if (standing != Standing::kInTime && standing != Standing::kOverdue) return {};
  if (!due) return {DueBucket::kLater, {}};
  const LocalDay today = calendar.zone().DayOf(now);
  if (standing == Standing::kOverdue) return AfterDue(calendar, due->counted_on, today);
  return InTime(calendar, due->counted_on, today, due->overdue_from);
}

}  // namespace dunghan::board
