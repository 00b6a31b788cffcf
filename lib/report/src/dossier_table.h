#pragma once

#include <string>
#include <vector>

#include "dossier_parts.h"
#include "dunghan/base/json_table.h"
#include "dunghan/statement/names.h"
#include "explanation_table.h"
#include "position_table.h"

/// One dossier as kept.
namespace dunghan::report {

using ReceiptRow = JsonRow<Told>;
inline constexpr JsonTable kReceiptTable(
    "receipt", "How a dossier was received.",
    {ReceiptRow::Of("at", "When.",
                    [](const Told& told) { return told.Zoned(told.of.judged.facts.receipt->at); }),
     ReceiptRow::Of("agency", "The code of the competent agency.",
                    [](const Told& told) { return told.of.judged.facts.receipt->agency.text(); }),
     ReceiptRow::Of("agency_name", "Its name on that day.",
                    [](const Told& told) {
                      return std::string(
                          statement::NamedAgency(told.of.judged.facts.receipt->agency,
                                                 told.of.rulebook(), told.of.day())
                              .name);
                    }),
     ReceiptRow::Of("procedure", "The code of the procedure.",
                    [](const Told& told) {
                      return told.of.judged.facts.receipt->procedure.text();
                    }),
     ReceiptRow::Of("procedure_name", "Its name on that day.",
                    [](const Told& told) {
                      return std::string(
                          statement::NamedProcedure(told.of.judged.facts.receipt->procedure,
                                                    told.of.rulebook(), told.of.day())
                              .name);
                    }),
     ReceiptRow::Of("counter", "The code of the agency that received it.",
                    [](const Told& told) { return told.of.judged.facts.receipt->counter.text(); }),
     ReceiptRow::Of("channel", "online, in_person or postal.",
                    [](const Told& told) {
                      return JsonIfAnyText(ToString(told.of.judged.facts.receipt->channel));
                    }),
     ReceiptRow::Of("limit", "The time limit.", [](const Told& told) -> JsonIfAny<std::string> {
       if (!told.of.judged.terms.limit) return {};
       return {ToString(*told.of.judged.terms.limit)};
     })});

std::string_view NameOf(dossier::EndKind kind);

using EndRow = JsonRow<ToldOf<dossier::End>>;
inline constexpr JsonTable kEndTable(
    "end", "How a dossier ended.",
    {EndRow::Of("at", "When.", [](const auto& end) { return end.in.Zoned(end.item.at); }),
     EndRow::Of("type", "completed, refused or withdrawn.",
                [](const auto& end) { return NameOf(end.item.kind); })});

/// "no_limit", "beyond_calendar", "suspended", "no_receipt"; empty: there is a due.
std::string_view NameOf(dossier::NoDue why);

using BasisRow = JsonRow<ToldOf<dossier::BasisJudgement>>;
inline constexpr JsonTable kBasisTable(
    "basis", "Where a dossier stands by one of its two dues.",
    {BasisRow::Of("standing", "Where it stands.",
                  [](const auto& basis) {
                    return dossier::StandingAt(basis.item, basis.in.of.at);
                  }),
     BasisRow::Of("due", "The due; null: there is none.",
                  [](const auto& basis) -> std::optional<ZonedDue> {
                    if (!basis.item.due) return {};
                    return Zoned(*basis.item.due, basis.in.of.zone());
                  }),
     BasisRow::Of("due_date", "Its local day.",
                  [](const auto& basis) {
                    return JsonIf(basis.item.due.has_value(), basis.item.due_day);
                  }),
     BasisRow::Of("counted_on", "Another day that it counts on: that of the receipt.",
                  [](const auto& basis) {
                    return JsonIf(basis.item.due && basis.item.counted_on != basis.item.due_day,
                                  basis.item.counted_on);
                  }),
     BasisRow::Of("overdue_from", "The first instant at which finishing is late.",
                  [](const auto& basis) -> JsonIfAny<ZonedInstant> {
                    if (!basis.item.due) return {};
                    return {basis.in.Zoned(*basis.item.overdue_from)};
                  }),
     BasisRow::Of("compared_by", "date or instant.",
                  [](const auto& basis) {
                    const std::string_view by = basis.item.by_date ? "date" : "instant";
                    return JsonIf(basis.item.due.has_value(), by);
                  }),
     BasisRow::Of("fallback", "Whether the lawful due stands in for a promise.",
                  [](const auto& basis) {
                    return JsonIf(basis.item.due.has_value(), basis.item.fallback);
                  }),
     BasisRow::Of("confirmed", "Whether every day it rests on has been announced.",
                  [](const auto& basis) {
                    return JsonIf(basis.item.due.has_value(), basis.item.confirmed);
                  }),
     BasisRow::Of("awaits_list",
                  "It has fallen due, or will, after the newest list: the next one has to say "
                  "whether it is done.",
                  [](const auto& basis) { return JsonIf(basis.item.awaits_list, true); }),
     BasisRow::Of("no_due", "Why there is none.", [](const auto& basis) {
       return JsonIfAnyText(basis.item.due ? "" : NameOf(basis.item.no_due));
     })});

using ClaimRow = JsonRow<ToldOf<dossier::Claim>>;
inline constexpr JsonTable kClaimTable(
    "claim", "A due that was promised.",
    {ClaimRow::Of("at", "When it was said.",
                  [](const auto& claim) { return claim.in.Zoned(claim.item.at); }),
     ClaimRow::Of("due", "The due.",
                  [](const auto& claim) { return AsRead(claim.item.due, claim.in.of.zone()); }),
     ClaimRow::Of("due_said", "The midnight that was said, where it is taken for a date.",
                  [](const auto& claim) { return AsSaid(claim.item.due, claim.in.of.zone()); })});

using StopRow = JsonRow<ToldOf<dossier::SuspendedSpan>>;
inline constexpr JsonTable kStopTable(
    "stop", "A time in which the clock stood.",
    {StopRow::Of("kind", "What was waited for.", [](const auto& stop) { return stop.item.kind; }),
     StopRow::Of("from", "When it began.",
                 [](const auto& stop) { return stop.in.Zoned(stop.item.from); }),
     StopRow::Of("to", "When it was over; null: it goes on.",
                 [](const auto& stop) {
                   return stop.in.Zoned(EndOfStop(stop.item, stop.in.of.judged.facts));
                 }),
     StopRow::Of("ended_with_dossier", "That it ended because its dossier did.",
                 [](const auto& stop) {
                   return JsonIf(!stop.item.to && stop.in.of.judged.facts.end, true);
                 }),
     StopRow::Of("reason", "The code of the reason given.",
                 [](const auto& stop) { return JsonIfAnyText(stop.item.reason.text()); })});

std::string_view NameOf(Fate fate);

using EventRow = JsonRow<ToldOf<ledger::StoredEvent>>;
inline constexpr JsonTable kEventTable(
    "event", "An event on record.",
    {EventRow::Of("seq", "Its place in the record.", [](const auto& one) { return one.item.seq; }),
     EventRow::Of("type", "What happened.", [](const auto& one) { return one.item.event.type; }),
     EventRow::Of("at", "When.", [](const auto& one) { return one.in.Zoned(one.item.event.at); }),
     EventRow::Of("recorded_at", "When it was recorded.",
                  [](const auto& one) { return one.in.Zoned(one.item.recorded_at); }),
     EventRow::Of("source", "Who said so.",
                  [](const auto& one) { return one.item.event.source.text(); }),
     EventRow::Of("id", "Unique within source and dossier.",
                  [](const auto& one) { return std::string_view(one.item.event.id); }),
     EventRow::Of("agency", "The agency it names.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.agency.text()); }),
     EventRow::Of("procedure", "The procedure it names.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.procedure.text()); }),
     EventRow::Of("counter", "The agency that received it.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.counter.text()); }),
     EventRow::Of("channel", "online, in_person or postal.",
                  [](const auto& one) { return JsonIfAnyText(ToString(one.item.event.channel)); }),
     EventRow::Of("due", "The due it says.",
                  [](const auto& one) -> JsonIfAny<ZonedDue> {
                    if (!one.item.event.due) return {};
                    return {Zoned(*one.item.event.due, one.in.of.zone())};
                  }),
     EventRow::Of("unit", "The officer unit.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.unit.text()); }),
     EventRow::Of("step", "The step of the procedure.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.step.text()); }),
     EventRow::Of("step_due", "The step's own limit.",
                  [](const auto& one) -> JsonIfAny<ZonedDue> {
                    if (!one.item.event.step_due) return {};
                    return {Zoned(*one.item.event.step_due, one.in.of.zone())};
                  }),
     EventRow::Of("to_agency", "The agency it goes to.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.to_agency.text()); }),
     EventRow::Of("reason", "The code of a reason.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.reason.text()); }),
     EventRow::Of("rating", "From 1 to 5.",
                  [](const auto& one) {
                    return JsonIf(one.item.event.rating > 0, one.item.event.rating);
                  }),
     EventRow::Of("voids", "The event that it withdraws.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.voids); }),
     EventRow::Of("received", "When it was received, by a snapshot.",
                  [](const auto& one) -> JsonIfAny<ZonedInstant> {
                    if (!one.item.event.received) return {};
                    return {Zoned(*one.item.event.received, one.in.of.zone())};
                  }),
     EventRow::Of("state",
                  "Where it stands by a snapshot: registered, received, declined, "
                  "processing, supplement, payment, withdrawn, stopped, completed, "
                  "returned, refused.",
                  [](const auto& one) { return JsonIfAnyText(ToString(one.item.event.state)); }),
     EventRow::Of("ended", "When it ended, by a snapshot.",
                  [](const auto& one) -> JsonIfAny<ZonedInstant> {
                    if (!one.item.event.ended) return {};
                    return {Zoned(*one.item.event.ended, one.in.of.zone())};
                  }),
     EventRow::Of("alias", "Another code by which the dossier is found too.",
                  [](const auto& one) { return JsonIfAnyText(one.item.event.alias); }),
     EventRow::Of("fate",
                  "Why it does not count: mirror, ahead, voided, voids_nothing, "
                  "voids_a_void.",
                  [](const auto& one) {
                    const Fate fate = one.in.fates.Of(one.item.event);
                    return JsonIf(fate != Fate::kCounts, NameOf(fate));
                  })});

/// Names of all that a look should be taken at.
std::vector<std::string_view> SignalsOf(const SeenDossier& seen);

using DossierRow = JsonRow<Told>;
inline constexpr JsonTable kDossierTable(
    "dossier", "One dossier: its events, and what follows from them.",
    {DossierRow::Of("code", "Its code.",
                    [](const Told& told) { return std::string_view(told.page.record.code); }),
     DossierRow::Of("alias", "Another code by which it is found too: the last that was said.",
                    [](const Told& told) { return JsonIfAnyText(AliasOf(told.page.record)); }),
     DossierRow::Object<kPositionTable>(
         "position", "How far the record went.",
         [](const Told& told) {
           return ToldPosition{told.page.view.position(), told.of.zone()};
         }),
     DossierRow::Of("simulated", "Whether the ledger is marked as simulated.",
                    [](const Told& told) { return told.page.view.simulated(); }),
     DossierRow::Object<kReceiptTable>("receipt", "How it was received; null: it was not.",
                                       [](const Told& told) {
                                         return told.of.judged.facts.receipt ? &told : nullptr;
                                       }),
     DossierRow::Object<kEndTable>("end", "How it ended; null: it is open.",
                                   [](const Told& told) {
                                     return AnyOf(told.of.judged.facts.end, told);
                                   }),
     DossierRow::Object<kBasisTable>("promised", "By the promised due.",
                                     [](const Told& told) {
                                       return ToldOf<dossier::BasisJudgement>{
                                           told.of.judged.judgement.On(dossier::Basis::kPromised),
                                           told};
                                     }),
     DossierRow::Object<kBasisTable>("lawful", "By the lawful due.",
                                     [](const Told& told) {
                                       return ToldOf<dossier::BasisJudgement>{
                                           told.of.judged.judgement.On(dossier::Basis::kLawful),
                                           told};
                                     }),
     DossierRow::Object<kClaimTable>("promise", "The promise in force.",
                                     [](const Told& told) {
                                       return AnyOf(told.promise.in_force, told);
                                     }),
     DossierRow::Object<kClaimTable>("disputed", "Promises that do not count.",
                                     [](const Told& told) {
                                       return EachOf(told.promise.disputed, told);
                                     }),
     DossierRow::Of("extension", "The due of the last extension.",
                    [](const Told& told) {
                      return ReadDueOf(told.of.judged.facts.extension, told);
                    }),
     DossierRow::Of("extension_said", "The midnight that was said, where it is taken for a date.",
                    [](const Told& told) {
                      return SaidDueOf(told.of.judged.facts.extension, told);
                    }),
     DossierRow::Of("reappointment", "The due of the last re-appointment.",
                    [](const Told& told) {
                      return ReadDueOf(told.of.judged.facts.reappointment, told);
                    }),
     DossierRow::Of(
         "reappointment_said", "The midnight that was said, where it is taken for a date.",
         [](const Told& told) { return SaidDueOf(told.of.judged.facts.reappointment, told); }),
     DossierRow::Object<kStopTable>("stops", "When the clock stood.",
                                    [](const Told& told) {
                                      return EachOf(told.of.judged.facts.suspensions, told);
                                    }),
     DossierRow::Object<kStepTable>("steps", "Who had it for how long.",
                                    [](const Told& told) { return EachOf(StepsOf(told), told); }),
     DossierRow::Object<kAcceptanceTable>(
         "acceptance", "How it was accepted; null where nobody asks.",
         [](const Told& told) {
           return told.of.judged.judgement.acceptance.timeline.empty() ? nullptr : &told;
         }),
     DossierRow::Of("signals", "What a look should be taken at.",
                    [](const Told& told) { return SignalsOf(told.of); }),
     DossierRow::Object<kEventTable>("events", "Its events in the order of recording.",
                                     [](const Told& told) {
                                       return EachOf(told.page.record.events, told);
                                     }),
     DossierRow::Object<kExplanationTable>(
         "explanation", "How its dues come about, where that is asked for.",
         [](const Told& told) -> JsonIfAny<std::reference_wrapper<const Told>> {
           if (told.explain == Explain::kNo) return {};
           return {told};
         })});

}  // namespace dunghan::report
