#include "due/due_command.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dunghan::commands {
namespace {

/// Monday to Friday 07:30-11:30 and 13:30-17:00 from 2018 to 2027, with an unannounced holiday.
worktime::WorkingCalendar VnOffice() {
  worktime::CalendarSpec spec{.name = "vn-office", .zone = "Asia/Ho_Chi_Minh"};
  spec.valid_from = ParseDate("2018-01-01").value();
  spec.valid_to = ParseDate("2027-12-31").value();
  for (size_t day = 1; day <= 5; ++day) {
    spec.weekly[day] = {worktime::ParseOpenInterval("07:30-11:30").value(),
                        worktime::ParseOpenInterval("13:30-17:00").value()};
  }
  spec.exceptions = {{ParseDate("2021-04-30").value(), {}, "Ngày Chiến thắng", "BLLĐ 112", true},
                     {ParseDate("2027-02-08").value(), {}, "Tết", "", false}};
  return worktime::WorkingCalendar::Build(std::move(spec)).value();
}

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~Pipe() {
    Close();
    ::close(reader());
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void Close() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  void Write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(writer(), text.data(), text.size());
      ASSERT_GT(count, 0);
      text.remove_prefix(static_cast<size_t>(count));
    }
  }
  /// What arrives until the next line ends, or until the writer closes.
  std::string Read(bool line) {
    std::string text;
    char next = 0;
    while (::read(reader(), &next, 1) == 1) {
      text += next;
      if (line && next == '\n') break;
    }
    return text;
  }

 private:
  std::array<int, 2> ends_{};
};

struct Outcome {
  int exit_code = -1;
  std::string answers;
  std::string errors;
};

Outcome Ask(std::string_view questions) {
  Pipe input;
  Pipe output;
  std::ostringstream errors;
  Outcome run;
  std::thread asking([&] {
    input.Write(questions);
    input.Close();
  });
  std::thread answering([&] {
    const DueOptions options{.calendars = {{"vn-office", VnOffice()}}, .rules = {}};
    run.exit_code = RunDue(options, input.reader(), output.writer(), errors);
    output.Close();
  });
  run.answers = output.Read(false);
  asking.join();
  answering.join();
  run.errors = errors.str();
  return run;
}

std::string Answer(const std::string& question) { return Ask(question + "\n").answers; }

const std::string kMonday = R"("from":"2021-06-07T08:00:00+07:00")";
const std::string kInline = R"({"zone":"Asia/Ho_Chi_Minh","hours":{"mon":["07:30-11:30"]},)"
                            R"("exceptions":{"2021-06-08":[],"2021-06-12":["08:00-12:00"]}})";

TEST(DueCommand, AnswersWithTheDueAndItsExplanation) {
  EXPECT_EQ(Answer(R"({"id":1,"from":"2021-06-07T08:00:00+07:00","limit":"5wd",)"
                   R"("calendar":"vn-office","pauses":)"
                   R"([["2021-06-08T15:00:00+07:00","2021-06-10T09:00:00+07:00"]]})"),
            R"({"id":1,"due":"2021-06-16T17:00:00+07:00","explain":[)"
            R"({"step":"rule","limit":"5wd","calendar":"vn-office",)"
            R"("from":"2021-06-07T08:00:00+07:00","first_day":"2021-06-08"},)"
            R"({"step":"counted","from":"2021-06-08","to":"2021-06-14",)"
            R"("working_days":5,"days_off":2},)"
            R"({"step":"pause","from":"2021-06-08T15:00:00+07:00",)"
            R"("to":"2021-06-10T09:00:00+07:00","counted":true,"added_seconds":39600},)"
            R"({"step":"moved","unsuspended":"2021-06-14T17:00:00+07:00",)"
            R"("added_seconds":39600,"reached":"2021-06-16T11:00:00+07:00"},)"
            R"({"step":"closing","from":"2021-06-16T11:00:00+07:00",)"
            R"("to":"2021-06-16T17:00:00+07:00"}]})"
            "\n");
}

