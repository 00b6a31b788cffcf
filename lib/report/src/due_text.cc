#include "due_text.h"

#include <algorithm>
#include <array>
#include <variant>

#include "format.h"

namespace dunghan::report {
namespace {

using worktime::Explanation;
using worktime::LimitUnit;
using worktime::OpenInterval;

std::string HoursText(const std::vector<OpenInterval>& hours) {
  std::string text;
  for (const OpenInterval& open : hours) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", worktime::ToString(open));
  }
  return text;
}

/// Monday first; days of equal hours side by side share an entry.
std::string WeeklyText(const worktime::CalendarSpec& spec, Language language) {
  constexpr std::array<size_t, 7> kWeek = {1, 2, 3, 4, 5, 6, 0};
  std::string text;
  for (size_t first = 0; first < kWeek.size();) {
    const auto& hours = spec.weekly[kWeek[first]];
    size_t last = first;
    while (last + 1 < kWeek.size() && spec.weekly[kWeek[last + 1]] == hours) ++last;
    if (!hours.empty()) {
      if (!text.empty()) text += "; ";
      text += WeekdayName(kWeek[first], language);
      if (last > first) {
        text += Say(language, " đến {}", " to {}", WeekdayName(kWeek[last], language));
      }
      text += " " + HoursText(hours);
    }
    first = last + 1;
  }
  return text;
}

}  // namespace

bool AddsWorkingTime(LimitUnit unit) {
  return unit != LimitUnit::kCalendarDays && unit != LimitUnit::kMonths;
}

std::string SuspendedFor(const dossier::Facts& facts, Instant from, Instant to, Language language) {
  std::string text;
  for (const dossier::SuspendedSpan& span : facts.suspensions) {
    if (span.from >= to || (span.to && *span.to <= from)) continue;
    text += fmt::format("{}{}", text.empty() ? "" : "; ", Text(span.kind, language));
    if (span.reason) text += fmt::format(" ({})", span.reason.text());
  }
  return text;
}

size_t NumberOf(const rulebook::Version& version, const rulebook::Timeline& timeline) {
  const auto& versions = timeline.versions();
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const auto& one) { return &one == &version; });
  return static_cast<size_t>(found - versions.begin()) + 1;
}

std::string VersionText(const Case& the_case, const rulebook::Version& version, Language language) {
  const worktime::Zone& zone = the_case.terms.calendar->zone();
  std::string text =
      Say(language, "phiên bản {}", "version {}", NumberOf(version, the_case.timeline));
  text += version.effective_from
              ? Say(language, ", áp dụng từ {}", ", in force from {}",
                    Moment(*version.effective_from, zone, language))
              : Say(language, ", áp dụng từ đầu", ", in force from the beginning");
  if (!version.operator_name.empty()) {
    text += Say(language, ", do {} ghi nhận lúc {}", ", recorded by {} at {}",
                version.operator_name, DateTime(version.recorded_at, zone));
  }
  if (!version.reason.empty()) {
    text += Say(language, ", lý do: {}", ", reason: {}", version.reason);
  }
  return text;
}

std::string CalendarText(const Case& the_case, Language language) {
  const worktime::CalendarSpec& spec = the_case.terms.calendar->spec();
  return Say(language, "Lịch làm việc {} (quy định phiên bản {}): {}.",
             "Working calendar {} (rules version {}): {}.", spec.name,
             NumberOf(*the_case.rules.judged_by, the_case.timeline), WeeklyText(spec, language));
}

std::string CalendarReach(const Case& the_case, Language language) {
  const worktime::WorkingCalendar& calendar = *the_case.terms.calendar;
  return Say(language, "lịch làm việc {} chỉ có từ ngày {} đến hết ngày {}",
             "the working calendar {} goes from {} through {} only", calendar.name(),
             Date(calendar.valid_from()), Date(calendar.valid_to()));
}

Instant TurningPoint(const dossier::BasisJudgement& basis, const dossier::Facts& facts) {
  const Instant late_from = *basis.overdue_from;
  return std::max(basis.by_date ? late_from : late_from - std::chrono::milliseconds{1},
                  facts.receipt->at);
}

