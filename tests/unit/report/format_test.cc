#include "format.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan::report {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const worktime::Zone kZone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value();

TEST(Format, GroupsDigits) {
  EXPECT_EQ(Number(999, Language::kVi), "999");
  EXPECT_EQ(Number(1'234'567, Language::kVi), "1.234.567");
  EXPECT_EQ(Number(-1'000, Language::kEn), "-1,000");
}

TEST(Format, CutsRatesToTwoPlaces) {
  EXPECT_EQ(Percent({9852, 10'000}, Language::kVi), "98,52 %");
  EXPECT_EQ(Percent({979'999, 1'000'000}, Language::kVi), "97,99 %");
  EXPECT_EQ(Percent({1, 1}, Language::kEn), "100.00%");
  EXPECT_EQ(Percent({1, 2'000}, Language::kEn), "0.05%");
  EXPECT_EQ(Percent({0, 0}, Language::kVi), "—");
}

TEST(Format, WritesTargetsAsTheyAreSaid) {
  EXPECT_EQ(TargetText({980, figures::TargetIs::kAbove}, Language::kVi), "trên 98 %");
  EXPECT_EQ(TargetText({985, figures::TargetIs::kAtLeast}, Language::kVi), "từ 98,5 % trở lên");
}

TEST(Format, WritesMomentsAsTheWallClockShowsThem) {
  EXPECT_EQ(Moment(test::At("2021-06-07 08:00"), kZone, Language::kVi), "08:00 thứ Hai 07/06/2021");
  EXPECT_EQ(Moment(test::At("2021-06-13 08:00:05"), kZone, Language::kEn),
            "08:00:05 Sunday 13/06/2021");
  EXPECT_EQ(Exactly(test::At("2021-07-01 08:00"), kZone), "01/07/2021 08:00:00 +07:00");
  EXPECT_EQ(Closing(test::At("2021-06-08 00:00"), test::Day("2021-06-07"), kZone, Language::kVi),
            "24:00 thứ Hai 07/06/2021");
}

TEST(Format, WritesDurationsWithoutEmptyUnits) {
  EXPECT_EQ(Hours(hours{9} + minutes{30}, Language::kVi), "9 giờ 30 phút");
  EXPECT_EQ(Hours(hours{30}, Language::kEn), "30 h");
  EXPECT_EQ(DaysAndHours(hours{51}, Language::kVi), "2 ngày 3 giờ");
  EXPECT_EQ(Hours(hours{0}, Language::kVi), "0 giây");
}

TEST(Format, WritesLongWorkingTimesInWorkingDays) {
  const minutes day{450};
  EXPECT_EQ(Worked(minutes{1908}, day, Language::kVi), "31,8 giờ = 4,2 ngày làm việc");
  EXPECT_EQ(Worked(minutes{1908}, day, Language::kEn), "31.8 hours = 4.2 working days");
  EXPECT_EQ(Worked(minutes{449}, day, Language::kVi), "7 giờ 29 phút");
  EXPECT_EQ(Worked(day, day, Language::kVi), "7,5 giờ = 1,0 ngày làm việc");
  EXPECT_EQ(Worked(minutes{453}, day, Language::kVi), "7,6 giờ = 1,0 ngày làm việc") << "half up";
  EXPECT_EQ(Worked(hours{75'000}, day, Language::kVi), "75.000,0 giờ = 10.000,0 ngày làm việc");
  EXPECT_EQ(Worked(hours{75'000}, {}, Language::kEn), "75,000 h");
}

TEST(Format, WritesLimits) {
  const auto text = [](std::string_view limit, Language language) {
    return Limit(worktime::ParseTimeLimit(limit).value(), language);
  };
  EXPECT_EQ(text("5wd", Language::kVi), "5 ngày làm việc");
  EXPECT_EQ(text("1wd", Language::kEn), "1 working day");
  EXPECT_EQ(text("8wh", Language::kEn), "8 working hours");
  EXPECT_EQ(text("2mo", Language::kVi), "2 tháng");
  EXPECT_EQ(text("sd", Language::kVi), "trong ngày");
}

}  // namespace
}  // namespace dunghan::report
