#pragma once

#include <fmt/format.h>

#include <string>

#include "dunghan/dossier/event.h"
#include "dunghan/figures/figures.h"
#include "dunghan/report/labels.h"
#include "dunghan/statement/names.h"
#include "dunghan/worktime/calendar.h"
#include "dunghan/worktime/limit.h"
#include "dunghan/worktime/zone.h"

/// Numbers, dates and durations as they are written in print.
namespace dunghan::report {

/// A sentence in the language asked for. Both texts take the same arguments.
template <class... Args>
std::string Say(Language language, fmt::format_string<Args...> vi, fmt::format_string<Args...> en,
                Args&&... args) {
  return fmt::format(language == Language::kVi ? vi : en, std::forward<Args>(args)...);
}

std::string Number(int64_t value, Language language);  ///< "1.234" or "1,234"
/// "98,52 %", cut and not rounded; "—" for 0/0.
std::string Percent(const figures::Rate& rate, Language language);
std::string Share(double share, Language language);      ///< "96,39 %", cut: of what is no rate
std::string TwoDigits(double value, Language language);  ///< "17,69"; cut by the caller
std::string PerMille(int per_mille, Language language);  ///< "98 %" or "98,5 %"
std::string TargetText(const figures::Target& target, Language language);  ///< "trên 98 %"

std::string_view WeekdayName(size_t c_encoding, Language language);  ///< 1 is "thứ Hai"
std::string Date(LocalDay day);                                      ///< "07/06/2021"
std::string DayName(LocalDay day, Language language);                ///< "thứ Hai 07/06/2021"
std::string Time(Instant at, const worktime::Zone& zone);            ///< "08:00", "08:00:05"
/// "08:00 thứ Hai 07/06/2021".
std::string Moment(Instant at, const worktime::Zone& zone, Language language);
/// "07/06/2021 08:00".
std::string DateTime(Instant at, const worktime::Zone& zone);
/// "01/07/2021 08:00:00 +07:00", to the second.
std::string Exactly(Instant at, const worktime::Zone& zone);
/// A closing: the midnight that ends its day is 24:00 of that day.
std::string Closing(Instant at, LocalDay day, const worktime::Zone& zone, Language language);
/// A due of that day, in the form it has: a date, or an instant, which may close its day.
std::string Due(const dossier::DueClaim& due, LocalDay day, const worktime::Zone& zone,
                Language language);
/// A due as claimed; of a midnight, that it is taken for a date.
std::string Claimed(const dossier::DueClaim& due, const worktime::Zone& zone, Language language);

std::string Limit(const worktime::TimeLimit& limit, Language language);  ///< "5 ngày làm việc"
/// "9 giờ 30 phút"; of calendar time "2 ngày 3 giờ".
std::string Hours(std::chrono::milliseconds time, Language language);
std::string DaysAndHours(std::chrono::milliseconds time, Language language);

/// Working time for reading: below a usual day as Hours, else "31,8 giờ = 4,2 ngày làm việc", both
/// rounded half up. Without a usual day as Hours.
std::string Worked(std::chrono::milliseconds time, std::chrono::milliseconds usual_day,
                   Language language);
/// What a working day is in that: "Một ngày làm việc tính là 7 giờ 30 phút".
std::string UsualDayText(std::chrono::milliseconds usual_day, Language language);

/// The name to show.
const std::string& NameOf(const statement::Named& named, Language language);

/// In the place of a due: that there is none, or that it is not known yet, and why.
std::string NoDueText(dossier::NoDue reason, Language language);
/// "Sở A (000.00.19.H52)"; the code alone where it has no name.
std::string WithCode(const statement::Named& named, Language language);

}  // namespace dunghan::report
