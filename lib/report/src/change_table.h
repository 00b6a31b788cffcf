#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/json_time.h"
#include "rule_changes.h"

/// A dossier that is not what it was, and why.
namespace dunghan::report {

/// How a dossier stands on one basis.
struct StandingThen {
  const dossier::BasisJudgement& basis;
  Instant at;
  const worktime::Zone& zone;
};

using StandingRow = JsonRow<StandingThen>;
inline constexpr JsonTable kStandingThenTable(
    "standing_then", "How a dossier stood by one of its two dues.",
    {StandingRow::Of("standing", "Where it stood.",
                     [](const auto& then) { return dossier::StandingAt(then.basis, then.at); }),
     StandingRow::Of("due", "The due; null: there was none.",
                     [](const auto& then) -> std::optional<ZonedDue> {
                       if (!then.basis.due) return {};
                       return Zoned(*then.basis.due, then.zone);
                     }),
     StandingRow::Of("due_date", "Its local day.",
                     [](const auto& then) { return then.basis.due_day; })});

struct StateThen {
  const dossier::Judged& judged;
  Instant at;
  const worktime::Zone& zone;

  StandingThen On(dossier::Basis basis) const { return {judged.judgement.On(basis), at, zone}; }
};

using StateRow = JsonRow<StateThen>;
inline constexpr JsonTable kStateThenTable(
    "state_then", "How a dossier stood at an instant.",
    {StateRow::Of("at", "The instant.", [](const auto& then) { return Zoned(then.at, then.zone); }),
     StateRow::Object<kStandingThenTable>("promised", "By the promised due.",
                                          [](const auto& then) {
                                            return then.On(dossier::Basis::kPromised);
                                          }),
     StateRow::Object<kStandingThenTable>("lawful", "By the lawful due.",
                                          [](const auto& then) {
                                            return then.On(dossier::Basis::kLawful);
                                          }),
     StateRow::Of("end", "When it ended; null: it was open.", [](const auto& then) {
       const auto& end = then.judged.facts.end;
       return Zoned(end ? std::optional(end->at) : std::nullopt, then.zone);
     })});

struct MovedDue {
  dossier::Basis basis;
  std::optional<LocalDay> from;
  std::optional<LocalDay> to;
};

using MovedRow = JsonRow<MovedDue>;
inline constexpr JsonTable kMovedTable(
    "moved_due", "A due that has moved.",
    {MovedRow::Of("basis", "promised or lawful.", [](const auto& moved) { return moved.basis; }),
     MovedRow::Of("from", "Its day then.", [](const auto& moved) { return moved.from; }),
     MovedRow::Of("to", "Its day now.", [](const auto& moved) { return moved.to; })});

struct EventBehind {
  const ledger::StoredEvent* stored;
  const worktime::Zone* zone;
};

using EventBehindRow = JsonRow<EventBehind>;
inline constexpr JsonTable kEventBehindTable(
    "event_behind", "An event heard since.",
    {EventBehindRow::Of("position", "Its place in the record.",
                        [](const auto& of) { return of.stored->seq; }),
     EventBehindRow::Of("recorded_at", "When it was recorded.",
                        [](const auto& of) { return Zoned(of.stored->recorded_at, *of.zone); }),
     EventBehindRow::Of("type", "What happened.",
                        [](const auto& of) { return of.stored->event.type; }),
     EventBehindRow::Of("at", "When.",
                        [](const auto& of) { return Zoned(of.stored->event.at, *of.zone); }),
     EventBehindRow::Of("source", "Who said so.",
                        [](const auto& of) { return of.stored->event.source.text(); }),
     EventBehindRow::Of("id", "Unique within source and dossier.",
                        [](const auto& of) { return std::string_view(of.stored->event.id); }),
     EventBehindRow::Of("due", "The due it says.",
                        [](const auto& of) -> JsonIfAny<ZonedDue> {
                          if (!of.stored->event.due) return {};
                          return {AsRead(*of.stored->event.due, *of.zone)};
                        }),
     EventBehindRow::Of("due_said", "The midnight that was said, where it is taken for a date.",
                        [](const auto& of) -> JsonIfAny<ZonedInstant> {
                          if (!of.stored->event.due) return {};
                          return AsSaid(*of.stored->event.due, *of.zone);
                        }),
     EventBehindRow::Of("reason", "The code of a reason.",
                        [](const auto& of) {
                          return JsonIfAnyText(of.stored->event.reason.text());
                        }),
     EventBehindRow::Of("voids", "The event that it withdraws.",
                        [](const auto& of) { return JsonIfAnyText(of.stored->event.voids); })});

using RuleChangeRow = JsonRow<RuleChange>;
inline constexpr JsonTable kRuleChangeTable(
    "rule_change", "What in a rulebook concerns a dossier.",
    {RuleChangeRow::Of("what", "What kind of rule.", [](const auto& one) { return one.what; }),
     RuleChangeRow::Of(
         "was", "What it was; empty: nothing.",
         [](const auto& one) -> const auto& { return one.was; }),
     RuleChangeRow::Of(
         "is", "What it is.", [](const auto& one) -> const auto& { return one.is; }),
     RuleChangeRow::Of("date", "Of a calendar's day.",
                       [](const auto& one) {
                         return JsonIf(one.date.has_value(), one.date.value_or(LocalDay{}));
                       }),
     RuleChangeRow::Of("name", "Its name.",
                       [](const auto& one) { return JsonIfAnyText(one.name); }),
     RuleChangeRow::Of("source", "The announcement or decision.",
                       [](const auto& one) { return JsonIfAnyText(one.source); }),
     RuleChangeRow::Of(
         "text", "A sentence.", [](const auto& one) -> const auto& { return one.text; })});

struct RulebookBehind {
  const rulebook::Version* recorded;
  size_t number;
  std::vector<RuleChange> changes;
  const worktime::Zone* zone;
};

using RulebookBehindRow = JsonRow<RulebookBehind>;
inline constexpr JsonTable kRulebookBehindTable(
    "rulebook_behind", "A rulebook recorded since.",
    {RulebookBehindRow::Of("position", "Its place in the record.",
                           [](const auto& of) { return of.recorded->seq; }),
     RulebookBehindRow::Of("type", "rulebook.",
                           [](const auto&) { return std::string_view("rulebook"); }),
     RulebookBehindRow::Of("number", "From 1, in the order of recording.",
                           [](const auto& of) { return of.number; }),
     RulebookBehindRow::Of("effective_from", "Since when it is in force; null: always.",
                           [](const auto& of) {
                             return Zoned(of.recorded->effective_from, *of.zone);
                           }),
     RulebookBehindRow::Of("recorded_at", "When it was recorded.",
                           [](const auto& of) {
                             return Zoned(of.recorded->recorded_at, *of.zone);
                           }),
     RulebookBehindRow::Of(
         "recorded_by", "By whom.",
         [](const auto& of) -> const auto& { return of.recorded->operator_name; }),
     RulebookBehindRow::Of(
         "reason", "Why.", [](const auto& of) -> const auto& { return of.recorded->reason; }),
     RulebookBehindRow::Object<kRuleChangeTable>(
         "changes", "What in it concerns the dossier.",
         [](const auto& of) -> const auto& { return of.changes; })});

using Behind = std::variant<EventBehind, RulebookBehind>;
inline constexpr JsonUnion<kEventBehindTable, kRulebookBehindTable> kBehindTable(
    "behind", "What is behind a change.");

struct ToldChange {
  std::string_view dossier;
  std::string_view agency;
  std::optional<StateThen> before;
  StateThen after;
  std::vector<MovedDue> moved;
  std::vector<Behind> reasons;
  std::string text;
};

using ChangeRow = JsonRow<ToldChange>;
inline constexpr JsonTable kChangeTable(
    "change", "A dossier that is not what it was, and why.",
    {ChangeRow::Of("dossier", "Its code.", [](const auto& change) { return change.dossier; }),
     ChangeRow::Of("agency", "The code of the competent agency.",
                   [](const auto& change) { return change.agency; }),
     ChangeRow::Object<kStateThenTable>(
         "before", "How it stood then; null: it was not known.",
         [](const auto& change) -> const auto& { return change.before; }),
     ChangeRow::Object<kStateThenTable>(
         "after", "How it stands now.",
         [](const auto& change) -> const auto& { return change.after; }),
     ChangeRow::Object<kMovedTable>(
         "moved", "The dues that have moved.",
         [](const auto& change) -> const auto& { return change.moved; }),
     ChangeRow::Object<kBehindTable>(
         "reasons", "What is behind it.",
         [](const auto& change) -> const auto& { return change.reasons; }),
     ChangeRow::Of(
         "text", "All of it in sentences.",
         [](const auto& change) -> const auto& { return change.text; })});

}  // namespace dunghan::report
