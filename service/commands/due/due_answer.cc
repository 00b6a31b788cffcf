#include "due/due_answer.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

using std::chrono::milliseconds;
using worktime::Explanation;
using worktime::WorkingCalendar;
using worktime::Zone;

void AppendNumber(std::string& out, int64_t number) {
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), number);
}

/// Whole seconds as such, else with as many decimals as there are.
void AppendSeconds(std::string& out, milliseconds time) {
  AppendNumber(out, time.count() / 1000);
  int64_t rest = time.count() % 1000;
  if (rest == 0) return;
  out += '.';
  for (int64_t digit = 100; rest > 0; rest %= digit, digit /= 10) {
    out += static_cast<char>('0' + rest / digit);
  }
}

/// Writes one step of an explanation as a JSON object.
class StepWriter {
 public:
  StepWriter(std::string& out, const WorkingCalendar& calendar, const Explanation& explanation)
      : out_(out), zone_(calendar.zone()), calendar_(calendar), explanation_(explanation) {}

  void operator()(const Explanation::Rule& rule) {
    Begin("rule");
    Text("limit", ToString(rule.limit));
    limit_ = rule.limit;
    if (!explanation_.calendar.empty()) Text("calendar", explanation_.calendar);
    Time("from", rule.from);
    if (IsDayBased(rule.limit.unit))
      Date("first_day", rule.first_day);
    else
      Time("first_instant", rule.first_instant);
    if (rule.limit.unit == worktime::LimitUnit::kSameDay) Flag("after_cutoff", rule.after_cutoff);
  }
  void operator()(const Explanation::Counted& counted) {
    Begin("counted");
    Date("from", counted.from);
    Date("to", counted.to);
    counted_to_ = counted.to;
    Number("working_days", counted.working_days);
    Number("days_off", counted.days_off);
  }
  void operator()(const Explanation::Exception& exception) {
    Begin("exception");
    Date("date", exception.date);
    if (!exception.name.empty()) Text("name", exception.name);
    if (!exception.source.empty()) Text("source", exception.source);
    Flag("working", exception.working);
    if (exception.working) Hours(exception.hours);
    Confirmed(exception.confirmed);
  }
  void operator()(const Explanation::Pause& pause) {
    Begin("pause");
    Time("from", pause.from);
    Time("to", pause.to);
    Flag("counted", pause.counted);
    if (pause.counted) Seconds("added_seconds", pause.added);
  }
  void operator()(const Explanation::Moved& moved) {
    Begin("moved");
    Time("unsuspended", moved.unsuspended.at);
    Confirmed(moved.unsuspended.confirmed);
    Seconds("added_seconds", moved.total);
    if (moved.days > 0) Number("added_days", moved.days);
    if (moved.total.count() > 0) Reached(moved);
  }
  void operator()(const Explanation::Rolled& rolled) {
    Begin("rolled");
    Date("from", rolled.from);
    Date("to", rolled.to);
  }

 private:
  /// Where what was added leads. A limit in days goes on from there to the closing of that day.
  void Reached(const Explanation::Moved& moved) {
    if (moved.days > 0) return Date("reached", counted_to_ + std::chrono::days{moved.days});
    const auto reached = calendar_.AddWorkingTime(moved.unsuspended.at, moved.total);
    if (!reached) return;
    Time("reached", *reached);
    if (!IsDayBased(limit_.unit) || *reached == explanation_.due.at) return;
    out_ += "},";
    Begin("closing");
    Time("from", *reached);
    Time("to", explanation_.due.at);
  }
  void Begin(std::string_view step) {
    out_ += "{\"step\":\"";
    out_ += step;
    out_ += '"';
  }
  void Key(std::string_view key) {
    out_ += ",\"";
    out_ += key;
    out_ += "\":";
  }
  void Text(std::string_view key, std::string_view text) {
    Key(key);
    AppendJsonQuoted(out_, text);
  }
  void Time(std::string_view key, Instant instant) {
    Key(key);
    out_ += '"';
    zone_.AppendFormatted(out_, instant);
    out_ += '"';
  }
  void Date(std::string_view key, LocalDay day) {
    Key(key);
    out_ += '"';
    AppendDate(out_, day);
    out_ += '"';
  }
  void Number(std::string_view key, int64_t number) {
    Key(key);
    AppendNumber(out_, number);
  }
  void Seconds(std::string_view key, milliseconds time) {
    Key(key);
    AppendSeconds(out_, time);
  }
  void Flag(std::string_view key, bool flag) {
    Key(key);
    out_ += flag ? "true" : "false";
  }
  void Confirmed(bool confirmed) {
    if (!confirmed) Flag("confirmed", false);
  }
  void Hours(const std::vector<worktime::OpenInterval>& hours) {
    Key("hours");
    out_ += '[';
    for (const auto& interval : hours) {
      if (&interval != hours.data()) out_ += ',';
      out_ += '"' + ToString(interval) + '"';
    }
    out_ += ']';
  }