TEST(DueCommand, NamesTheDayOfADueAt24) {
  EXPECT_EQ(Answer("{\"id\":1," + kMonday +
                   R"(,"limit":"1wd","calendar":{"zone":"Asia/Ho_Chi_Minh",)"
                   R"("hours":{"tue":["00:00-24:00"]}}})"),
            R"({"id":1,"due":"2021-06-09T00:00:00+07:00","due_date":"2021-06-08","explain":[)"
            R"({"step":"rule","limit":"1wd","from":"2021-06-07T08:00:00+07:00",)"
            R"("first_day":"2021-06-08"},)"
            R"({"step":"counted","from":"2021-06-08","to":"2021-06-08",)"
            R"("working_days":1,"days_off":0}]})"
            "\n");
}

TEST(DueCommand, MeasuresWorkingTimeInACalendarGivenInFull) {
  EXPECT_EQ(Answer(R"({"id":2,"from":"2021-06-07T08:00:00+07:00",)"
                   R"("to":"2021-06-09T10:00:00+07:00","measure":"ws","calendar":)" +
                   kInline + "}"),
            "{\"id\":2,\"seconds\":12600}\n");
}

TEST(DueCommand, PassesOverAByteOrderMarkAtTheBeginningAlone) {
  const std::string question = "{\"id\":1," + kMonday + R"(,"limit":"5wd","calendar":"vn-office"})";
  EXPECT_EQ(Answer("\xEF\xBB\xBF" + question), Answer(question));
  EXPECT_EQ(Ask(question + "\n\xEF\xBB\xBF" + question + "\n").exit_code, 1);
}

TEST(DueCommand, MeasuresWorkingDaysAndFractionsOfASecond) {
  EXPECT_EQ(Answer("{\"id\":3," + kMonday +
                   R"(,"to":"2021-06-14T00:00:00+07:00","measure":"wd","calendar":"vn-office"})"),
            "{\"id\":3,\"days\":5}\n");
  EXPECT_EQ(Answer("{\"id\":4," + kMonday +
                   R"(,"to":"2021-06-07T08:00:01.05+07:00","measure":"ws",)"
                   R"("calendar":"vn-office"})"),
            "{\"id\":4,\"seconds\":1.05}\n");
}

TEST(DueCommand, ExplainsHolidaysRollingAndCutOffs) {
  EXPECT_EQ(Answer(R"({"id":"a","from":"2021-04-28T09:00:00+07:00","limit":"2cd",)"
                   R"("calendar":"vn-office"})"),
            R"({"id":"a","due":"2021-05-03T17:00:00+07:00","explain":[)"
            R"({"step":"rule","limit":"2cd","calendar":"vn-office",)"
            R"("from":"2021-04-28T09:00:00+07:00","first_day":"2021-04-29"},)"
            R"({"step":"counted","from":"2021-04-29","to":"2021-04-30",)"
            R"("working_days":1,"days_off":1},)"
            R"({"step":"exception","date":"2021-04-30","name":"Ngày Chiến thắng",)"
            R"("source":"BLLĐ 112","working":false},)"
            R"({"step":"rolled","from":"2021-04-30","to":"2021-05-03"}]})"
            "\n");
  EXPECT_EQ(Answer(R"({"id":"b","from":"2021-06-07T15:00:00+07:00","limit":"sd",)"
                   R"("calendar":"vn-office"})"),
            R"({"id":"b","due":"2021-06-08T17:00:00+07:00","explain":[)"
            R"({"step":"rule","limit":"sd","calendar":"vn-office",)"
            R"("from":"2021-06-07T15:00:00+07:00","first_day":"2021-06-07","after_cutoff":true},)"
            R"({"step":"counted","from":"2021-06-08","to":"2021-06-08",)"
            R"("working_days":1,"days_off":0}]})"
            "\n");
}

TEST(DueCommand, ExplainsTheHoursOfAMakeUpDay) {
  EXPECT_EQ(Answer(R"({"id":5,"from":"2021-06-11T08:00:00+07:00","limit":"5400ws","calendar":)" +
                   kInline + "}"),
            R"({"id":5,"due":"2021-06-12T09:30:00+07:00","explain":[)"
            R"({"step":"rule","limit":"5400ws","from":"2021-06-11T08:00:00+07:00",)"
            R"("first_instant":"2021-06-12T08:00:00+07:00"},)"
            R"({"step":"exception","date":"2021-06-12","working":true,"hours":["08:00-12:00"]}]})"
            "\n");
}

