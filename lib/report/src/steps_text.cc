#include "dunghan/dossier/attribution.h"
#include "dunghan/report/explanation_text.h"
#include "dunghan/statement/names.h"
#include "dunghan/worktime/office_day.h"
#include "format.h"

namespace dunghan::report {
namespace {

/// One holder's turn: who, from when to when, how long, how much over its limit.
std::string StepText(const dossier::StepTime& step, size_t number, const SeenDossier& seen,
                     Language language) {
  const worktime::Zone& zone = seen.judged.terms.calendar->zone();
  const dossier::Hand& hand = step.hand;
  const auto worked = [&](std::chrono::milliseconds time) {
    return Worked(time, worktime::UsualDay(*seen.judged.terms.calendar), language);
  };
  const LocalDay day = zone.DayOf(hand.from);
  std::string who =
      WithCode(statement::NamedAgency(hand.agency, *seen.rules.judged_by->rulebook, day), language);
  for (const std::string_view part : {hand.unit.text(), hand.step.text()}) {
    if (!part.empty()) who += fmt::format(", {}", part);
  }
  const std::string until =
      step.to ? Moment(*step.to, zone, language) : Say(language, "nay", "now");
  std::string line = Say(language, "Bước {}, {}: từ {} đến {}, làm việc {}",
                         "Step {}, {}: from {} to {}, worked {}", number, who,
                         Moment(hand.from, zone, language), until, worked(step.worked));
  if (hand.due) {
    line += Say(language, "; hạn của bước {}", "; the step's due {}",
                Claimed(*hand.due, zone, language));
    line += step.overrun.count() > 0
                ? Say(language, ", quá hạn {}", ", overrun by {}", worked(step.overrun))
                : Say(language, ", không quá hạn", ", not overrun");
  } else {
    line += Say(language, "; không có hạn riêng", "; without a limit of its own");
  }
  if (step.late_share.count() > 0) {
    line += Say(language, "; chịu {} của thời gian quá hạn", "; bears {} of the lateness",
                worked(step.late_share));
  }
  return line + ".";
}

/// To whom the time between the first end and the reopening is counted.
std::optional<std::string> AfterTheFirstEnd(const dossier::Attribution& attribution,
                                            const SeenDossier& seen, Language language) {
  const dossier::Facts& facts = seen.judged.facts;
  if (facts.reopened_at.empty() || !facts.first_end) return {};
  const worktime::Zone& zone = seen.judged.terms.calendar->zone();
  const Instant from = facts.first_end->at;
  const auto span = [&](const std::string& whose) {
    return Say(language, "Khoảng từ khi kết thúc lần đầu {} đến khi mở lại {} được tính {}.",
               "The time from the first end {} to the reopening {} is counted {}.",
               Moment(from, zone, language), Moment(facts.reopened_at.front(), zone, language),
               whose);
  };
  for (size_t i = 0; i < attribution.steps.size(); ++i) {
    const dossier::StepTime& step = attribution.steps[i];
    if (step.hand.from > from || (step.to && *step.to <= from)) continue;
    if (step.to && *step.to < facts.reopened_at.front()) {
      return span(Say(language, "cho các bước giữ hồ sơ trong khoảng đó",
                      "to the steps that had the dossier in it"));
    }
    return span(Say(language, "cho bước {}, là bước giữ hồ sơ khi đó",
                    "to step {}, which had the dossier then", i + 1));
  }
  return span(Say(language,
                  "là chuyển giao hoặc chưa phân công, vì khi đó không bước nào giữ hồ sơ",
                  "as handed over or not yet assigned, since no step had the dossier then"));
}

}  // namespace

std::vector<std::string> ExplainSteps(const SeenDossier& seen, Language language) {
  if (seen.judged.facts.hands.empty()) return {};
  const auto attribution =
      dossier::Attribute(seen.judged.facts, seen.judged.terms,
                         seen.judged.judgement.On(dossier::Basis::kPromised), seen.at);
  if (!attribution) return {};
  std::vector<std::string> lines;
  for (size_t i = 0; i < attribution->steps.size(); ++i) {
    lines.push_back(StepText(attribution->steps[i], i + 1, seen, language));
  }
  if (auto line = AfterTheFirstEnd(*attribution, seen, language)) lines.push_back(*line);
  // The parts of the sum are exact, so that they can be added up.
  const auto hours = [&](std::chrono::milliseconds time) { return Hours(time, language); };
  lines.push_back(Say(language,
                      "Tổng thời gian làm việc {} = các bước {} + tạm dừng tính thời gian {} + "
                      "chuyển giao {} + chưa phân công {}.",
                      "Working time in all {} = steps {} + suspended {} + handed over {} + not yet "
                      "assigned {}.",
                      hours(attribution->total), hours(attribution->in_steps),
                      hours(attribution->suspended), hours(attribution->in_transit),
                      hours(attribution->unassigned)));
  // While the clock stands nothing is overdue.
  const bool suspended = dossier::StandingAt(seen.judged.judgement.On(dossier::Basis::kPromised),
                                             seen.at) == dossier::Standing::kSuspended;
  if (attribution->late.count() > 0 && !suspended) {
    lines.push_back(
        Say(language, "Thời gian làm việc quá hạn: {}.", "Working time past the due: {}.",
            Worked(attribution->late, worktime::UsualDay(*seen.judged.terms.calendar), language)));
  }
  return lines;
}

}  // namespace dunghan::report
