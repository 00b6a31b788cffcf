#include "acceptance.h"

#include <algorithm>
#include <array>

#include "compare.h"

namespace dunghan::dossier {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"",
                                                    "waiting",
                                                    "waiting_late",
                                                    "accepted_in_time",
                                                    "accepted_late",
                                                    "declined_in_time",
                                                    "declined_late"};

/// How the waiting ended: the earlier of receipt and declining after the submission; at the same
/// instant the receipt, as in the standing.
struct Answer {
  Instant at;
  bool accepted = false;
};

std::optional<Answer> AnswerTo(const Facts& facts) {
  const Instant from = facts.submission->at;
  std::optional<Answer> answer;
  if (facts.declined && *facts.declined >= from) answer = Answer{*facts.declined, false};
  if (facts.receipt && (!answer || facts.receipt->at <= answer->at)) {
    // Entered as received before it was submitted: accepted at once.
    answer = Answer{std::max(facts.receipt->at, from), true};
  }
  return answer;
}

void SetDue(AcceptanceJudgement& judgement, const Facts& facts, const Terms& terms) {
  const auto due = worktime::ComputeDue(*terms.calendar, facts.submission->at,
                                        *terms.acceptance_limit, {}, terms.due_rules);
  if (!due) {
    judgement.no_due = NoDue::kBeyondCalendar;
    return;
  }
  judgement.no_due = NoDue::kHasOne;
  judgement.due = due->at;
  judgement.due_day = due->date;
  judgement.confirmed = due->confirmed;
  judgement.overdue_from = worktime::IsDayBased(terms.acceptance_limit->unit)
                               ? EndOfDay(due->date, terms)
                               : due->at + std::chrono::milliseconds{1};
}

}  // namespace

std::string_view ToString(Acceptance acceptance) { return kNames[static_cast<size_t>(acceptance)]; }

AcceptanceJudgement JudgeAcceptance(const Facts& facts, const Terms& terms) {
  AcceptanceJudgement judgement;
  if (!facts.submission) return judgement;
  const Channel channel = facts.submission->channel;
  // What comes over the counter or by post waits for nobody's click; a channel that was not said
  // counts as online.
  if (channel == Channel::kInPerson || channel == Channel::kPostal) return judgement;
  if (terms.acceptance_limit) {
    SetDue(judgement, facts, terms);
  } else {
    judgement.no_due = NoDue::kNoLimit;
  }
  const auto answer = AnswerTo(facts);
  const auto& late_from = judgement.overdue_from;
  const bool late = answer && late_from && answer->at >= *late_from;
  if (!answer || answer->at > facts.submission->at) {
    judgement.timeline.push_back({facts.submission->at, Acceptance::kWaiting});
  }
  // Answered at that very instant it is late, without ever having waited late.
  if (late_from && (!answer || answer->at > *late_from)) {
    judgement.timeline.push_back({*late_from, Acceptance::kWaitingLate});
  }
  if (!answer) return judgement;
  if (answer->accepted) {
    judgement.timeline.push_back(
        {answer->at, late ? Acceptance::kAcceptedLate : Acceptance::kAcceptedInTime});
  } else {
    judgement.timeline.push_back(
        {answer->at, late ? Acceptance::kDeclinedLate : Acceptance::kDeclinedInTime});
  }
  return judgement;
}

Acceptance AcceptanceAt(const AcceptanceJudgement& judgement, Instant instant) {
  Acceptance standing = Acceptance::kNone;
  for (const AcceptanceStretch& stretch : judgement.timeline) {
    if (stretch.from > instant) break;
    standing = stretch.standing;
  }
  return standing;
}

}  // namespace dunghan::dossier