TEST(DueCommand, TellsTheLastStep) {
  const auto answer = [](const char* limit, const char* pause) {
    return Answer(R"({"id":1,"from":"2021-06-07T08:00:00+07:00","calendar":"vn-office","limit":")" +
                  std::string(limit) + R"(","pauses":[)" + pause + "]}");
  };
  const std::string days =
      answer("5wd", R"(["2021-06-08T15:00:00+07:00","2021-06-11T10:52:00+07:00"])");
  EXPECT_NE(days.find(R"("added_seconds":73320,"reached":"2021-06-17T14:52:00+07:00"},)"
                      R"({"step":"closing","from":"2021-06-17T14:52:00+07:00",)"
                      R"("to":"2021-06-17T17:00:00+07:00"}]})"),
            std::string::npos)
      << days;
  const std::string calendar_days =
      answer("10cd", R"(["2021-06-08T08:00:00+07:00","2021-06-09T20:00:00+07:00"])");
  EXPECT_NE(calendar_days.find(R"("added_days":2,"reached":"2021-06-19"},)"
                               R"({"step":"rolled","from":"2021-06-19","to":"2021-06-21"}]})"),
            std::string::npos)
      << calendar_days;
  EXPECT_EQ(
      answer("5wd", R"(["2021-06-12T08:00:00+07:00","2021-06-13T08:00:00+07:00"])").find("reached"),
      std::string::npos)
      << "nothing was added";
}

TEST(DueCommand, SaysWhenADueRestsOnUnconfirmedDays) {
  EXPECT_EQ(Answer(R"({"id":6,"from":"2027-02-05T08:00:00+07:00","limit":"1wh",)"
                   R"("calendar":"vn-office","pauses":)"
                   R"([["2027-02-05T08:30:00+07:00","2027-02-09T07:30:00+07:00"]]})"),
            R"({"id":6,"due":"2027-02-09T08:00:00+07:00","confirmed":false,"explain":[)"
            R"({"step":"rule","limit":"1wh","calendar":"vn-office",)"
            R"("from":"2027-02-05T08:00:00+07:00","first_instant":"2027-02-05T08:00:00+07:00"},)"
            R"({"step":"exception","date":"2027-02-08","name":"Tết","working":false,)"
            R"("confirmed":false},)"
            R"({"step":"pause","from":"2027-02-05T08:30:00+07:00",)"
            R"("to":"2027-02-09T07:30:00+07:00","counted":true,"added_seconds":23400},)"
            R"({"step":"moved","unsuspended":"2027-02-05T09:00:00+07:00",)"
            R"("added_seconds":23400,"reached":"2027-02-09T08:00:00+07:00"}]})"
            "\n");
}

TEST(DueCommand, EchoesAnyScalarIdAsSent) {
  const std::string rest = "," + kMonday + R"(,"to":"2021-06-07T08:00:02+07:00","measure":"ws",)" +
                           R"("calendar":"vn-office"})";
  for (const std::string id : {"1", "-1.50e+3", "123456789012345678901234567890", "\"a\\u00e9\\n\"",
                               "\"đơn\"", "true", "null", "\"\""}) {
    EXPECT_EQ(Answer("{\"id\" : " + id + " " + rest), "{\"id\":" + id + ",\"seconds\":2}\n");
  }
  EXPECT_EQ(Answer("{" + rest.substr(1)), "{\"id\":null,\"seconds\":2}\n");
  for (const std::string id : {"[1]", "{}", "[]"}) {
    EXPECT_EQ(Answer("{\"id\":" + id + rest),
              "{\"id\":null,\"error\":\"id: expected a string, number, true, false or null\"}\n");
  }
}

