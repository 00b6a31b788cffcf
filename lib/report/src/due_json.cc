#include "due_json.h"

#include <variant>

#include "dossier_case.h"
#include "due_text.h"
#include "dunghan/worktime/due.h"

namespace dunghan::report {
namespace {

using dossier::LawfulQuestion;
using worktime::Explanation;

constexpr std::string_view kStopNames[] = {"supplement", "payment", "stop"};

class DueJson {
 public:
  DueJson(JsonText& json, const DossierCase& the_case)
      : json_(json),
        facts_(the_case.facts()),
        terms_(the_case.terms),
        calendar_(*the_case.terms.calendar) {}

  void Write(std::string_view key, const LawfulQuestion& asked) {
    json_.Open(key, '{');
    json_.Text("limit", ToString(asked.limit));
    json_.At("from", asked.from);
    json_.Bool("restarted",
               facts_.receipt && key == "lawful_due" && asked.from != facts_.receipt->at);
    const auto explanation = worktime::ExplainDue(calendar_, asked.from, asked.limit,
                                                  asked.suspensions, terms_.due_rules);
    if (explanation) {
      Way(*explanation, asked);
    } else {
      Suspensions(asked, nullptr);
      json_.Text("error", explanation.error().for_client);
      json_.Day("calendar_reaches_to", calendar_.valid_to());
    }
    json_.Close('}');
  }

 private:
  template <class Step>
  static const Step* FindStep(const Explanation& explanation) {
    for (const auto& step : explanation.steps) {
      if (const auto* found = std::get_if<Step>(&step)) return found;
    }
    return nullptr;
  }

  void Way(const Explanation& explanation, const LawfulQuestion& asked) {
    const auto& rule = *FindStep<Explanation::Rule>(explanation);
    json_.Day("first_day", rule.first_day);
    json_.At("first_instant", rule.first_instant);
    json_.Bool("after_cutoff", rule.after_cutoff);
    if (const auto* counted = FindStep<Explanation::Counted>(explanation)) {
      json_.Open("counted", '{');
      json_.Day("from", counted->from);
      json_.Day("to", counted->to);
      json_.Number("working_days", counted->working_days);
      json_.Number("days_off", counted->days_off);
      json_.Close('}');
    }
    Suspensions(asked, &explanation);
    json_.At("open_since", asked.open_since);
    if (asked.open_since) {
      const auto left = calendar_.WorkingTime(*asked.open_since, explanation.due.at);
      if (left) json_.Seconds("left_seconds", *left);
      return json_.Null("due");
    }
    if (const auto* moved = FindStep<Explanation::Moved>(explanation)) {
      json_.At("unsuspended_due", moved->unsuspended.at);
      json_.Day("unsuspended_due_date", moved->unsuspended.date);
      json_.Seconds("added_seconds", moved->total);
      Reached(*moved, asked, explanation);
    }
    if (const auto* rolled = FindStep<Explanation::Rolled>(explanation)) {
      json_.Open("rolled", '{');
      json_.Day("from", rolled->from);
      json_.Day("to", rolled->to);
      json_.Close('}');
    }
    json_.At("due", explanation.due.at);
    json_.Day("due_date", explanation.due.date);
    json_.Bool("confirmed", explanation.due.confirmed);
  }

  /// Where what was added leads, before it is carried to a closing or rolled off a day off.
  void Reached(const Explanation::Moved& moved, const LawfulQuestion& asked,
               const Explanation& explanation) {
    if (AddsWorkingTime(asked.limit.unit)) {
      const auto reached = calendar_.AddWorkingTime(moved.unsuspended.at, moved.total);
      if (moved.total.count() > 0 && reached) json_.At("reached", *reached);
      return;
    }
    json_.Number("added_days", moved.days);
    const auto* counted = FindStep<Explanation::Counted>(explanation);
    if (counted) json_.Day("reached_date", counted->to + std::chrono::days{moved.days});
  }

  /// As the clock sees them: united, from the start of the limit on. Without a way, as asked.
  void Suspensions(const LawfulQuestion& asked, const Explanation* explanation) {
    json_.Open("suspensions", '[');
    if (explanation) {
      for (const auto& step : explanation->steps) {
        const auto* pause = std::get_if<Explanation::Pause>(&step);
        if (pause) Suspension(pause->from, pause->to, pause);
      }
    } else {
      for (const worktime::Suspension& one : asked.suspensions) {
        Suspension(one.from, one.to, nullptr);
      }
    }
    json_.Close(']');
  }

  void Suspension(Instant from, Instant to, const Explanation::Pause* pause) {
    json_.Open("", '{');
    json_.At("from", from);
    json_.At("to", to);
    if (pause) {
      json_.Bool("counted", pause->counted);
      json_.Seconds("added_seconds", pause->added);
    }
    json_.Open("of", '[');
    for (const dossier::SuspendedSpan& span : facts_.suspensions) {
      if (span.from >= to || (span.to && *span.to <= from)) continue;
      json_.Open("", '{');
      json_.Text("kind", NameOf(span.kind));
      json_.TextIfAny("reason", span.reason.text());
      json_.Close('}');
    }
    json_.Close(']');
    json_.Close('}');
  }

  JsonText& json_;
  const dossier::Facts& facts_;
  const dossier::Terms& terms_;
  const worktime::WorkingCalendar& calendar_;
};

}  // namespace

std::string_view NameOf(dossier::SuspensionKind kind) {
  return kStopNames[static_cast<size_t>(kind)];
}

void WriteDue(JsonText& json, const DossierCase& the_case, std::string_view key,
              const std::optional<dossier::LawfulQuestion>& asked) {
  if (!asked) return json.Null(key);
  DueJson(json, the_case).Write(key, *asked);
}

}  // namespace dunghan::report
