#include "season.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dunghan::simulate {
namespace {

using std::chrono::days;

// Per cent; index 0 = Sunday, of Saturdays worked to make up for another day.
constexpr std::array<uint64_t, 7> kWeekday = {60, 125, 108, 100, 96, 90, 60};
constexpr std::array<uint64_t, 12> kMonth = {95,  92,  110, 104, 106, 104,
                                             103, 106, 101, 100, 96,  90};

/// "Tết Nguyên Đán", "29 Tết"; not "Tết Dương lịch", the first of January.
bool IsNewYear(const worktime::CalendarException& exception) {
  const std::string_view name = exception.name;
  return exception.hours.empty() && name.find("Tết") != std::string_view::npos &&
         name.find("Dương lịch") == std::string_view::npos;
}

/// By days left before it, per cent.
uint64_t Before(int64_t left) { return left > 14 ? 100 : left > 7 ? 88 : left > 3 ? 68 : 45; }
/// By days gone since.
uint64_t After(int64_t gone) { return gone > 21 ? 100 : gone > 14 ? 112 : gone > 7 ? 130 : 155; }

}  // namespace

Season::Season(const worktime::WorkingCalendar& calendar) {
  constexpr days kWeekend{3};
  for (const auto* exception : calendar.ExceptionsIn(calendar.valid_from(), calendar.valid_to())) {
    if (!IsNewYear(*exception)) continue;
    if (new_years_.empty() || exception->date - new_years_.back().last > kWeekend) {
      new_years_.push_back({exception->date, exception->date});
    }
    new_years_.back().last = exception->date;
  }
}

uint64_t Season::BusyOn(LocalDay day) const {
  const std::chrono::year_month_day date{day};
  const uint64_t busy = kWeekday[std::chrono::weekday{day}.c_encoding()] *
                        kMonth[static_cast<unsigned>(date.month()) - 1] / 10;
  const auto next = std::partition_point(new_years_.begin(), new_years_.end(),
                                         [&](const NewYear& year) { return year.last < day; });
  uint64_t per_cent = 100;
  if (next != new_years_.end()) {
    per_cent = Before(std::max<int64_t>(0, (next->first - day).count()));
  }
  if (next != new_years_.begin()) {
    per_cent = per_cent * After((day - std::prev(next)->last).count()) / 100;
  }
  return busy * per_cent / 100;
}

}  // namespace dunghan::simulate