TEST(DueCommand, LetsACalendarGivenInFullBeNamedLater) {
  const std::string measure = "," + kMonday + R"(,"to":"2021-06-09T10:00:00+07:00","measure":"ws")";
  const std::string named = R"({"name":"mine",)" + kInline.substr(1);
  const std::string changed =
      R"({"name":"mine","zone":"Asia/Ho_Chi_Minh","hours":{"mon":["09:00-10:00"]}})";
  const Outcome run =
      Ask("{\"id\":1" + measure + ",\"calendar\":\"mine\"}\n" +  //
          "{\"id\":2" + measure + ",\"calendar\":" + named + "}\n" + "{\"id\":3" + measure +
          ",\"calendar\":\"mine\"}\n" + "{\"id\":4" + measure + ",\"calendar\":" + changed + "}\n" +
          "{\"id\":5" + measure + ",\"calendar\":\"mine\"}\n" + "{\"id\":6" + measure +
          ",\"calendar\":" + named + "}\n" + "{\"id\":7" + measure + ",\"calendar\":\"mine\"}\n");
  EXPECT_EQ(run.answers,
            "{\"id\":1,\"error\":\"calendar: no calendar \\\"mine\\\"\"}\n"
            "{\"id\":2,\"seconds\":12600}\n{\"id\":3,\"seconds\":12600}\n"
            "{\"id\":4,\"seconds\":3600}\n{\"id\":5,\"seconds\":3600}\n"
            "{\"id\":6,\"seconds\":12600}\n{\"id\":7,\"seconds\":12600}\n");
  EXPECT_EQ(run.exit_code, 1);
}

TEST(DueCommand, HoldsForEveryYearUnlessTheCalendarSaysOtherwise) {
  const std::string question =
      R"({"id":1,"from":"3021-06-07T00:00:00Z","to":"3021-06-12T00:00:00Z","measure":"wd",)";
  EXPECT_EQ(Answer(question + R"("calendar":{"zone":"UTC","hours":{"tue":["00:00-24:00"]}}})"),
            "{\"id\":1,\"days\":1}\n");
  EXPECT_EQ(Answer(question + R"("calendar":{"zone":"UTC","hours":{"tue":["00:00-24:00"]},)"
                              R"("valid":{"from":"2020-01-01","to":"2029-12-31"}}})"),
            "{\"id\":1,\"error\":\"the calendar has no days of 3021 (valid 2020-01-01 to "
            "2029-12-31)\"}\n");
}

TEST(DueCommand, AnswersTheOtherQuestionsWhereSomeAreBad) {
  const std::string good = "{\"id\":1," + kMonday +
                           R"(,"to":"2021-06-07T09:00:00+07:00","measure":"ws",)" +
                           R"("calendar":"vn-office"})";
  const Outcome run = Ask(good + "\n\n  \r\nnot json\n{\"id\":2}\n" + good);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.answers,
            "{\"id\":1,\"seconds\":3600}\n"
            "{\"id\":null,\"error\":\"line 4: not JSON: Problem while parsing an atom starting "
            "with the letter 'n'\"}\n"
            "{\"id\":2,\"error\":\"from: missing\"}\n"
            "{\"id\":1,\"seconds\":3600}\n");
  EXPECT_EQ(run.errors, "due: 2 of 4 questions could not be answered\n");
  EXPECT_EQ(Ask(good).exit_code, 0);
  EXPECT_EQ(Ask("").exit_code, 0);
}

/// The error a question gets whose fields are replaced or added to.
std::string ErrorOf(const std::string& fields) {
  const std::string answer = Answer("{" + fields + ",\"id\":9}");
  const std::string begin = R"({"id":9,"error":")";
  if (!answer.starts_with(begin)) return "unexpected: " + answer;
  return answer.substr(begin.size(), answer.size() - begin.size() - 3);
}

