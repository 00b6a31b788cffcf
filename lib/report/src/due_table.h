#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/worktime/due.h"
#include "told.h"

/// How a due comes about, as dossier_writer.h describes it.
namespace dunghan::report {

struct DueStop {
  const Told* told;
  Instant from;
  Instant to;
  /// As the clock sees it; null where there is no way to a due.
  const worktime::Explanation::Pause* pause = nullptr;
};

/// The way to a due, or why there is none. Refers to the dossier.
class DueWay {
 public:
  DueWay(const Told& of, dossier::LawfulQuestion question, bool is_restarted);

  const Told& told() const { return told_; }
  const dossier::LawfulQuestion& asked() const { return asked_; }
  bool restarted() const { return restarted_; }
  /// United, from the start of the limit on; without a way, as asked.
  std::vector<DueStop> Stops() const;

  JsonIfAny<LocalDay> FirstDay() const;
  JsonIfAny<ZonedInstant> FirstInstant() const;
  JsonIfAny<bool> AfterCutoff() const;
  JsonIfAny<worktime::Explanation::Counted> Counted() const;
  JsonIfAny<std::optional<ZonedInstant>> OpenSince() const;
  JsonIfAny<std::chrono::milliseconds> Left() const;
  JsonIfAny<ZonedInstant> UnsuspendedDue() const;
  JsonIfAny<LocalDay> UnsuspendedDay() const;
  JsonIfAny<std::chrono::milliseconds> Added() const;
  JsonIfAny<ZonedInstant> Reached() const;
  JsonIfAny<int64_t> AddedDays() const;
  JsonIfAny<LocalDay> ReachedDay() const;
  JsonIfAny<worktime::Explanation::Rolled> Rolled() const;
  JsonIfAny<std::optional<ZonedInstant>> Due() const;
  JsonIfAny<LocalDay> DueDay() const;
  JsonIfAny<bool> Confirmed() const;
  JsonIfAny<std::string_view> Fault() const;
  JsonIfAny<LocalDay> CalendarEnd() const;

 private:
  template <class Step>
  const Step* Find() const {
    if (!way_) return nullptr;
    for (const auto& step : way_->steps) {
      if (const auto* found = std::get_if<Step>(&step)) return found;
    }
    return nullptr;
  }
  /// While a stop goes on there is no due, nor what led to it.
  bool has_due() const { return way_ && !asked_.open_since; }
  const worktime::Explanation::Moved* FindMoved() const {
    return has_due() ? Find<worktime::Explanation::Moved>() : nullptr;
  }

