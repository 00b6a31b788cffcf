#include "due_text.h"
#include "dunghan/report/explanation_text.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::Acceptance;
using worktime::LimitUnit;

/// The law of the day, where the limit is the one it names; another limit is the province's own.
std::string WhoseLimit(const Case& the_case, Language language) {
  const auto day = the_case.terms.calendar->zone().DayOf(the_case.facts.submission->at);
  const rulebook::Law* law = the_case.timeline.newest().LawAt(day);
  if (!law || law->accept_within != the_case.terms.acceptance_limit) {
    return Say(language, "theo thiết lập", "as configured");
  }
  return language == Language::kEn && !law->citation_en.empty() ? law->citation_en : law->citation;
}

std::string Outcome(const Case& the_case, Language language) {
  const dossier::AcceptanceJudgement& judgement = the_case.judgement.acceptance;
  const Acceptance standing = dossier::AcceptanceAt(judgement, the_case.at);
  Instant since = the_case.at;
  const bool waiting = standing == Acceptance::kWaiting || standing == Acceptance::kWaitingLate;
  if (!waiting) {
    for (const auto& stretch : judgement.timeline) {
      if (stretch.standing == standing) since = stretch.from;
    }
  }
  return Say(language, "Lúc {}: {}.", "At {}: {}.",
             Moment(since, the_case.terms.calendar->zone(), language), Text(standing, language));
}

}  // namespace

std::vector<std::string> ExplainAcceptance(const Case& the_case, Language language) {
  const dossier::AcceptanceJudgement& judgement = the_case.judgement.acceptance;
  if (judgement.timeline.empty()) return {};
  const dossier::Terms& terms = the_case.terms;
  DueText text(the_case, language);
  text.Add(Say(language, "Nộp trực tuyến lúc {}.", "Submitted online at {}.",
               text.At(the_case.facts.submission->at)));
  if (!terms.acceptance_limit) {
    text.Add(
        Say(language, "Không quy định thời hạn tiếp nhận.", "There is no limit to accept it."));
  } else {
    text.Add(Say(language, "Thời hạn tiếp nhận: {} ({}).", "Limit to accept it: {} ({}).",
                 Limit(*terms.acceptance_limit, language), WhoseLimit(the_case, language)));
    text.Add(CalendarText(the_case, language));
    const auto explanation = worktime::ExplainDue(*terms.calendar, the_case.facts.submission->at,
                                                  *terms.acceptance_limit, {}, terms.due_rules);
    if (explanation) {
      text.Tell(*explanation);
      text.Add(Say(
          language, "Hạn tiếp nhận: {}.", "To be accepted by: {}.",
          Closing(explanation->due.at, explanation->due.date, terms.calendar->zone(), language)));
    } else {
      text.Add(Say(language, "Không tính được hạn: {}.", "The due date cannot be worked out: {}.",
                   CalendarReach(the_case, language)));
    }
  }
  text.Add(Outcome(the_case, language));
  return text.Take();
}

}  // namespace dunghan::report