TEST(DueCommand, NamesTheFieldAndWhatWasFound) {
  const std::string office = R"(,"calendar":"vn-office")";
  const std::string asked = kMonday + R"(,"limit":"5wd")";
  EXPECT_EQ(ErrorOf(R"("from":5,"limit":"5wd")" + office),
            "from: expected an RFC 3339 time as a string, found 5");
  EXPECT_EQ(ErrorOf(R"("from":"2021-06-31T08:00:00Z","limit":"5wd")" + office),
            R"(from: \"2021-06-31T08:00:00Z\" is no RFC 3339 time: no such day)");
  EXPECT_EQ(ErrorOf(kMonday + R"(,"limit":"5xd")" + office),
            R"(limit: \"5xd\" is no time limit: expected an amount and a unit (5wd, 4wh, 5400ws, )"
            R"(30cd, 2mo) or sd)");
  EXPECT_EQ(ErrorOf(kMonday + office), "limit: missing (or to and measure)");
  EXPECT_EQ(ErrorOf(asked), "calendar: missing");
  EXPECT_EQ(ErrorOf(asked + R"(,"calendar":"vn-ofice")"),
            R"(calendar: no calendar \"vn-ofice\" (did you mean \"vn-office\"?))");
  EXPECT_EQ(ErrorOf(asked + R"(,"calendar":7)"), "calendar: expected a name or an object, found 7");
  EXPECT_EQ(ErrorOf(asked + office + R"(,"to":"2021-06-08T08:00:00Z","measure":"ws")"),
            "to: not together with limit");
  EXPECT_EQ(ErrorOf(kMonday + office + R"(,"to":"2021-06-08T08:00:00Z")"),
            R"(measure: missing, expected \"ws\" or \"wd\")");
  EXPECT_EQ(ErrorOf(kMonday + office + R"(,"to":"2021-06-08T08:00:00Z","measure":"wh")"),
            R"(measure: expected \"ws\" or \"wd\", found \"wh\")");
  EXPECT_EQ(ErrorOf(asked + office + R"(,"limit":"6wd")"), "limit: given twice");
  EXPECT_EQ(ErrorOf(asked + office + R"(,"pause":[])"),
            R"(pause: unknown field (did you mean \"pauses\"?))");
  EXPECT_EQ(ErrorOf(R"("from":"2031-06-07T08:00:00Z","limit":"5wd")" + office),
            R"(calendar \"vn-office\" has no days of 2031 (valid 2018-01-01 to 2027-12-31))");
}

TEST(DueCommand, NamesThePauseThatIsWrong) {
  const std::string asked = kMonday + R"(,"limit":"5wd","calendar":"vn-office","pauses":)";
  EXPECT_EQ(ErrorOf(asked + "5"), "pauses: expected an array of [from, to], found 5");
  EXPECT_EQ(ErrorOf(asked + R"([["2021-06-08T08:00:00Z","2021-06-08T09:00:00Z"],{}])"),
            "pauses[1]: expected [from, to], found {");
  EXPECT_EQ(ErrorOf(asked + R"([["2021-06-08T08:00:00Z"]])"),
            "pauses[0]: expected two times, found 1");
  EXPECT_EQ(ErrorOf(asked + R"([["2021-06-08T08:00:00Z",null]])"),
            "pauses[0]: expected an RFC 3339 time as a string, found null");
  EXPECT_EQ(ErrorOf(asked + R"([["2021-06-08T08:00:00Z","2021-06-08T07:00:00Z"]])"),
            "pauses[0]: ends before it begins");
}

TEST(DueCommand, NamesWhatIsWrongWithACalendarGivenInFull) {
  const std::string asked = kMonday + R"(,"limit":"5wd","calendar":)";
  EXPECT_EQ(ErrorOf(asked + R"({"hours":{"mon":["07:30-11:30"]}})"), "calendar.zone: missing");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC"})"), "calendar.hours: missing");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"Mars/Base","hours":{"mon":["07:30-11:30"]}})"),
            R"(calendar: zone: no time zone \"Mars/Base\" in the IANA database)");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC","hours":{"mo":["07:30-11:30"]}})"),
            R"(calendar.hours.mo: unknown field (did you mean \"mon\"?))");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC","hours":{"mon":["11:30-07:30"]}})"),
            R"(calendar.hours.mon: \"11:30-07:30\" are no opening hours: expected hh:mm-hh:mm )"
            R"(such as 07:30-11:30, up to 24:00)");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC","hours":{},"exceptions":{"2021-02-30":[]}})"),
            R"(calendar.exceptions: \"2021-02-30\" is no date YYYY-MM-DD)");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC","hours":{"mon":"07:30-11:30"}})"),
            R"(calendar.hours.mon: expected an array of opening hours, found \"07:30-11:30\")");
  EXPECT_EQ(ErrorOf(asked + R"({"zone":"UTC","hours":{"mon":["07:30-11:30"]},"valid":{"to":1}})"),
            "calendar.valid.to: expected a string, found 1");
}

