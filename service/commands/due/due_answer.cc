#include "due/due_answer.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/json_writer.h"

namespace dunghan::commands {
namespace {

using std::chrono::milliseconds;
using worktime::Explanation;
using worktime::WorkingCalendar;
using worktime::Zone;

void WriteTime(JsonWriter& json, std::string_view key, Instant instant, const Zone& zone) {
  json.Key(key);
  json.Quoted([&](std::string& out) { zone.AppendFormatted(out, instant); });
}

/// Writes one step of an explanation as a JSON object.
class StepWriter {
 public:
  StepWriter(JsonWriter& json, const WorkingCalendar& calendar, const Explanation& explanation)
      : json_(json), zone_(calendar.zone()), calendar_(calendar), explanation_(explanation) {}

  void operator()(const Explanation::Rule& rule) {
    Begin("rule");
    json_.Text("limit", ToString(rule.limit));
    limit_ = rule.limit;
    json_.TextIfAny("calendar", explanation_.calendar);
    Time("from", rule.from);
    if (IsDayBased(rule.limit.unit))
      json_.Date("first_day", rule.first_day);
    else
      Time("first_instant", rule.first_instant);
    if (rule.limit.unit == worktime::LimitUnit::kSameDay)
      json_.Bool("after_cutoff", rule.after_cutoff);
  }
  void operator()(const Explanation::Counted& counted) {
    Begin("counted");
    json_.Date("from", counted.from);
    json_.Date("to", counted.to);
    counted_to_ = counted.to;
    json_.Integer("working_days", counted.working_days);
    json_.Integer("days_off", counted.days_off);
  }
  void operator()(const Explanation::Exception& exception) {
    Begin("exception");
    json_.Date("date", exception.date);
    json_.TextIfAny("name", exception.name);
    json_.TextIfAny("source", exception.source);
    json_.Bool("working", exception.working);
    if (exception.working) Hours(exception.hours);
    Confirmed(exception.confirmed);
  }
  void operator()(const Explanation::Pause& pause) {
    Begin("pause");
    Time("from", pause.from);
    Time("to", pause.to);
    json_.Bool("counted", pause.counted);
    if (pause.counted) json_.Seconds("added_seconds", pause.added);
  }
  void operator()(const Explanation::Moved& moved) {
    Begin("moved");
    Time("unsuspended", moved.unsuspended.at);
    Confirmed(moved.unsuspended.confirmed);
    json_.Seconds("added_seconds", moved.total);
    if (moved.days > 0) json_.Integer("added_days", moved.days);
    if (moved.total.count() > 0) Reached(moved);
  }
  void operator()(const Explanation::Rolled& rolled) {
    Begin("rolled");
    json_.Date("from", rolled.from);
    json_.Date("to", rolled.to);
  }

 private:
  /// Where what was added leads. A limit in days goes on from there to the closing of that day.
  void Reached(const Explanation::Moved& moved) {
    if (moved.days > 0) return json_.Date("reached", counted_to_ + std::chrono::days{moved.days});
    const auto reached = calendar_.AddWorkingTime(moved.unsuspended.at, moved.total);
    if (!reached) return;
    Time("reached", *reached);
    if (!IsDayBased(limit_.unit) || *reached == explanation_.due.at) return;
    json_.End();
    Begin("closing");
    Time("from", *reached);
    Time("to", explanation_.due.at);
  }
  void Begin(std::string_view step) {
    json_.BeginObject();
    json_.Text("step", step);
  }
  void Time(std::string_view key, Instant instant) { WriteTime(json_, key, instant, zone_); }
  void Confirmed(bool confirmed) {
    if (!confirmed) json_.Bool("confirmed", false);
  }
  void Hours(const std::vector<worktime::OpenInterval>& hours) {
    json_.BeginArray("hours");
    for (const auto& interval : hours) json_.Text(ToString(interval));
    json_.End();
  }

  JsonWriter& json_;
  const Zone& zone_;
  const WorkingCalendar& calendar_;
  const Explanation& explanation_;
  worktime::TimeLimit limit_;
  LocalDay counted_to_{};
};

void WriteDue(JsonWriter& json, const WorkingCalendar& calendar, const Explanation& explanation) {
  const Zone& zone = calendar.zone();
  WriteTime(json, "due", explanation.due.at, zone);
  // 24:00 is the next day's first instant: then the day does not show in it.
  if (zone.StartOf(explanation.due.date + std::chrono::days{1}) == explanation.due.at) {
    json.Date("due_date", explanation.due.date);
  }
  if (!explanation.due.confirmed) json.Bool("confirmed", false);
  json.BeginArray("explain");
  StepWriter writer(json, calendar, explanation);
  for (const Explanation::Step& step : explanation.steps) {
    std::visit(writer, step);
    json.End();
  }
  json.End();
}

std::optional<Error> WriteMeasure(JsonWriter& json, const WorkingCalendar& calendar,
                                  const DueQuestion& question) {
  if (question.measure == DueMeasure::kWorkingDays) {
    const auto days = calendar.WorkingDays(question.from, *question.to);
    if (!days) return days.error();
    json.Integer("days", *days);
    return {};
  }
  const auto time = calendar.WorkingTime(question.from, *question.to);
  if (!time) return time.error();
  json.Seconds("seconds", *time);
  return {};
}

void WriteError(std::string& out, std::string_view id, std::string_view text) {
  JsonWriter json(out);
  json.BeginObject();
  json.Raw("id", id);
  json.Text("error", text);
  json.End();
  json.EndLine();
}

}  // namespace

std::optional<Error> DueAnswerer::TryToAnswer(const DueQuestion& question, std::string& out) {
  const auto calendar = question.calendar_json.empty() ? calendars_.Named(question.calendar_name)
                                                       : calendars_.InFull(question.calendar_json);
  if (!calendar) return calendar.error();
  JsonWriter json(out);
  json.BeginObject();
  json.Raw("id", question.id);
  if (!question.limit) {
    if (auto error = WriteMeasure(json, **calendar, question)) return error;
  } else {
    const auto explanation =
        worktime::ExplainDue(**calendar, question.from, *question.limit, question.pauses, rules_);
    if (!explanation) return explanation.error();
    WriteDue(json, **calendar, *explanation);
  }
  json.End();
  json.EndLine();
  return {};
}

void DueAnswerer::Answer(std::string_view line, size_t line_number, std::string& out) {
  ++questions_;
  const size_t begin = out.size();
  const auto question = reader_.Read(line);
  const auto error = question ? TryToAnswer(**question, out) : question.error();
  if (!error) return;
  // A fault may be found with half an answer written.
  out.resize(begin);
  ++bad_;
  if (const auto why = reader_.WhyNotJson(line)) {
    WriteError(out, "null", fmt::format("line {}: not JSON: {}", line_number, *why));
  } else {
    WriteError(out, reader_.IdOf(line), error->for_client);
  }
}

void DueAnswerer::Refuse(size_t line_number, std::string_view why, std::string& out) {
  ++questions_;
  ++bad_;
  WriteError(out, "null", fmt::format("line {}: {}", line_number, why));
}

}  // namespace dunghan::commands
