#include "format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "dunghan/base/time.h"

namespace dunghan::report {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 7> kDaysVi = {"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                     "thứ Năm",  "thứ Sáu", "thứ Bảy"};
constexpr std::array<std::string_view, 7> kDaysEn = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};

char Point(Language language) { return language == Language::kVi ? ',' : '.'; }
std::string_view PercentSign(Language language) { return language == Language::kVi ? " %" : "%"; }

struct Unit {
  int64_t ms;
  std::string_view vi;
  std::string_view en;
};
constexpr Unit kDay{86'400'000, "ngày", "d"};
constexpr Unit kHour{3'600'000, "giờ", "h"};
constexpr Unit kMinute{60'000, "phút", "min"};
constexpr Unit kSecond{1'000, "giây", "s"};

/// "9 giờ 30 phút": the units that are not nothing; of nothing, the smallest.
template <size_t kSize>
std::string InUnits(milliseconds time, const std::array<Unit, kSize>& units, Language language) {
  std::string text;
  int64_t rest = time.count();
  for (const Unit& unit : units) {
    const int64_t count = rest / unit.ms;
    rest %= unit.ms;
    const bool last = unit.ms == units.back().ms;
    if (count == 0 && !(last && text.empty())) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{} {}", Number(count, language),
                        language == Language::kVi ? unit.vi : unit.en);
  }
  return text;
}

/// Of a per cent.
std::string Hundredths(int64_t count, Language language) {
  return fmt::format("{}{}{:02}{}", count / 100, Point(language), count % 100,
                     PercentSign(language));
}

std::string Amount(int64_t amount, std::string_view vi, std::string_view en, Language language) {
  return Say(language, "{0} {1}", "{0} {2}{3}", amount, vi, en, amount == 1 ? "" : "s");
}

}  // namespace

std::string Number(int64_t value, Language language) {
  std::string digits = fmt::format("{}", value < 0 ? -value : value);
  const char mark = language == Language::kVi ? '.' : ',';
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, mark);
  return value < 0 ? "-" + digits : digits;
}