TEST(DueCommand, TellsALineThatIsNoJsonByItsNumber) {
  const std::string rest = "," + kMonday + R"(,"limit":"1wd","calendar":"vn-office"})";
  for (const std::string& line : std::vector<std::string>{
           "{\"id\":1" + rest + "}", "{\"id\":01" + rest, "{\"id\":1,\"from\":nope" + rest,
           "{\"id\":1", "{\"id\":\"\xff\"}", "{\"id\":1,,\"x\":1" + rest,
           "{\"id\":1" + rest + " {}", R"({"id":1,"calendar":{"zone":}})"}) {
    const std::string answer = Ask("\n" + line + "\n").answers;
    EXPECT_TRUE(answer.starts_with(R"({"id":null,"error":"line 2: not JSON: )")) << answer;
  }
  EXPECT_EQ(Answer("5"), "{\"id\":null,\"error\":\"expected a JSON object\"}\n");
  EXPECT_EQ(Answer("[{}]"), "{\"id\":null,\"error\":\"expected a JSON object\"}\n");
}

TEST(DueCommand, ForgetsUnnamedCalendarsButNotTheNamed) {
  const std::string measure =
      "{\"id\":0," + kMonday + R"(,"to":"2021-06-07T09:00:00+07:00","measure":"ws","calendar":)";
  std::string questions = measure + R"({"name":"kept",)" + kInline.substr(1) + "}\n";
  for (int i = 0; i < 10'500; ++i) {
    questions += measure + R"({"zone":"Asia/Ho_Chi_Minh","hours":{"mon":["08:00-09:00"]},)" +
                 R"("valid":{"from":"2018-01-01","to":")" + std::to_string(2500 + i % 7000) +
                 (i < 7000 ? "-01-01" : "-01-02") + "\"}}}\n";
  }
  questions += measure + "\"kept\"}\n";
  const Outcome run = Ask(questions);
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_TRUE(run.answers.ends_with("{\"id\":0,\"seconds\":3600}\n"));
}

TEST(DueCommand, RefusesALineOfMoreThan16MiBAndGoesOn) {
  const std::string good = "{\"id\":1," + kMonday +
                           R"(,"to":"2021-06-07T09:00:00+07:00","measure":"ws",)" +
                           R"("calendar":"vn-office"})";
  const Outcome run =
      Ask("{\"id\":\"" + std::string(size_t{20} << 20, 'x') + "\"}\n" + good + "\n");
  EXPECT_EQ(
      run.answers,
      "{\"id\":null,\"error\":\"line 1: longer than 16 MiB\"}\n{\"id\":1,\"seconds\":3600}\n");
}

TEST(DueCommand, AnswersEachQuestionBeforeTheNextIsAsked) {
  Pipe input;
  Pipe output;
  std::ostringstream errors;
  std::thread answering([&] { RunDue({}, input.reader(), output.writer(), errors); });
  const std::string question = "{\"id\":1," + kMonday +
                               R"(,"to":"2021-06-09T10:00:00+07:00","measure":"ws","calendar":)" +
                               kInline + "}\n";
  for (int i = 0; i < 3; ++i) {
    input.Write(question);
    EXPECT_EQ(output.Read(true), "{\"id\":1,\"seconds\":12600}\n");
  }
  input.Close();
  answering.join();
}

TEST(DueCommand, SaysThatReadingFailed) {
  std::ostringstream errors;
  EXPECT_EQ(RunDue({}, -1, -1, errors), 1);
  EXPECT_EQ(errors.str(), "due: reading questions: Bad file descriptor\n");
}

}  // namespace
}  // namespace dunghan::commands
