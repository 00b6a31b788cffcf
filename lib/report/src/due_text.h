#pragma once

#include <string>
#include <vector>

#include "dunghan/report/explanation_text.h"
#include "dunghan/worktime/due.h"

namespace dunghan::report {

/// Whether suspensions add working time to such a limit rather than calendar days.
bool AddsWorkingTime(worktime::LimitUnit unit);

/// What a suspension was for, with the reasons given: "chờ bổ sung hồ sơ (thieu-giay-to)". Several
/// that overlap are one suspension to the clock.
std::string SuspendedFor(const dossier::Facts& facts, Instant from, Instant to, Language language);

/// The calendar of a case with its hours, and the version it is taken from.
std::string CalendarText(const SeenDossier& seen, Language language);

/// How far the calendar of a case goes: why a due beyond it cannot be worked out.
std::string CalendarReach(const SeenDossier& seen, Language language);

/// "phiên bản 2, áp dụng từ ..., do ... ghi nhận lúc ...".
std::string VersionText(const rulebook::Version& version, const rulebook::Timeline& timeline,
                        const worktime::Zone& zone, Language language);
inline std::string VersionText(const SeenDossier& seen, const rulebook::Version& version,
                               Language language) {
  return VersionText(version, seen.timeline, seen.judged.terms.calendar->zone(), language);
}
/// "Nghỉ thứ Ba 15/06/2021: Ngày hội, theo Thông báo 1", "Làm việc thứ Bảy ... (07:30-11:30)".
std::string DayText(const worktime::Explanation::Exception& day, Language language);
/// "07:30-11:30, 13:30-17:00".
std::string HoursText(const std::vector<worktime::OpenInterval>& hours);
/// Monday first, days of equal hours side by side: "thứ Hai đến thứ Sáu 07:30-11:30".
std::string WeeklyText(const worktime::CalendarSpec& spec, Language language);
/// From 1, in the order of recording.
size_t NumberOf(const rulebook::Version& version, const rulebook::Timeline& timeline);

/// The due itself where finishes are compared by instant, the midnight after it where by date: what
/// is left, and what is late, is counted from there; from the receipt where the due lies before it.
/// REQUIRES: overdue_from and a receipt.
Instant TurningPoint(const dossier::BasisJudgement& basis, const dossier::Facts& facts);

/// Whether a stop still goes on that began before the lawful due, so that what is left of the limit
/// stays what it was when it began.
bool ClockStands(const dossier::Facts& facts, const dossier::Terms& terms);

/// Puts the way to a due into sentences, but for the rule's law and the due itself.
class DueText {
 public:
  DueText(const SeenDossier& seen, Language language)
      : seen_(seen), language_(language), zone_(seen.judged.terms.calendar->zone()) {}

  void Tell(const worktime::Explanation& explanation);

  void Add(std::string line) { lines_.push_back(std::move(line)); }
  std::string At(Instant instant) const;
  std::vector<std::string> Take() { return std::move(lines_); }

 private:
  void Tell(const worktime::Explanation::Rule& rule);
  void Tell(const worktime::Explanation::Counted& counted);
  void Tell(const worktime::Explanation::Exception& day);
  void Tell(const worktime::Explanation::Pause& pause);
  void Tell(const worktime::Explanation::Moved& moved);
  void TellLastStep(const worktime::Explanation::Moved& moved);
  void Tell(const worktime::Explanation::Rolled& rolled);

  const SeenDossier& seen_;
  Language language_;
  const worktime::Zone& zone_;
  worktime::TimeLimit limit_;
  LocalDay counted_to_{};
  worktime::DueDate due_{};
  std::vector<std::string> lines_;
};

}  // namespace dunghan::report
