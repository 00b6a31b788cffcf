#include "dunghan/dossier/attribution.h"
#include "dunghan/report/explanation_text.h"
#include "format.h"
#include "statement_sums.h"

namespace dunghan::report {
namespace {

/// One holder's turn: who, from when to when, how long, how much over its limit.
std::string StepText(const dossier::StepTime& step, size_t number, const Case& the_case,
                     Language language) {
  const worktime::Zone& zone = the_case.terms.calendar->zone();
  const dossier::Hand& hand = step.hand;
  const LocalDay day = zone.DayOf(hand.from);
  std::string who =
      WithCode(NamedAgency(hand.agency, *the_case.rules.judged_by->rulebook, day), language);
  for (const std::string_view part : {hand.unit.text(), hand.step.text()}) {
    if (!part.empty()) who += fmt::format(", {}", part);
  }
  const std::string until =
      step.to ? Moment(*step.to, zone, language) : Say(language, "nay", "now");
  std::string line =
      Say(language, "Bước {}, {}: từ {} đến {}, làm việc {}",
          "Step {}, {}: from {} "
          "to {}, {} of working time",
          number, who, Moment(hand.from, zone, language), until, Hours(step.worked, language));
  if (hand.due) {
    line += Say(language, "; hạn của bước {}", "; the step's due {}",
                Claimed(*hand.due, zone, language));
    line += step.overrun.count() > 0
                ? Say(language, ", quá {} làm việc", ", overrun by {} of working time",
                      Hours(step.overrun, language))
                : Say(language, ", không quá hạn", ", not overrun");
  } else {
    line += Say(language, "; không có hạn riêng", "; without a limit of its own");
  }
  if (step.late_share.count() > 0) {
    line += Say(language, "; chịu {} của thời gian quá hạn", "; bears {} of the lateness",
                Hours(step.late_share, language));
  }
  return line + ".";
}

}  // namespace

std::vector<std::string> ExplainSteps(const Case& the_case, Language language) {
  if (the_case.facts.hands.empty()) return {};
  const auto attribution =
      dossier::Attribute(the_case.facts, the_case.terms,
                         the_case.judgement.On(dossier::Basis::kPromised), the_case.at);
  if (!attribution) return {};
  std::vector<std::string> lines;
  for (size_t i = 0; i < attribution->steps.size(); ++i) {
    lines.push_back(StepText(attribution->steps[i], i + 1, the_case, language));
  }
  const auto hours = [&](std::chrono::milliseconds time) { return Hours(time, language); };
  lines.push_back(Say(language,
                      "Tổng thời gian làm việc {} = các bước {} + tạm dừng {} + chuyển giao {} + "
                      "chưa phân công {}.",
                      "Working time in all {} = steps {} + suspended {} + handed over {} + not yet "
                      "assigned {}.",
                      hours(attribution->total), hours(attribution->in_steps),
                      hours(attribution->suspended), hours(attribution->in_transit),
                      hours(attribution->unassigned)));
  if (attribution->late.count() > 0) {
    lines.push_back(Say(language, "Thời gian quá hạn: {} làm việc.", "Late by {} of working time.",
                        hours(attribution->late)));
  }
  return lines;
}

}  // namespace dunghan::report