  const Told& told_;
  const worktime::WorkingCalendar& calendar_;
  dossier::LawfulQuestion asked_;
  bool restarted_;
  std::shared_ptr<const worktime::Explanation> way_;  // null: the calendar does not reach
  std::string error_;
};

/// Those of the dossier within a stop.
std::vector<dossier::SuspendedSpan> SpansIn(const DueStop& stop);

using SpanRow = JsonRow<dossier::SuspendedSpan>;
inline constexpr JsonTable kSpanTable(
    "span", "What time was suspended for.",
    {SpanRow::Of("kind", "What was waited for.", [](const auto& span) { return span.kind; }),
     SpanRow::Of("reason", "The code of the reason given.",
                 [](const auto& span) { return JsonIfAnyText(span.reason.text()); })});

using DueStopRow = JsonRow<DueStop>;
inline constexpr JsonTable kDueStopTable(
    "due_suspension", "A suspension as the clock sees it: those that overlap are one.",
    {DueStopRow::Of("from", "When it began.",
                    [](const auto& stop) { return stop.told->Zoned(stop.from); }),
     DueStopRow::Of("to", "When it was over.",
                    [](const auto& stop) { return stop.told->Zoned(stop.to); }),
     DueStopRow::Of("counted", "Whether it moved the due: it began before it.",
                    [](const auto& stop) -> JsonIfAny<bool> {
                      if (!stop.pause) return {};
                      return {stop.pause->counted};
                    }),
     DueStopRow::Of("added_seconds", "s", "What it added, by the clock of the limit.",
                    [](const auto& stop) -> JsonIfAny<std::chrono::milliseconds> {
                      if (!stop.pause) return {};
                      return {stop.pause->added};
                    }),
     DueStopRow::Object<kSpanTable>("of", "All that it was for.",
                                    [](const auto& stop) { return SpansIn(stop); })});

using CountedRow = JsonRow<worktime::Explanation::Counted>;
inline constexpr JsonTable kCountedTable(
    "counted", "The days counted, the first and the last among them.",
    {CountedRow::Of("from", "The first.", [](const auto& counted) { return counted.from; }),
     CountedRow::Of("to", "The last.", [](const auto& counted) { return counted.to; }),
     CountedRow::Of("working_days", "days", "How many of them are working days.",
                    [](const auto& counted) { return counted.working_days; }),
     CountedRow::Of("days_off", "days", "How many are not.",
                    [](const auto& counted) { return counted.days_off; })});

using RolledRow = JsonRow<worktime::Explanation::Rolled>;
inline constexpr JsonTable kRolledTable(
    "rolled", "A due on a day off went on to the next working day.",
    {RolledRow::Of("from", "The day off.", [](const auto& rolled) { return rolled.from; }),
     RolledRow::Of("to", "The working day.", [](const auto& rolled) { return rolled.to; })});

using DueWayRow = JsonRow<DueWay>;
inline constexpr JsonTable kDueWayTable(
    "due_way", "The way to a due, or why there is none.",
    {DueWayRow::Of("limit", "The time limit.",
                   [](const auto& due) { return ToString(due.asked().limit); }),
     DueWayRow::Of("from", "What it counts from.",
                   [](const auto& due) { return due.told().Zoned(due.asked().from); }),
     DueWayRow::Of("restarted", "Whether a supplement started it anew.",
                   [](const auto& due) { return due.restarted(); }),
     DueWayRow::Of("first_day", "The day counted as the first.",
                   [](const auto& due) { return due.FirstDay(); }),
     DueWayRow::Of("first_instant", "Where the clock starts.",
                   [](const auto& due) { return due.FirstInstant(); }),
     DueWayRow::Of("after_cutoff", "Of a limit of the same day: received after the cut-off.",
                   [](const auto& due) { return due.AfterCutoff(); }),
     DueWayRow::Object<kCountedTable>("counted", "The days counted, of a limit in days.",
                                      [](const auto& due) { return due.Counted(); }),
     DueWayRow::Object<kDueStopTable>("suspensions", "Those over.",
                                      [](const auto& due) { return due.Stops(); }),
     DueWayRow::Of("open_since", "Since when a stop goes on; null: none does.",
                   [](const auto& due) { return due.OpenSince(); }),
     DueWayRow::Of("left_seconds", "s", "While a stop goes on: what is left of the limit.",
                   [](const auto& due) { return due.Left(); }),
     DueWayRow::Of("unsuspended_due", "The due without suspensions, where they moved it.",
                   [](const auto& due) { return due.UnsuspendedDue(); }),
     DueWayRow::Of("unsuspended_due_date", "The local day of that.",
                   [](const auto& due) { return due.UnsuspendedDay(); }),
     DueWayRow::Of("added_seconds", "s", "What all suspensions added.",
                   [](const auto& due) { return due.Added(); }),
     DueWayRow::Of("reached",
                   "Where that leads, before it is carried to a closing or rolled off a day off.",
                   [](const auto& due) { return due.Reached(); }),
     DueWayRow::Of("added_days", "days", "Of a limit in calendar days: the same in whole days.",
                   [](const auto& due) { return due.AddedDays(); }),
     DueWayRow::Of("reached_date", "Where that leads, before it is rolled off a day off.",
                   [](const auto& due) { return due.ReachedDay(); }),
     DueWayRow::Object<kRolledTable>("rolled", "Where the due fell on a day off.",
                                     [](const auto& due) { return due.Rolled(); }),
     DueWayRow::Of("due", "The due; null while a stop goes on.",
                   [](const auto& due) { return due.Due(); }),
     DueWayRow::Of("due_date", "The day it was counted to.",
                   [](const auto& due) { return due.DueDay(); }),
     DueWayRow::Of("confirmed", "Whether every day it rests on has been announced.",
                   [](const auto& due) { return due.Confirmed(); }),
     DueWayRow::Of("error", "Why there is no due.", [](const auto& due) { return due.Fault(); }),
     DueWayRow::Of("calendar_reaches_to", "The last day of the calendar, which does not suffice.",
                   [](const auto& due) { return due.CalendarEnd(); })});

}  // namespace dunghan::report
