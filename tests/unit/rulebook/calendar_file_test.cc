#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::string_view kTimetable =
    "name = \"office\"\n"
    "zone = \"Asia/Ho_Chi_Minh\"\n"
    "valid = { from = 2021-01-01, to = 2021-12-31 }\n"
    "[hours]\n"
    "mon = [\"13:30-17:00\", \"07:30-11:30\"]\n";

std::vector<std::string> ProblemsOf(std::string_view text) {
  const Folder folder;
  return folder.Printed(LoadCalendarFile(folder.Write("office.toml", text)).problems);
}

TEST(CalendarFile, ReadsHoursAndExceptions) {
  const Folder folder;
  const auto loaded = LoadCalendarFile(folder.Write(
      "office.toml", std::string(kTimetable) +
                         "[[exception]]\ndate = 2021-04-30\nname = \"Ngày Chiến thắng\"\n"
                         "source = \"Bộ luật Lao động\"\n"
                         "[[exception]]\ndate = 2021-05-08\nhours = [\"08:00-24:00\"]\n"
                         "confirmed = false\n"));
  ASSERT_THAT(folder.Printed(loaded.problems), IsEmpty());
  EXPECT_EQ(loaded.name, "office");
  const worktime::CalendarSpec& spec = *loaded.spec;
  EXPECT_EQ(spec.zone, "Asia/Ho_Chi_Minh");
  EXPECT_EQ(spec.valid_from, local_days{2021y / 1 / 1});
  EXPECT_EQ(spec.valid_to, local_days{2021y / 12 / 31});
  EXPECT_EQ(spec.weekly[1].size(), 2U);
  EXPECT_THAT(spec.weekly[0], IsEmpty());
  ASSERT_EQ(spec.exceptions.size(), 2U);
  EXPECT_EQ(spec.exceptions[0].date, local_days{2021y / 4 / 30});
  EXPECT_EQ(spec.exceptions[0].name, "Ngày Chiến thắng");
  EXPECT_EQ(spec.exceptions[0].source, "Bộ luật Lao động");
  EXPECT_TRUE(spec.exceptions[0].confirmed);
  EXPECT_THAT(spec.exceptions[0].hours, IsEmpty());
  EXPECT_THAT(spec.exceptions[1].hours, ElementsAre(worktime::OpenInterval{hours{8}, hours{24}}));
  EXPECT_FALSE(spec.exceptions[1].confirmed);
}

TEST(CalendarFile, LeavesTheKeepersNotesAlone) {
  const std::string day = std::string(kTimetable) + "[[exception]]\ndate = 2021-04-30\n";
  EXPECT_THAT(ProblemsOf(day + "source = \"Thông báo 1\"\nnote = \"theo bản chụp\"\n"), IsEmpty());
  EXPECT_THAT(ProblemsOf(day + "note = 1\n"),
              ElementsAre("office.toml:8: exception.note: expected a text, got a whole number"));
}

TEST(CalendarFile, AcceptsAByteOrderMarkAndCarriageReturns) {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : kTimetable) text += c == '\n' ? "\r\n" : std::string(1, c);
  EXPECT_THAT(ProblemsOf(text), IsEmpty());
}

TEST(CalendarFile, SaysWhichKeysAreMissing) {
  EXPECT_THAT(ProblemsOf("[hours]\nmon = [\"07:30-11:30\"]\n"),
              ElementsAre("office.toml: name: required key is missing",
                          "office.toml: zone: required key is missing",
                          "office.toml: valid: required key is missing"));
  EXPECT_THAT(ProblemsOf("name = \"a\"\nzone = \"UTC\"\nvalid = { to = 2021-12-31 }\n"),
              ElementsAre("office.toml: hours: required key is missing",
                          "office.toml:3: valid.from: required key is missing"));
}