std::string Percent(const figures::Rate& rate, Language language) {
  if (rate.all == 0) return "—";
  // Cut, not rounded: a rate just below its target must not read as the target.
  return Hundredths(rate.on_time * 10'000 / rate.all, language);
}

std::string Share(double share, Language language) {
  // Cut already: this rounds off only what a double cannot hold exactly.
  return Hundredths(std::llround(figures::CutShare(share) * 10'000), language);
}

std::string TwoDigits(double value, Language language) {
  const auto hundredths = std::llround(value * 100);
  return fmt::format("{}{}{:02}", hundredths / 100, Point(language), hundredths % 100);
}

std::string PerMille(int per_mille, Language language) {
  if (per_mille % 10 == 0) return fmt::format("{}{}", per_mille / 10, PercentSign(language));
  return fmt::format("{}{}{}{}", per_mille / 10, Point(language), per_mille % 10,
                     PercentSign(language));
}

std::string TargetText(const figures::Target& target, Language language) {
  const std::string share = PerMille(target.per_mille, language);
  if (target.is == figures::TargetIs::kAbove) return Say(language, "trên {}", "above {}", share);
  return Say(language, "từ {} trở lên", "at least {}", share);
}

std::string Date(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

std::string_view WeekdayName(size_t c_encoding, Language language) {
  return (language == Language::kVi ? kDaysVi : kDaysEn).at(c_encoding);
}

std::string DayName(LocalDay day, Language language) {
  const size_t weekday = std::chrono::weekday{day}.c_encoding();
  return fmt::format("{} {}", WeekdayName(weekday, language), Date(day));
}

std::string Time(Instant at, const worktime::Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  const auto ms = (local - std::chrono::floor<std::chrono::days>(local)).count();
  std::string text = fmt::format("{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60);
  if (ms % 60'000 != 0) text += fmt::format(":{:02}", ms / 1000 % 60);
  if (ms % 1000 != 0) text += fmt::format(".{:03}", ms % 1000);
  return text;
}

std::string Moment(Instant at, const worktime::Zone& zone, Language language) {
  return fmt::format("{} {}", Time(at, zone), DayName(zone.DayOf(at), language));
}

std::string DateTime(Instant at, const worktime::Zone& zone) {
  return fmt::format("{} {}", Date(zone.DayOf(at)), Time(at, zone));
}

std::string Exactly(Instant at, const worktime::Zone& zone) {
  // "2021-07-01T08:00:00+07:00"
  const std::string text = zone.Format(std::chrono::floor<std::chrono::seconds>(at));
  return fmt::format("{} {} {}", Date(zone.DayOf(at)), text.substr(11, 8), text.substr(19));
}

std::string Closing(Instant at, LocalDay day, const worktime::Zone& zone, Language language) {
  if (zone.DayOf(at) == day) return Moment(at, zone, language);
  return fmt::format("24:00 {}", DayName(day, language));
}

std::string Due(const dossier::DueClaim& due, LocalDay day, const worktime::Zone& zone,
                Language language) {
  const auto* instant = std::get_if<Instant>(&due);
  return instant ? Closing(*instant, day, zone, language) : DayName(day, language);
}

std::string Claimed(const dossier::DueClaim& due, const worktime::Zone& zone, Language language) {
  const dossier::DueClaim read = dossier::AsRead(due, zone);
  const auto* day = std::get_if<LocalDay>(&read);
  if (!day) return Moment(std::get<Instant>(read), zone, language);
  std::string text = DayName(*day, language);
  if (const auto* said = std::get_if<Instant>(&due)) {
    text += Say(language, " (nguồn ghi {}, tính là ngày)", " (said as {}, taken for a date)",
                Time(*said, zone));
  }
  return text;
}

std::string Limit(const worktime::TimeLimit& limit, Language language) {
  using worktime::LimitUnit;
  switch (limit.unit) {
    case LimitUnit::kWorkingDays:
      return Amount(limit.amount, "ngày làm việc", "working day", language);
    case LimitUnit::kWorkingHours:
      return Amount(limit.amount, "giờ làm việc", "working hour", language);
    case LimitUnit::kWorkingSeconds:
      return Amount(limit.amount, "giây làm việc", "working second", language);
    case LimitUnit::kCalendarDays:
      return Amount(limit.amount, "ngày", "calendar day", language);
    case LimitUnit::kMonths:
      return Amount(limit.amount, "tháng", "month", language);
    case LimitUnit::kSameDay:
      return Say(language, "trong ngày", "the same day");
  }
  return {};
}

std::string Hours(milliseconds time, Language language) {
  return InUnits(time, std::array{kHour, kMinute, kSecond}, language);
}

std::string DaysAndHours(milliseconds time, Language language) {
  return InUnits(time, std::array{kDay, kHour, kMinute, kSecond}, language);
}

std::string Worked(milliseconds time, milliseconds usual_day, Language language) {
  if (usual_day.count() <= 0 || time < usual_day) return Hours(time, language);
  const auto tenths = [&](int64_t unit) {
    const int64_t count = (time.count() * 10 + unit / 2) / unit;
    return fmt::format("{}{}{}", Number(count / 10, language), Point(language), count % 10);
  };
  return Say(language, "{} giờ = {} ngày làm việc", "{} hours = {} working days", tenths(kHour.ms),
             tenths(usual_day.count()));
}

std::string UsualDayText(milliseconds usual_day, Language language) {
  return Say(language, "một ngày làm việc tính là {}", "a working day is taken as {}",
             Hours(usual_day, language));
}

std::string NoDueText(dossier::NoDue reason, Language language) {
  if (reason == dossier::NoDue::kSuspended) {
    return Say(language, "chưa xác định (đang tạm dừng tính thời gian)",
               "not known yet (suspended)");
  }
  if (reason == dossier::NoDue::kNoReceipt) {
    return Say(language, "chưa có (chưa tiếp nhận)", "none yet (not received)");
  }
  return fmt::format("{} ({})", Text(Term::kNoDue, language), Text(reason, language));
}

const std::string& NameOf(const statement::Named& named, Language language) {
  return language == Language::kVi ? named.name : named.name_en;
}

std::string WithCode(const statement::Named& named, Language language) {
  const std::string& name = NameOf(named, language);
  return named.code.empty() || name == named.code ? name : fmt::format("{} ({})", name, named.code);
}

}  // namespace dunghan::report
