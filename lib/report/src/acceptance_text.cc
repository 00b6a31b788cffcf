#include "due_text.h"
#include "dunghan/report/explanation_text.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::Acceptance;

/// The law of the day, where the limit is the one it names; another limit is the province's own.
std::string WhoseLimit(const SeenDossier& seen, Language language) {
  const auto day = seen.judged.terms.calendar->zone().DayOf(seen.judged.facts.submission->at);
  const rulebook::Law* law = seen.timeline.newest().LawAt(day);
  if (!law || law->accept_within != seen.judged.terms.acceptance_limit) {
    return Say(language, "theo thiết lập", "as configured");
  }
  return language == Language::kEn && !law->citation_en.empty() ? law->citation_en : law->citation;
}

std::string Outcome(const SeenDossier& seen, Language language) {
  const dossier::AcceptanceJudgement& judgement = seen.judged.judgement.acceptance;
  const Acceptance standing = dossier::AcceptanceAt(judgement, seen.at);
  Instant since = seen.at;
  const bool waiting = standing == Acceptance::kWaiting || standing == Acceptance::kWaitingLate;
  if (!waiting) {
    for (const auto& stretch : judgement.timeline) {
      if (stretch.standing == standing) since = stretch.from;
    }
  }
  return Say(language, "Lúc {}: {}.", "At {}: {}.",
             Moment(since, seen.judged.terms.calendar->zone(), language), Text(standing, language));
}

}  // namespace

std::vector<std::string> ExplainAcceptance(const SeenDossier& seen, Language language) {
  const dossier::AcceptanceJudgement& judgement = seen.judged.judgement.acceptance;
  if (judgement.timeline.empty()) return {};
  const dossier::Terms& terms = seen.judged.terms;
  DueText text(seen, language);
  text.Add(Say(language, "Nộp trực tuyến lúc {}.", "Submitted online at {}.",
               text.At(seen.judged.facts.submission->at)));
  if (!terms.acceptance_limit) {
    text.Add(
        Say(language, "Không quy định thời hạn tiếp nhận.", "There is no limit to accept it."));
  } else {
    text.Add(Say(language, "Thời hạn tiếp nhận: {} ({}).", "Limit to accept it: {} ({}).",
                 Limit(*terms.acceptance_limit, language), WhoseLimit(seen, language)));
    text.Add(CalendarText(seen, language));
    const auto explanation = worktime::ExplainDue(*terms.calendar, seen.judged.facts.submission->at,
                                                  *terms.acceptance_limit, {}, terms.due_rules);
    if (explanation) {
      text.Tell(*explanation);
      text.Add(Say(
          language, "Hạn tiếp nhận: {}.", "To be accepted by: {}.",
          Closing(explanation->due.at, explanation->due.date, terms.calendar->zone(), language)));
    } else {
      text.Add(Say(language, "Không tính được hạn: {}.", "The due date cannot be worked out: {}.",
                   CalendarReach(seen, language)));
    }
  }
  text.Add(Outcome(seen, language));
  return text.Take();
}

}  // namespace dunghan::report
