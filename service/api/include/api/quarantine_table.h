#pragma once

#include <optional>
#include <string>

#include "dunghan/base/json_table.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/report/json_time.h"
#include "intake/quarantine_groups.h"

/// What could not be used, as JSON: GET /api/v1/quarantine and the commands `dunghan quarantine`
/// say the same.
namespace dunghan::record {

constexpr std::string_view ToString(QuarantineState state) {
  switch (state) {
    case QuarantineState::kWaiting:
      return "waiting";
    case QuarantineState::kResolved:
      return "resolved";
    case QuarantineState::kDiscarded:
      return "discarded";
  }
  return {};
}

}  // namespace dunghan::record

namespace dunghan::api {

struct ToldEntry {
  const ledger::QuarantineEntry& entry;
  const worktime::Zone& zone;
};

using EntryRow = JsonRow<ToldEntry>;
inline constexpr JsonTable kQuarantineEntryTable(
    "quarantine_entry", "Something that intake could not use.",
    {EntryRow::Of("id", "Its number.", [](const auto& told) { return told.entry.id; }),
     EntryRow::Of("state", "waiting, resolved or discarded.",
                  [](const auto& told) { return told.entry.state; }),
     EntryRow::Of("first_seen", "When it came first.",
                  [](const auto& told) { return report::Zoned(told.entry.first_seen, told.zone); }),
     EntryRow::Of("last_seen", "When it came last.",
                  [](const auto& told) { return report::Zoned(told.entry.last_seen, told.zone); }),
     EntryRow::Of("count", "How often it came.", [](const auto& told) { return told.entry.count; }),
     EntryRow::Of(
         "source", "From whom.", [](const auto& told) -> const auto& { return told.entry.source; }),
     EntryRow::Of("dossier", "The code that it names; empty: none.",
                  [](const auto& told) { return intake::DossierNamedIn(told.entry); }),
     EntryRow::Of(
         "place", "Where it stood in what was sent.",
         [](const auto& told) -> const auto& { return told.entry.place; }),
     EntryRow::Of(
         "field", "The field that is wrong; empty: the whole.",
         [](const auto& told) -> const auto& { return told.entry.field; }),
     EntryRow::Of(
         "reason", "What is wrong.",
         [](const auto& told) -> const auto& { return told.entry.reason; }),
     EntryRow::Of("fields", "The known fields as they were sent; null: they could not be read.",
                  [](const auto& told) -> std::optional<JsonAsIs> {
                    if (told.entry.fields.empty()) return {};
                    return JsonAsIs{told.entry.fields};
                  }),
     EntryRow::Of("raw_size", "bytes", "How long it was.",
                  [](const auto& told) { return told.entry.raw_size; })});

/// By whom an entry was dealt with by hand, and why.
struct ToldDiscarding {
  const ledger::DiscardingOnRecord& discarding;
  const worktime::Zone& zone;
};
using DiscardingRow = JsonRow<ToldDiscarding>;
inline constexpr JsonTable kDiscardingTable(
    "quarantine_discarding", "That entries of quarantine were dealt with by hand.",
    {DiscardingRow::Of("at", "When.",
                       [](const auto& of) { return report::Zoned(of.discarding.at, of.zone); }),
     DiscardingRow::Of(
         "operator", "Who did it.",
         [](const auto& of) -> const auto& { return of.discarding.what.actor; }),
     DiscardingRow::Of(
         "reason", "Why.", [](const auto& of) -> const auto& { return of.discarding.what.reason; }),
     DiscardingRow::Of("entries", "entries", "How many at once.",
                       [](const auto& of) { return of.discarding.what.ids.size(); })});

/// One entry alone.
struct ToldAlone {
  ToldEntry told;
  const std::optional<ledger::DiscardingOnRecord>& discarding;
};
using AloneRow = JsonRow<ToldAlone>;
inline constexpr JsonTable kQuarantineSettledTable(
    "quarantine_settled", "How it was settled.",
    {AloneRow::Object<kDiscardingTable>(
        "discarded", "Of one that is discarded: by whom, and why; where the record says so.",
        [](const auto& of) {
          return JsonIfAny<ToldDiscarding>{
              of.discarding ? std::optional(ToldDiscarding{*of.discarding, of.told.zone})
                            : std::nullopt};
        })});

/// Entries that are alike.
struct ToldGroup {
  const intake::QuarantineGroup& group;
  const intake::QuarantineBy& by;
  const worktime::Zone& zone;
  bool is_by(intake::QuarantineBy other) const { return by == other; }
};
using GroupRow = JsonRow<ToldGroup>;
inline constexpr JsonTable kQuarantineGroupTable(
    "quarantine_group", "Entries of quarantine that are alike.",
    {GroupRow::Of("source", "By source: from whom.",
                  [](const auto& of) {
                    return JsonIf(of.is_by(intake::QuarantineBy::kSource),
                                  std::string_view(of.group.source));
                  }),
     GroupRow::Of("field", "By reason: the field that is wrong; empty: the whole.",
                  [](const auto& of) {
                    return JsonIf(of.is_by(intake::QuarantineBy::kReason),
                                  std::string_view(of.group.field));
                  }),
     GroupRow::Of("reason", "By reason: what is wrong; … stands for what was sent.",
                  [](const auto& of) {
                    return JsonIf(of.is_by(intake::QuarantineBy::kReason),
                                  std::string_view(of.group.reason));
                  }),
     GroupRow::Of("entries", "entries", "How many wait.",
                  [](const auto& of) { return of.group.entries; }),
     GroupRow::Of("count", "How often they came, all together.",
                  [](const auto& of) { return of.group.times; }),
     GroupRow::Of("first_seen", "When the first of them came.",
                  [](const auto& of) { return report::Zoned(of.group.first_seen, of.zone); }),
     GroupRow::Of("last_seen", "When one of them came last.",
                  [](const auto& of) { return report::Zoned(of.group.last_seen, of.zone); }),
     GroupRow::Object<kQuarantineEntryTable>("example", "The one that came last.",
                                             [](const auto& of) {
                                               return ToldEntry{of.group.example, of.zone};
                                             })});

}  // namespace dunghan::api
