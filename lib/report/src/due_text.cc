#include "due_text.h"

#include <algorithm>
#include <array>
#include <variant>

#include "dunghan/worktime/office_day.h"
#include "format.h"

namespace dunghan::report {

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

std::string WeeklyText(const worktime::CalendarSpec& spec, Language language) {
  // From Monday on; calendars have them from Sunday.
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

bool AddsWorkingTime(LimitUnit unit) {
  return unit != LimitUnit::kCalendarDays && unit != LimitUnit::kMonths;
}

std::string SuspendedFor(const dossier::Facts& facts, Instant from, Instant to, Language language) {
  std::string text;
  for (const dossier::SuspendedSpan& span : facts.suspensions) {
    if (span.from >= to || (span.to && *span.to <= from)) continue;
    text += fmt::format("{}{}", text.empty() ? "" : "; ", Text(span.kind, language));
    if (span.reason) text += fmt::format(" ({})", ReasonText(span.reason.text(), language));
  }
  return text;
}

size_t NumberOf(const rulebook::Version& version, const rulebook::Timeline& timeline) {
  const auto& versions = timeline.versions();
  const auto found = std::find_if(versions.begin(), versions.end(),
                                  [&](const auto& one) { return &one == &version; });
  return static_cast<size_t>(found - versions.begin()) + 1;
}

std::string VersionText(const rulebook::Version& version, const rulebook::Timeline& timeline,
                        const worktime::Zone& zone, Language language) {
  std::string text = Say(language, "phiên bản {}", "version {}", NumberOf(version, timeline));
  text += version.effective_from
              ? Say(language, ", áp dụng từ {}", ", in force from {}",
                    Moment(*version.effective_from, zone, language))
              : Say(language, ", áp dụng từ đầu", ", in force from the beginning");
  if (!version.operator_name.empty()) {
    text += Say(language, ", do {} ghi nhận lúc {}", ", recorded by {} at {}",
                OperatorText(version.operator_name, language), DateTime(version.recorded_at, zone));
  }
  if (!version.reason.empty()) {
    text += Say(language, ", lý do: {}", ", reason: {}", version.reason);
  }
  return text;
}

std::string CalendarText(const SeenDossier& seen, Language language) {
  const worktime::WorkingCalendar& calendar = *seen.judged.terms.calendar;
  return Say(language, "Lịch làm việc {} (bộ quy tắc phiên bản {}): {}; {}.",
             "Working calendar {} (rulebook version {}): {}; {}.", calendar.name(),
             NumberOf(*seen.rules.judged_by, seen.timeline), WeeklyText(calendar.spec(), language),
             UsualDayText(worktime::UsualDay(calendar), language));
}

std::string CalendarReach(const SeenDossier& seen, Language language) {
  const worktime::WorkingCalendar& calendar = *seen.judged.terms.calendar;
  return Say(language, "lịch làm việc {} chỉ có từ ngày {} đến hết ngày {}",
             "the working calendar {} goes from {} through {} only", calendar.name(),
             Date(calendar.valid_from()), Date(calendar.valid_to()));
}

Instant TurningPoint(const dossier::BasisJudgement& basis, const dossier::Facts& facts) {
  const Instant late_from = *basis.overdue_from;
  return std::max(basis.by_date ? late_from : late_from - std::chrono::milliseconds{1},
                  facts.receipt->at);
}

std::string DayText(const Explanation::Exception& day, Language language) {
  std::string line = day.working
                         ? Say(language, "Làm việc {} ({})", "Open on {} ({})",
                               DayName(day.date, language), HoursText(day.hours))
                         : Say(language, "Nghỉ {}", "Closed on {}", DayName(day.date, language));
  if (!day.name.empty()) line += ": " + day.name;
  if (!day.source.empty()) line += Say(language, ", theo {}", ", by {}", day.source);
  if (!day.confirmed) {
    line += Say(language, " (chưa được công bố chính thức)", " (not announced yet)");
  }
  return line;
}

bool ClockStands(const dossier::Facts& facts, const dossier::Terms& terms) {
  const auto question = dossier::AskLawful(facts, terms);
  return question && question->open_since;
}

void DueText::Tell(const Explanation& explanation) {
  due_ = explanation.due;
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
  counted_to_ = counted.to;
  Add(Say(language_, "Từ {} đến hết {}: {} ngày làm việc, {} ngày nghỉ.",
          "From {} through {}: working days {}, days off {}.", Date(counted.from), Date(counted.to),
          counted.working_days, counted.days_off));
}

void DueText::Tell(const Explanation::Exception& day) { Add(DayText(day, language_) + "."); }

void DueText::Tell(const Explanation::Pause& pause) {
  const std::string span = Say(language_, "Tạm dừng tính thời gian từ {} đến {}, {}",
                               "Suspended from {} to {}, {}", At(pause.from), At(pause.to),
                               SuspendedFor(seen_.judged.facts, pause.from, pause.to, language_));
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
  TellLastStep(moved);
}

/// From the due without suspensions to the one with them, before it is rolled off a day off.
void DueText::TellLastStep(const Explanation::Moved& moved) {
  if (moved.total.count() == 0) return;
  if (!AddsWorkingTime(limit_.unit)) {
    return Add(Say(language_, "{} ngày sau {} là {}.", "{} days after {} is {}.", moved.days,
                   DayName(counted_to_, language_),
                   DayName(counted_to_ + std::chrono::days{moved.days}, language_)));
  }
  const auto reached =
      seen_.judged.terms.calendar->AddWorkingTime(moved.unsuspended.at, moved.total);
  if (!reached) return;
  std::string line = Say(language_, "{} làm việc sau {} là {}", "{} of working time after {} is {}",
                         Hours(moved.total, language_),
                         Closing(moved.unsuspended.at, moved.unsuspended.date, zone_, language_),
                         Closing(*reached, due_.date, zone_, language_));
  if (*reached != due_.at) {
    line += Say(language_, "; chuyển tới hết giờ làm việc ngày đó, {}",
                "; carried to the closing of that day, {}",
                // A day that closes at 24:00 ends with the first instant of the next.
                zone_.DayOf(due_.at) == due_.date ? Time(due_.at, zone_) : "24:00");
  }
  Add(line + ".");
}

void DueText::Tell(const Explanation::Rolled& rolled) {
  Add(Say(language_, "{} là ngày nghỉ, nên hạn chuyển sang {} (Bộ luật Dân sự 2015, Điều 148).",
          "{} is a day off, so the due moves to {} (Civil Code 2015, article 148).",
          DayName(rolled.from, language_), DayName(rolled.to, language_)));
}

}  // namespace dunghan::report