void DueText::Tell(const Explanation& explanation) {
  for (const Explanation::Step& step : explanation.steps) {
    std::visit([this](const auto& part) { Tell(part); }, step);
  }
}

std::string DueText::At(Instant instant) const { return Moment(instant, zone_, language_); }

void DueText::Tell(const Explanation::Rule& rule) {
  limit_ = rule.limit;
  const std::string day = DayName(rule.first_day, language_);
  switch (rule.limit.unit) {
    case LimitUnit::kWorkingDays:
      return Add(Say(language_, "Ngày làm việc thứ nhất là {}.", "Working day 1 is {}.", day));
    case LimitUnit::kCalendarDays:
      return Add(Say(language_, "Ngày thứ nhất là {}.", "Day 1 is {}.", day));
    case LimitUnit::kMonths:
      return Add(Say(language_, "Các tháng tính từ {}.", "Months count from {}.", day));
    case LimitUnit::kSameDay:
      if (!rule.after_cutoff) return;
      return Add(
          Say(language_, "Tiếp nhận từ giờ chốt trở đi.", "That is at or after the cut-off."));
    case LimitUnit::kWorkingHours:
    case LimitUnit::kWorkingSeconds:
      return Add(
          Say(language_, "Bắt đầu tính từ {}.", "The clock starts at {}.", At(rule.first_instant)));
  }
}

void DueText::Tell(const Explanation::Counted& counted) {
  Add(Say(language_, "Từ {} đến hết {}: {} ngày làm việc, {} ngày nghỉ.",
          "From {} through {}: working days {}, days off {}.", Date(counted.from), Date(counted.to),
          counted.working_days, counted.days_off));
}

void DueText::Tell(const Explanation::Exception& day) {
  std::string line = day.working
                         ? Say(language_, "Làm việc {} ({})", "Open on {} ({})",
                               DayName(day.date, language_), HoursText(day.hours))
                         : Say(language_, "Nghỉ {}", "Closed on {}", DayName(day.date, language_));
  if (!day.name.empty()) line += ": " + day.name;
  if (!day.source.empty()) line += Say(language_, ", theo {}", ", by {}", day.source);
  if (!day.confirmed) {
    line += Say(language_, " (chưa được công bố chính thức)", " (not announced yet)");
  }
  Add(line + ".");
}

void DueText::Tell(const Explanation::Pause& pause) {
  const std::string span =
      Say(language_, "Tạm dừng từ {} đến {}, {}", "Suspended from {} to {}, {}", At(pause.from),
          At(pause.to), SuspendedFor(case_.facts, pause.from, pause.to, language_));
  if (!pause.counted) {
    return Add(span + Say(language_, ": không tính, vì bắt đầu khi đã hết hạn.",
                          ": does not count, because it began after the due."));
  }
  if (AddsWorkingTime(limit_.unit)) {
    return Add(span + Say(language_, ": cộng thêm {} làm việc.", ": adds {} of working time.",
                          Hours(pause.added, language_)));
  }
  Add(span + Say(language_, ": cộng thêm {}.", ": adds {}.", DaysAndHours(pause.added, language_)));
}

void DueText::Tell(const Explanation::Moved& moved) {
  const std::string due = Closing(moved.unsuspended.at, moved.unsuspended.date, zone_, language_);
  std::string total = Hours(moved.total, language_);
  if (!AddsWorkingTime(limit_.unit)) {
    total = Say(language_, "{}, làm tròn lên {} ngày", "{}, rounded up to days: {}",
                DaysAndHours(moved.total, language_), moved.days);
  }
  Add(Say(language_, "Nếu không tạm dừng, hạn là {}; tổng thời gian cộng thêm: {}.",
          "Without suspensions the due would be {}; added in all: {}.", due, total));
}

void DueText::Tell(const Explanation::Rolled& rolled) {
  Add(Say(language_, "{} là ngày nghỉ, nên hạn chuyển sang {} (Bộ luật Dân sự 2015, Điều 148).",
          "{} is a day off, so the due moves to {} (Civil Code 2015, article 148).",
          DayName(rolled.from, language_), DayName(rolled.to, language_)));
}

}  // namespace dunghan::report
