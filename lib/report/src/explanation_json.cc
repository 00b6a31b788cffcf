#include "explanation_json.h"

#include <algorithm>

#include "dossier_case.h"
#include "due_json.h"
#include "due_text.h"
#include "dunghan/worktime/due.h"

namespace dunghan::report {
namespace {

using dossier::Basis;

constexpr std::string_view kComparisonNames[] = {"by_unit", "date", "instant"};
constexpr std::string_view kClaimStateNames[] = {"in_force", "replaced", "disputed"};
constexpr std::string_view kWeekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

class ExplanationJson {
 public:
  ExplanationJson(JsonText& json, const DossierCase& the_case, Language language)
      : json_(json),
        case_(the_case),
        facts_(the_case.facts()),
        terms_(the_case.terms),
        calendar_(*the_case.terms.calendar),
        language_(language) {
    lawful_ = dossier::AskLawful(facts_, terms_);
    if (!case_.judgement().acceptance.timeline.empty() && terms_.acceptance_limit) {
      acceptance_ =
          dossier::LawfulQuestion{facts_.submission->at, *terms_.acceptance_limit, {}, {}};
    }
  }

  void Write() {
    json_.Open("explanation", '{');
    Rules();
    Calendar();
    WriteDue(json_, case_, "lawful_due", lawful_);
    Gross();
    Claims();
    Appointment("extension", facts_.extension, facts_.extensions);
    Appointment("reappointment", facts_.reappointment, facts_.reappointments);
    WriteBasis("promised", Basis::kPromised);
    WriteBasis("lawful_basis", Basis::kLawful);
    WriteDue(json_, case_, "acceptance_due", acceptance_);
    WriteTimes(json_, case_);
    AllSentences();
    json_.Close('}');
  }

 private:
  void Version(std::string_view key, const rulebook::Version* version) {
    if (!version) return json_.Null(key);
    json_.Open(key, '{');
    json_.Number("number", static_cast<int64_t>(NumberOf(*version, case_.page.view.timeline())));
    json_.Number("seq", version->seq);
    json_.At("effective_from", version->effective_from);
    json_.At("recorded_at", version->recorded_at);
    json_.Text("recorded_by", version->operator_name);
    json_.Text("reason", version->reason);
    json_.Close('}');
  }

  void Procedure(const rulebook::Procedure* procedure) {
    if (!procedure) return json_.Null("procedure");
    json_.Open("procedure", '{');
    json_.Text("code", procedure->code.text());
    if (procedure->limit) {
      json_.Text("limit", ToString(*procedure->limit));
    } else {
      json_.Null("limit");
    }
    const bool pause = procedure->on_supplement == dossier::OnSupplement::kPause;
    json_.Text("on_supplement", pause ? "pause" : "restart");
    json_.Text("decision", procedure->decision);
    json_.Day("valid_from", procedure->valid_from);
    json_.Day("valid_to", procedure->valid_to);
    json_.Close('}');
  }

  void Rules() {
    json_.Open("rules", '{');
    Version("judged_by", case_.rules.judged_by);
    Version("limit_by", case_.rules.limit_by);
    Procedure(case_.rules.procedure);
    json_.Text("comparison", kComparisonNames[static_cast<size_t>(terms_.comparison)]);
    const auto cutoff = terms_.due_rules.same_day_cutoff.count();
    json_.Text("same_day_cutoff", fmt::format("{:02}:{:02}", cutoff / 60, cutoff % 60));
    json_.Close('}');
  }

  void Hours(std::string_view key, const std::vector<worktime::OpenInterval>& hours) {
    json_.Open(key, '[');
    for (const worktime::OpenInterval& open : hours) json_.Text("", worktime::ToString(open));
    json_.Close(']');
  }

  /// All days that anything here can depend on.
  std::pair<LocalDay, LocalDay> Stretch() const {
    std::vector<LocalDay> days = {case_.zone.DayOf(facts_.end ? facts_.end->at : case_.at())};
    const auto add = [&](const std::optional<Instant>& at) {
      if (at) days.push_back(case_.zone.DayOf(*at));
    };
    if (facts_.receipt) add(facts_.receipt->at);
    if (facts_.submission) add(facts_.submission->at);
    for (const auto& basis : case_.judgement().bases) add(basis.overdue_from);
    add(case_.judgement().gross_overdue_from);
    add(case_.judgement().acceptance.overdue_from);
    const auto [first, last] = std::minmax_element(days.begin(), days.end());
    return {*first, *last};
  }

