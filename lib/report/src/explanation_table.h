#pragma once

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "due_table.h"
#include "due_text.h"
#include "dunghan/base/json_table.h"
#include "position_table.h"
#include "steps_table.h"

/// `explanation` of a dossier: data and sentences, enough to work its dues out again.
namespace dunghan::report {

using VersionRow = JsonRow<ToldOf<rulebook::Version>>;
inline constexpr JsonTable kVersionTable(
    "rulebook_version", "A rulebook as it was recorded.",
    {VersionRow::Of("number", "From 1, in the order of recording.",
                    [](const auto& version) {
                      return NumberOf(version.item, version.in.page.view.timeline());
                    }),
     VersionRow::Of("seq", "Its place in the record.",
                    [](const auto& version) { return version.item.seq; }),
     VersionRow::Of("effective_from", "Since when it is in force; null: always.",
                    [](const auto& version) {
                      return version.in.Zoned(version.item.effective_from);
                    }),
     VersionRow::Of("recorded_at", "When it was recorded.",
                    [](const auto& version) { return version.in.Zoned(version.item.recorded_at); }),
     VersionRow::Of(
         "recorded_by", "By whom.",
         [](const auto& version) -> const auto& { return version.item.operator_name; }),
     VersionRow::Of(
         "reason", "Why.",
         [](const auto& version) -> const auto& { return version.item.reason; })});

using ProcedureRow = JsonRow<rulebook::Procedure>;
inline constexpr JsonTable kProcedureTable(
    "procedure", "The procedure as it was when the dossier was received.",
    {ProcedureRow::Of("code", "Its national code.",
                      [](const auto& procedure) { return procedure.code.text(); }),
     ProcedureRow::Of("limit", "Its time limit.",
                      [](const auto& procedure) -> std::optional<std::string> {
                        if (!procedure.limit) return {};
                        return ToString(*procedure.limit);
                      }),
     ProcedureRow::Of("on_supplement", "What a supplement does to the limit: pause or restart.",
                      [](const auto& procedure) {
                        const bool pauses =
                            procedure.on_supplement == dossier::OnSupplement::kPause;
                        return std::string_view(pauses ? "pause" : "restart");
                      }),
     ProcedureRow::Of(
         "decision", "The decision that announced it.",
         [](const auto& procedure) -> const auto& { return procedure.decision; }),
     ProcedureRow::Of("valid_from", "The first day it holds; null: always.",
                      [](const auto& procedure) { return procedure.valid_from; }),
     ProcedureRow::Of("valid_to", "The last day it holds.",
                      [](const auto& procedure) { return procedure.valid_to; })});

using RulesRow = JsonRow<Told>;
inline constexpr JsonTable kRulesTable(
    "rules", "By which rules a dossier is judged.",
    {RulesRow::Object<kVersionTable>("judged_by", "The version that says which calendar counts.",
                                     [](const Told& told) {
                                       return AnyOf(told.of.rules.judged_by, told);
                                     }),
     RulesRow::Object<kVersionTable>("limit_by", "The version that says which limit holds.",
                                     [](const Told& told) {
                                       return AnyOf(told.of.rules.limit_by, told);
                                     }),
     RulesRow::Object<kProcedureTable>("procedure", "The procedure.",
                                       [](const Told& told) { return told.of.rules.procedure; }),
     RulesRow::Of("comparison", "How finishes are compared with dues.",
                  [](const Told& told) { return NameOf(told.of.judged.terms.comparison); }),
     RulesRow::Of("same_day_cutoff", "From when on a limit of the same day ends on the next.",
                  [](const Told& told) {
                    const std::chrono::hh_mm_ss at(told.of.judged.terms.due_rules.same_day_cutoff);
                    return fmt::format("{:02}:{:02}", at.hours().count(), at.minutes().count());
                  })});

/// Days of the week from Sunday, as hours of a calendar.
std::vector<std::string> HoursOf(const std::vector<worktime::OpenInterval>& hours);
template <size_t weekday>
std::vector<std::string> HoursOn(const worktime::WorkingCalendar& calendar) {
  return HoursOf(calendar.spec().weekly[weekday]);
}

using WeekRow = JsonRow<worktime::WorkingCalendar>;
inline constexpr JsonTable kWeekTable(
    "week", "Working hours by the day of the week; none: closed.",
    {WeekRow::Of("mon", "Monday.", [](const auto& calendar) { return HoursOn<1>(calendar); }),
     WeekRow::Of("tue", "Tuesday.", [](const auto& calendar) { return HoursOn<2>(calendar); }),
     WeekRow::Of("wed", "Wednesday.", [](const auto& calendar) { return HoursOn<3>(calendar); }),
     WeekRow::Of("thu", "Thursday.", [](const auto& calendar) { return HoursOn<4>(calendar); }),
     WeekRow::Of("fri", "Friday.", [](const auto& calendar) { return HoursOn<5>(calendar); }),
     WeekRow::Of("sat", "Saturday.", [](const auto& calendar) { return HoursOn<6>(calendar); }),
     WeekRow::Of("sun", "Sunday.", [](const auto& calendar) { return HoursOn<0>(calendar); })});

using ExceptionRow = JsonRow<worktime::CalendarException>;
inline constexpr JsonTable kExceptionTable(
    "exception", "A day with other hours than the week's.",
    {ExceptionRow::Of("date", "The day.", [](const auto& day) { return day.date; }),
     ExceptionRow::Of("hours", "Its hours; none: closed.",
                      [](const auto& day) { return HoursOf(day.hours); }),
     ExceptionRow::Of(
         "name", "What it is called.", [](const auto& day) -> const auto& { return day.name; }),
     ExceptionRow::Of(
         "source", "The announcement.", [](const auto& day) -> const auto& { return day.source; }),
     ExceptionRow::Of("confirmed", "Whether it has been announced.",
                      [](const auto& day) { return day.confirmed; })});

/// From the first day counted to the last due, the end or now.
std::vector<worktime::CalendarException> ExceptionsOf(const SeenDossier& seen);

using CalendarRow = JsonRow<SeenDossier>;
inline constexpr JsonTable kCalendarTable(
    "calendar", "The calendar that a dossier is counted on.",
    {CalendarRow::Of(
         "name", "Its name.",
         [](const auto& of) -> const auto& { return of.judged.terms.calendar->name(); }),
     CalendarRow::Of(
         "zone", "Its time zone.", [](const auto& of) -> const auto& { return of.zone().name(); }),
     CalendarRow::Of("valid_from", "Its first day.",
                     [](const auto& of) { return of.judged.terms.calendar->valid_from(); }),
     CalendarRow::Of("valid_to", "Its last day.",
                     [](const auto& of) { return of.judged.terms.calendar->valid_to(); }),
     CalendarRow::Object<kWeekTable>(
         "hours", "Its week.",
         [](const auto& of) -> const auto& { return *of.judged.terms.calendar; }),
     CalendarRow::Object<kExceptionTable>("exceptions", "Other days, as far as they may matter.",
                                          [](const auto& of) { return ExceptionsOf(of); })});

/// "in_force", "replaced", "disputed".
std::string_view StateName(const dossier::Claim& claim, const Told& told);

using StatedClaimRow = JsonRow<ToldOf<dossier::Claim>>;
inline constexpr JsonTable kStatedClaimTable(
    "stated_claim", "A due that was promised, and what became of it.",
    {StatedClaimRow::Of("at", "When it was said.",
                        [](const auto& claim) { return claim.in.Zoned(claim.item.at); }),
     StatedClaimRow::Of("due", "The due.",
                        [](const auto& claim) {
                          return AsRead(claim.item.due, claim.in.of.zone());
                        }),
     StatedClaimRow::Of("due_said", "The midnight that was said, where it is taken for a date.",
                        [](const auto& claim) {
                          return AsSaid(claim.item.due, claim.in.of.zone());
                        }),
     StatedClaimRow::Of("by_receipt", "Whether it was said with the receipt.",
                        [](const auto& claim) {
                          return claim.item.by != dossier::ClaimBy::kDueSet;
                        }),
     StatedClaimRow::Of("state", "in_force, replaced or disputed.",
                        [](const auto& claim) { return StateName(claim.item, claim.in); })});

/// An extension or re-appointment.
struct ToldAppointment {
  dossier::Appointment last;
  int64_t times;
  const Told* told;
};

using AppointmentRow = JsonRow<ToldAppointment>;
inline constexpr JsonTable kAppointmentTable(
    "appointment", "An extension or a re-appointment: the last of them.",
    {AppointmentRow::Of("at", "When it was said.",
                        [](const auto& one) { return one.told->Zoned(one.last.at); }),
     AppointmentRow::Of("due", "The new due.",
                        [](const auto& one) { return AsRead(one.last.due, one.told->of.zone()); }),
     AppointmentRow::Of("due_said", "The midnight that was said, where it is taken for a date.",
                        [](const auto& one) { return AsSaid(one.last.due, one.told->of.zone()); }),
     AppointmentRow::Of("times", "How many there have been.",
                        [](const auto& one) { return one.times; })});

/// One basis with what is left and what is late.
struct ExplainedBasis {
  ExplainedBasis(const Told& of, dossier::Basis which);
  const Told& told;
  const dossier::BasisJudgement& basis;
  dossier::Standing standing;
  JsonIfAny<std::chrono::milliseconds> left = {};
  JsonIfAny<std::chrono::milliseconds> late = {};
};

using ExplainedBasisRow = JsonRow<ExplainedBasis>;
inline constexpr JsonTable kExplainedBasisTable(
    "explained_basis", "Where a dossier stands on one basis, and what is left.",
    {ExplainedBasisRow::Of("due", "The due; null: there is none.",
                           [](const auto& of) -> std::optional<ZonedDue> {
                             if (!of.basis.due) return {};
                             return Zoned(*of.basis.due, of.told.of.zone());
                           }),
     ExplainedBasisRow::Of("due_date", "Its local day.",
                           [](const auto& of) {
                             return JsonIf(of.basis.due.has_value(), of.basis.due_day);
                           }),
     ExplainedBasisRow::Of("counted_on", "Another day that it counts on: that of the receipt.",
                           [](const auto& of) {
                             return JsonIf(of.basis.due && of.basis.counted_on != of.basis.due_day,
                                           of.basis.counted_on);
                           }),
     ExplainedBasisRow::Of("by_date", "Whether finishing is compared by date.",
                           [](const auto& of) { return of.basis.by_date; }),
     ExplainedBasisRow::Of("overdue_from", "The first instant at which finishing is late.",
                           [](const auto& of) { return of.told.Zoned(of.basis.overdue_from); }),
     ExplainedBasisRow::Of("standing", "Where it stands.",
                           [](const auto& of) { return of.standing; }),
     ExplainedBasisRow::Of("left_seconds", "s",
                           "Working time to the due, while it is open; while the lawful clock "
                           "stands it is said there.",
                           [](const auto& of) { return of.left; }),
     ExplainedBasisRow::Of("late_seconds", "s", "Working time since the due.",
                           [](const auto& of) { return of.late; })});

using StandingTextRow = JsonRow<Told>;
inline constexpr JsonTable kStandingTextTable(
    "standing_sentences", "Why a dossier stands where it does.",
    {StandingTextRow::Of("promised", "By the promised due.",
                         [](const Told& told) {
                           return ExplainStanding(told.of, dossier::Basis::kPromised,
                                                  told.language);
                         }),
     StandingTextRow::Of("lawful", "By the lawful due.", [](const Told& told) {
       return ExplainStanding(told.of, dossier::Basis::kLawful, told.language);
     })});

std::optional<DueWay> LawfulWay(const Told& told);
std::optional<DueWay> AcceptanceWay(const Told& told);
/// Without credit for suspensions.
std::optional<worktime::DueDate> GrossDue(const Told& told);
inline std::optional<ToldAppointment> Appointed(const std::optional<dossier::Appointment>& last,
                                                int64_t times, const Told& told) {
  if (!last) return {};
  return ToldAppointment{*last, times, &told};
}

struct ExplainedIndex {
  const Told& told;
  const dossier::Index766Rules& rules;
  dossier::IndexSeen seen;
};
/// Nothing without a receipt.
std::optional<ExplainedIndex> IndexOf(const Told& told);

using IndexRow = JsonRow<ExplainedIndex>;
inline constexpr JsonTable kIndexTable(
    "index766_verdict", "How a dossier counts in index 766, by our recount.",
    {IndexRow::Of("state", "open, set_aside (counted once, as ended then) or ended.",
                  [](const auto& of) { return of.seen.state; }),
     IndexRow::Of("verdict", "on_time, late or unmeasurable.",
                  [](const auto& of) { return of.seen.verdict; }),
     IndexRow::Of("counted_at", "What is held against the due.",
                  [](const auto& of) { return of.told.Zoned(of.seen.counted_at); }),
     IndexRow::Of("due", "The due that counts; null: none.",
                  [](const auto& of) -> std::optional<ZonedDue> {
                    if (!of.seen.due) return {};
                    return of.told.Zoned(*of.seen.due);
                  }),
     IndexRow::Of("due_computed", "Nobody said one: it is the lawful one.",
                  [](const auto& of) { return of.seen.computed_due; }),
     IndexRow::Of("taken_off_seconds", "s", "Of answered requests for supplements.",
                  [](const auto& of) { return of.seen.taken_off; }),
     IndexRow::Of("requests", "For a supplement.",
                  [](const auto& of) { return static_cast<int64_t>(of.seen.requests); }),
     IndexRow::Of("confirmed", "Whether the rules were held against the portal.",
                  [](const auto& of) { return of.rules.confirmed; })});

using ExplanationRow = JsonRow<Told>;
inline constexpr JsonTable kExplanationTable(
    "explanation", "How the dues of a dossier come about, as data and as sentences.",
    {ExplanationRow::Object<kRulesTable>(
         "rules", "By which rules.", [](const Told& told) -> const auto& { return told; }),
     ExplanationRow::Object<kCalendarTable>(
         "calendar", "On which calendar.", [](const Told& told) -> const auto& { return told.of; }),
     ExplanationRow::Object<kDueWayTable>("lawful_due", "The way to the lawful due.",
                                          [](const Told& told) { return LawfulWay(told); }),
     ExplanationRow::Of("gross_due", "The due without credit for suspensions.",
                        [](const Told& told) -> std::optional<ZonedInstant> {
                          const auto due = GrossDue(told);
                          if (!due) return {};
                          return told.Zoned(due->at);
                        }),
     ExplanationRow::Of("gross_due_date", "Its local day.",
                        [](const Told& told) -> std::optional<LocalDay> {
                          const auto due = GrossDue(told);
                          if (!due) return {};
                          return due->date;
                        }),
     ExplanationRow::Of("gross_overdue_from", "The first instant at which finishing is late by it.",
                        [](const Told& told) {
                          return told.Zoned(told.of.judged.judgement.gross_overdue_from);
                        }),
     ExplanationRow::Object<kStatedClaimTable>("claims", "Every due that was promised.",
                                               [](const Told& told) {
                                                 return EachOf(told.of.judged.facts.claims, told);
                                               }),
     ExplanationRow::Object<kAppointmentTable>("extension", "The last extension.",
                                               [](const Told& told) {
                                                 return Appointed(told.of.judged.facts.extension,
                                                                  told.of.judged.facts.extensions,
                                                                  told);
                                               }),
     ExplanationRow::Object<kAppointmentTable>("reappointment", "The last re-appointment.",
                                               [](const Told& told) {
                                                 return Appointed(
                                                     told.of.judged.facts.reappointment,
                                                     told.of.judged.facts.reappointments, told);
                                               }),
     ExplanationRow::Object<kExplainedBasisTable>("promised", "By the promised due.",
                                                  [](const Told& told) {
                                                    return ExplainedBasis(
                                                        told, dossier::Basis::kPromised);
                                                  }),
     ExplanationRow::Object<kExplainedBasisTable>("lawful_basis", "By the lawful due.",
                                                  [](const Told& told) {
                                                    return ExplainedBasis(told,
                                                                          dossier::Basis::kLawful);
                                                  }),
     ExplanationRow::Object<kDueWayTable>("acceptance_due", "The way to the due of acceptance.",
                                          [](const Told& told) { return AcceptanceWay(told); }),
     ExplanationRow::Object<kTimesTable>(
         "times", "Where the working time went; null without a receipt.",
         [](const Told& told) -> const auto& { return told.attribution; }),
     ExplanationRow::Object<kPartTable>("parts", "Stretches that make up the whole exactly.",
                                        [](const Told& told) {
                                          return EachOf(PartsOf(told), told);
                                        }),
     ExplanationRow::Of("lawful", "Sentences on the lawful due.",
                        [](const Told& told) { return ExplainLawful(told.of, told.language); }),
     ExplanationRow::Of("promise", "Sentences on the promise.",
                        [](const Told& told) { return ExplainPromise(told.of, told.language); }),
     ExplanationRow::Object<kStandingTextTable>(
         "standing", "Sentences on the standing.",
         [](const Told& told) -> const auto& { return told; }),
     ExplanationRow::Object<kIndexTable>("index766_verdict", "How it counts in index 766.",
                                         [](const Told& told) { return IndexOf(told); }),
     ExplanationRow::Of("index766", "Sentences on index 766.",
                        [](const Told& told) { return ExplainIndex766(told.of, told.language); }),
     ExplanationRow::Of("reopening", "Sentences on a reopening.",
                        [](const Told& told) { return ExplainReopening(told.of, told.language); }),
     ExplanationRow::Of("acceptance", "Sentences on acceptance.",
                        [](const Told& told) { return ExplainAcceptance(told.of, told.language); }),
     ExplanationRow::Of("steps", "Sentences on the steps.",
                        [](const Told& told) { return ExplainSteps(told.of, told.language); })});

}  // namespace dunghan::report
