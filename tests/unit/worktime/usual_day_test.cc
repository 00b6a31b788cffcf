#include "dunghan/worktime/usual_day.h"

#include <gtest/gtest.h>

namespace dunghan::worktime {
namespace {

using std::chrono::minutes;

TEST(UsualDay, IsWhatMostDaysAreOpen) {
  const auto open = [](std::string_view text) { return ParseOpenInterval(text).value(); };
  CalendarSpec spec{.name = "x", .zone = "Asia/Ho_Chi_Minh"};
  for (size_t day = 1; day <= 5; ++day)
    spec.weekly[day] = {open("07:30-11:30"), open("13:30-17:00")};
  spec.weekly[6] = {open("07:30-11:30")};
  EXPECT_EQ(UsualDay(WorkingCalendar::Build(spec).value()), minutes{450});
  for (size_t day = 1; day <= 5; ++day) spec.weekly[day] = {};
  spec.weekly[0] = {open("08:00-09:00")};
  EXPECT_EQ(UsualDay(WorkingCalendar::Build(spec).value()), minutes{240})
      << "of as many of each, the longer";
}

}  // namespace
}  // namespace dunghan::worktime
