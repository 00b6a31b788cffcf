#pragma once

#include <vector>

#include "dunghan/base/json_table.h"
#include "told.h"

/// Who had a dossier for how long, and what came of its acceptance.
namespace dunghan::report {

/// Empty without a receipt.
const std::vector<dossier::StepTime>& StepsOf(const Told& told);
const std::vector<dossier::Part>& PartsOf(const Told& told);

using StepRow = JsonRow<ToldOf<dossier::StepTime>>;
inline constexpr JsonTable kStepTable(
    "step", "One holder's turn: until the next one's, or the end.",
    {StepRow::Of("agency", "The agency that had the dossier, by its code.",
                 [](const auto& step) { return step.item.hand.agency.text(); }),
     StepRow::Of("unit", "The unit of the agency.",
                 [](const auto& step) { return JsonIfAnyText(step.item.hand.unit.text()); }),
     StepRow::Of("step", "The step of the procedure.",
                 [](const auto& step) { return JsonIfAnyText(step.item.hand.step.text()); }),
     StepRow::Of("from", "When it began.",
                 [](const auto& step) { return step.in.Zoned(step.item.hand.from); }),
     StepRow::Of("to", "When it was over; null: it still has it.",
                 [](const auto& step) { return step.in.Zoned(step.item.to); }),
     StepRow::Of("due", "The step's own limit.",
                 [](const auto& step) { return AsRead(step.item.hand.due, step.in); }),
     StepRow::Of("due_said", "The midnight that was said, where it is taken for a date.",
                 [](const auto& step) { return AsSaid(step.item.hand.due, step.in); }),
     StepRow::Of("overdue_from", "The first instant at which handing it on is late.",
                 [](const auto& step) { return step.in.Zoned(step.item.overdue_from); }),
     StepRow::Of("seconds", "s", "Working time, suspensions left out.",
                 [](const auto& step) { return step.item.worked; }),
     StepRow::Of("overrun_seconds", "s", "Working time beyond the step's own limit.",
                 [](const auto& step) { return step.item.overrun; }),
     StepRow::Of("late_seconds_borne", "s", "Its share of the dossier's lateness.",
                 [](const auto& step) { return step.item.late_share; })});

using AcceptanceRow = JsonRow<Told>;
inline constexpr JsonTable kAcceptanceTable(
    "acceptance", "How long what was submitted waited to be received or declined.",
    {AcceptanceRow::Of("submitted_at", "When it was submitted.",
                       [](const Told& told) {
                         return told.Zoned(told.of.judged.facts.submission->at);
                       }),
     AcceptanceRow::Of("due", "Until when it was to be received or declined.",
                       [](const Told& told) {
                         return told.Zoned(told.of.judged.judgement.acceptance.due);
                       }),
     AcceptanceRow::Of("due_date", "The local day of that.",
                       [](const Told& told) {
                         return told.of.judged.judgement.acceptance.due_day;
                       }),
     AcceptanceRow::Of("overdue_from", "The first instant at which that is late.",
                       [](const Told& told) {
                         return told.Zoned(told.of.judged.judgement.acceptance.overdue_from);
                       }),
     AcceptanceRow::Of("standing", "Where it stands.", [](const Told& told) {
       return dossier::AcceptanceAt(told.of.judged.judgement.acceptance, told.of.at);
     })});

using TimesRow = JsonRow<dossier::Attribution>;
inline constexpr JsonTable kTimesTable(
    "times", "Where the working time of a dossier went.",
    {TimesRow::Of("total", "s", "From the receipt to the end, or to now.",
                  [](const auto& times) { return times.total; }),
     TimesRow::Of("in_steps", "s", "While somebody had it.",
                  [](const auto& times) { return times.in_steps; }),
     TimesRow::Of("suspended", "s", "While the clock stood.",
                  [](const auto& times) { return times.suspended; }),
     TimesRow::Of("in_transit", "s", "Handed over, and not yet taken up.",
                  [](const auto& times) { return times.in_transit; }),
     TimesRow::Of("unassigned", "s", "Received, and not yet given to anybody.",
                  [](const auto& times) { return times.unassigned; }),
     TimesRow::Of("late", "s", "From the first late instant on.",
                  [](const auto& times) { return times.late; })});

std::string_view NameOf(dossier::PartKind kind);

using PartRow = JsonRow<ToldOf<dossier::Part>>;
inline constexpr JsonTable kPartTable(
    "part", "One stretch of the time from receipt to end.",
    {PartRow::Of("kind", "step, suspended, transit or unassigned.",
                 [](const auto& part) { return NameOf(part.item.kind); }),
     PartRow::Of("from", "When it began.",
                 [](const auto& part) { return part.in.Zoned(part.item.from); }),
     PartRow::Of("to", "When it was over.",
                 [](const auto& part) { return part.in.Zoned(part.item.to); }),
     PartRow::Of("seconds", "s", "The working time in it.",
                 [](const auto& part) { return part.item.worked; }),
     PartRow::Of("step", "Of a step: which one of them, from 1.",
                 [](const auto& part) {
                   return JsonIf(part.item.kind == dossier::PartKind::kStep, part.item.step + 1);
                 }),
     PartRow::Of("suspension", "Of a suspension: what it was for.",
                 [](const auto& part) {
                   return JsonIf(part.item.kind == dossier::PartKind::kSuspended,
                                 part.item.suspension);
                 }),
     PartRow::Of("reason", "Of a suspension: the code of its reason.", [](const auto& part) {
       const std::string_view reason = part.item.reason.text();
       return JsonIf(part.item.kind == dossier::PartKind::kSuspended && !reason.empty(), reason);
     })});

}  // namespace dunghan::report