  std::string& out_;
  const Zone& zone_;
  const WorkingCalendar& calendar_;
  const Explanation& explanation_;
  worktime::TimeLimit limit_;
  LocalDay counted_to_{};
};

void AppendDue(const WorkingCalendar& calendar, const Explanation& explanation, std::string& out) {
  const Zone& zone = calendar.zone();
  out += "\"due\":\"";
  zone.AppendFormatted(out, explanation.due.at);
  out += '"';
  // 24:00 is the next day's first instant: then the day does not show in it.
  if (zone.StartOf(explanation.due.date + std::chrono::days{1}) == explanation.due.at) {
    out += ",\"due_date\":\"";
    AppendDate(out, explanation.due.date);
    out += '"';
  }
  if (!explanation.due.confirmed) out += ",\"confirmed\":false";
  out += ",\"explain\":[";
  StepWriter writer(out, calendar, explanation);
  for (const Explanation::Step& step : explanation.steps) {
    if (&step != explanation.steps.data()) out += ',';
    std::visit(writer, step);
    out += '}';
  }
  out += ']';
}

std::optional<Error> AppendMeasure(const WorkingCalendar& calendar, const DueQuestion& question,
                                   std::string& out) {
  if (question.measure == DueMeasure::kWorkingDays) {
    const auto days = calendar.WorkingDays(question.from, *question.to);
    if (!days) return days.error();
    out += "\"days\":";
    AppendNumber(out, *days);
    return {};
  }
  const auto time = calendar.WorkingTime(question.from, *question.to);
  if (!time) return time.error();
  out += "\"seconds\":";
  AppendSeconds(out, *time);
  return {};
}

void AppendId(std::string& out, std::string_view id) {
  out += "{\"id\":";
  out += id;
  out += ',';
}

void AppendError(std::string& out, std::string_view id, std::string_view text) {
  AppendId(out, id);
  out += "\"error\":";
  AppendJsonQuoted(out, text);
  out += "}\n";
}

}  // namespace

std::optional<Error> DueAnswerer::TryToAnswer(const DueQuestion& question, std::string& out) {
  const auto calendar = question.calendar_json.empty() ? calendars_.Named(question.calendar_name)
                                                       : calendars_.InFull(question.calendar_json);
  if (!calendar) return calendar.error();
  AppendId(out, question.id);
  if (!question.limit) {
    if (auto error = AppendMeasure(**calendar, question, out)) return error;
  } else {
    const auto explanation =
        worktime::ExplainDue(**calendar, question.from, *question.limit, question.pauses, rules_);
    if (!explanation) return explanation.error();
    AppendDue(**calendar, *explanation, out);
  }
  out += "}\n";
  return {};
}

void DueAnswerer::Answer(std::string_view line, size_t line_number, std::string& out) {
  ++questions_;
  const size_t begin = out.size();
  const auto question = reader_.Read(line);
  const auto error = question ? TryToAnswer(**question, out) : question.error();
  if (!error) return;
  out.resize(begin);
  ++bad_;
  if (const auto why = reader_.WhyNotJson(line)) {
    AppendError(out, "null", fmt::format("line {}: not JSON: {}", line_number, *why));
  } else {
    AppendError(out, reader_.IdOf(line), error->for_client);
  }
}

void DueAnswerer::Refuse(size_t line_number, std::string_view why, std::string& out) {
  ++questions_;
  ++bad_;
  AppendError(out, "null", fmt::format("line {}: {}", line_number, why));
}

}  // namespace dunghan::commands
