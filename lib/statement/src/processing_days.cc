#include "dunghan/statement/processing_days.h"

#include <algorithm>
#include <optional>

#include "dunghan/statement/behind.h"
#include "dunghan/worktime/office_day.h"

namespace dunghan::statement {
namespace {

using std::chrono::milliseconds;

constexpr int64_t kMicro = 1'000'000;
constexpr milliseconds kCalendarDay = std::chrono::hours{24};

bool IsInWorkingTime(const std::optional<worktime::TimeLimit>& limit) {
  using worktime::LimitUnit;
  return limit && limit->unit != LimitUnit::kCalendarDays && limit->unit != LimitUnit::kMonths;
}

/// Working time of the stretches between a request and its answer, as far as it is taken off.
milliseconds WorkedWaiting(const dossier::Facts& facts, const worktime::WorkingCalendar& calendar,
                           Instant end) {
  milliseconds waited{};
  for (const dossier::SuspendedSpan& span : facts.suspensions) {
    if (span.kind != dossier::SuspensionKind::kSupplement || !span.to || *span.to > end) continue;
    const auto worked = calendar.WorkingTime(span.from, *span.to);
    if (worked) waited += *worked;
  }
  return waited;
}

/// Nothing where it is not completed by then, or the calendar does not reach so far.
std::optional<int64_t> MicroDaysOf(const dossier::Judged& judged, Instant at) {
  const dossier::Facts& facts = judged.facts;
  const auto end = dossier::EndOf(facts);
  const bool completed = end && *end <= at && facts.end->kind == dossier::EndKind::kCompleted;
  if (!completed) return {};
  const worktime::WorkingCalendar& calendar = *judged.terms.calendar;
  const dossier::Index766Rules& rules = dossier::IndexRulesOf(facts, judged.terms);
  const dossier::IndexSeen seen =
      dossier::SeenForIndex(facts, judged.terms, judged.judgement, rules, at);
  if (!IsInWorkingTime(judged.terms.limit)) {
    const milliseconds took = std::max(*end - facts.receipt->at - seen.taken_off, milliseconds{});
    return took.count() * kMicro / kCalendarDay.count();
  }
  const auto worked = calendar.WorkingTime(facts.receipt->at, *end);
  const milliseconds day = worktime::UsualDay(calendar);
  if (!worked || day.count() == 0) return {};
  const milliseconds waited =
      seen.taken_off.count() > 0 ? WorkedWaiting(facts, calendar, *end) : milliseconds{};
  return std::max(*worked - waited, milliseconds{}).count() * kMicro / day.count();
}

}  // namespace

Result<std::map<std::string, ProcessingDays>> SumProcessingDays(ledger::DossiersView& view,
                                                                const StatementOptions& options) {
  std::map<std::string, ProcessingDays> by_row;
  const auto read = ForEachBehind(view, options, [&](const BehindDossier& dossier) {
    if (dossier.petition || dossier.figures.received == 0) return;
    const auto took = MicroDaysOf(dossier.judged, dossier.seen_at);
    if (!took) return;
    for (const std::string& row : {dossier.row, std::string("total")}) {
      by_row[row].micro_days += *took;
      ++by_row[row].dossiers;
    }
  });
  if (!read) return read.error();
  return by_row;
}

}  // namespace dunghan::statement