  void Calendar() {
    json_.Open("calendar", '{');
    json_.Text("name", calendar_.name());
    json_.Text("zone", calendar_.zone().name());
    json_.Day("valid_from", calendar_.valid_from());
    json_.Day("valid_to", calendar_.valid_to());
    json_.Open("hours", '{');
    for (const size_t weekday : {1, 2, 3, 4, 5, 6, 0}) {
      Hours(kWeekdays[weekday], calendar_.spec().weekly[weekday]);
    }
    json_.Close('}');
    json_.Open("exceptions", '[');
    const auto [from, to] = Stretch();
    for (const worktime::CalendarException* day : calendar_.ExceptionsIn(from, to)) {
      json_.Open("", '{');
      json_.Day("date", day->date);
      Hours("hours", day->hours);
      json_.Text("name", day->name);
      json_.Text("source", day->source);
      json_.Bool("confirmed", day->confirmed);
      json_.Close('}');
    }
    json_.Close(']');
    json_.Close('}');
  }

  void Gross() {
    const auto due = facts_.receipt && terms_.limit
                         ? worktime::ComputeDue(calendar_, facts_.receipt->at, *terms_.limit, {},
                                                terms_.due_rules)
                         : Result<worktime::DueDate>(NotFound(""));
    json_.At("gross_due", due ? std::optional(due->at) : std::nullopt);
    json_.Day("gross_due_date", due ? std::optional(due->date) : std::nullopt);
    json_.At("gross_overdue_from", case_.judgement().gross_overdue_from);
  }

  void Claims() {
    const dossier::Promise promise = dossier::PromiseInForce(facts_, terms_);
    json_.Open("claims", '[');
    for (const dossier::Claim& claim : facts_.claims) {
      json_.Open("", '{');
      json_.At("at", claim.at);
      json_.Claim("due", claim.due);
      json_.Bool("by_receipt", claim.by != dossier::ClaimBy::kDueSet);
      json_.Text("state",
                 kClaimStateNames[static_cast<size_t>(StateOf(claim, promise, case_.zone))]);
      json_.Close('}');
    }
    json_.Close(']');
  }

  void Appointment(std::string_view key, const std::optional<dossier::Appointment>& appointment,
                   int64_t times) {
    if (!appointment) return json_.Null(key);
    json_.Open(key, '{');
    json_.At("at", appointment->at);
    json_.Claim("due", appointment->due);
    json_.Number("times", times);
    json_.Close('}');
  }

  void WriteBasis(std::string_view key, Basis which) {
    const dossier::BasisJudgement& basis = case_.judgement().On(which);
    const dossier::Standing standing = dossier::StandingAt(basis, case_.at());
    json_.Open(key, '{');
    if (basis.due) {
      json_.Due("due", *basis.due);
      json_.Day("due_date", basis.due_day);
      if (basis.counted_on != basis.due_day) json_.Day("counted_on", basis.counted_on);
    } else {
      json_.Null("due");
    }
    json_.Bool("by_date", basis.by_date);
    json_.At("overdue_from", basis.overdue_from);
    json_.Text("standing", ToString(standing));
    if (basis.overdue_from) {
      const Instant until = facts_.end ? std::min(facts_.end->at, case_.at()) : case_.at();
      const Instant due = TurningPoint(basis, facts_);
      const auto left = calendar_.WorkingTime(until, due);
      const auto late = calendar_.WorkingTime(due, until);
      const bool stands = standing == dossier::Standing::kSuspended && ClockStands(facts_, terms_);
      if (dossier::IsOpen(standing) && left && !stands) json_.Seconds("left_seconds", *left);
      if (late) json_.Seconds("late_seconds", *late);
    }
    json_.Close('}');
  }

  void Sentences(std::string_view key, const std::vector<std::string>& lines) {
    json_.Open(key, '[');
    for (const std::string& line : lines) json_.Text("", line);
    json_.Close(']');
  }

  void AllSentences() {
    const SeenDossier to_explain = case_.ToExplain();
    Sentences("lawful", ExplainLawful(to_explain, language_));
    Sentences("promise", ExplainPromise(to_explain, language_));
    json_.Open("standing", '{');
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
      Sentences(ToString(basis), ExplainStanding(to_explain, basis, language_));
    }
    json_.Close('}');
    Sentences("reopening", ExplainReopening(to_explain, language_));
    Sentences("acceptance", ExplainAcceptance(to_explain, language_));
    Sentences("steps", ExplainSteps(to_explain, language_));
  }

  JsonText& json_;
  const DossierCase& case_;
  const dossier::Facts& facts_;
  const dossier::Terms& terms_;
  const worktime::WorkingCalendar& calendar_;
  Language language_;
  std::optional<dossier::LawfulQuestion> lawful_;
  std::optional<dossier::LawfulQuestion> acceptance_;
};

}  // namespace

void WriteExplanation(JsonText& json, const DossierCase& the_case, Language language) {
  ExplanationJson(json, the_case, language).Write();
}

}  // namespace dunghan::report