TEST(CalendarFile, SuggestsTheNearestKey) {
  EXPECT_THAT(ProblemsOf("nme = \"x\"\n" + std::string(kTimetable) +
                         "tuesday = [\"07:30-11:30\"]\n"
                         "tues = [\"07:30-11:30\"]\n"
                         "[[exception]]\ndate = 2021-04-30\nconfirm = true\n"),
              ElementsAre("office.toml:1: nme: unknown key (did you mean \"name\"?)",
                          "office.toml:7: hours.tuesday: unknown key",
                          "office.toml:8: hours.tues: unknown key (did you mean \"tue\"?)",
                          "office.toml:11: exception.confirm: unknown key (did you mean "
                          "\"confirmed\"?)"));
}

TEST(CalendarFile, ReportsEveryWrongValueWithItsLine) {
  EXPECT_THAT(
      ProblemsOf("name = 7\n"
                 "zone = \"Asia/Hanoi\"\n"
                 "valid = { from = \"2021-01-01\", to = 2021-12-31 }\n"
                 "[hours]\n"
                 "mon = \"07:30-11:30\"\n"
                 "tue = [\"07:30-11:30\",\n"
                 "       \"17:00-13:30\"]\n"
                 "wed = [\"07:30-11:30\", \"11:00-17:00\"]\n"
                 "[[exception]]\n"
                 "date = 2021-04-30\n"
                 "confirmed = \"yes\"\n"
                 "[[exception]]\n"
                 "name = \"Quốc khánh\"\n"),
      ElementsAre("office.toml:1: name: expected a text, got a whole number",
                  "office.toml:2: zone: no time zone \"Asia/Hanoi\" in the IANA database",
                  "office.toml:3: valid.from: expected a date without quotation marks like "
                  "2021-06-07, got \"2021-01-01\"",
                  "office.toml:5: hours.mon: expected a list like [\"07:30-11:30\", "
                  "\"13:30-17:00\"], got \"07:30-11:30\"",
                  "office.toml:7: hours.tue: \"17:00-13:30\" are no opening hours: expected "
                  "hh:mm-hh:mm such as 07:30-11:30, up to 24:00",
                  "office.toml:8: hours.wed: 07:30-11:30 and 11:00-17:00 overlap",
                  "office.toml:11: exception.confirmed: expected true or false, got \"yes\"",
                  "office.toml:12: exception.date: required key is missing"));
}

TEST(CalendarFile, ReportsWhatOnlyTheWholeShows) {
  EXPECT_THAT(
      ProblemsOf(std::string(kTimetable) + "[[exception]]\ndate = 2021-04-30\n"
                                           "[[exception]]\ndate = 2022-01-01\n"
                                           "[[exception]]\ndate = 2021-04-30\n"),
      ElementsAre("office.toml:9: exception 2022-01-01: outside the validity 2021-01-01 to "
                  "2021-12-31",
                  "office.toml:11: exception 2021-04-30: the date is given more than once"));
  EXPECT_THAT(ProblemsOf("name = \"a\"\nzone = \"UTC\"\n"
                         "valid = { from = 2022-01-01, to = 2021-12-31 }\n[hours]\nmon = []\n"),
              ElementsAre("office.toml:3: valid: from 2022-01-01 is after to 2021-12-31",
                          "office.toml:4: hours: the office is never open"));
}

TEST(CalendarFile, ReportsTomlThatCannotBeParsed) {
  const auto problems = ProblemsOf("name = \"a\"\nzone = \n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], testing::StartsWith("office.toml:2: "));
}

TEST(CalendarFile, ReportsTextThatIsNotUtf8) {
  const auto problems = ProblemsOf("name = \"\xC3(\"\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], testing::StartsWith("office.toml:1: "));
}

TEST(CalendarFile, ReportsAFileThatCannotBeRead) {
  const Folder folder;
  EXPECT_THAT(folder.Printed(LoadCalendarFile(folder.path() / "none.toml").problems),
              ElementsAre("none.toml: cannot be read: No such file or directory"));
  std::filesystem::create_directory(folder.path() / "folder");
  EXPECT_THAT(folder.Printed(LoadCalendarFile(folder.path() / "folder").problems),
              ElementsAre("folder: cannot be read: Is a directory"));
}

}  // namespace
}  // namespace dunghan::rulebook
