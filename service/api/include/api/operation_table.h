#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/ledger/outcomes.h"
#include "dunghan/report/json_time.h"

/// What operations are answered with; the commands print the same.
namespace dunghan::api {

using RetriedRow = JsonRow<ledger::OutcomeCounts>;
inline constexpr JsonTable kRetriedTable(
    "retried", "What became of entries of the quarantine that were tried again.",
    {RetriedRow::Of("retried", "entries", "How many were.",
                    [](const auto& counts) { return counts.all(); }),
     RetriedRow::Of("stored", "entries", "Those that are on record now.",
                    [](const auto& counts) { return counts.stored; }),
     RetriedRow::Of("duplicate", "entries", "Those that were before.",
                    [](const auto& counts) { return counts.duplicate; }),
     RetriedRow::Of("still_quarantined", "entries", "Those that still cannot be used.",
                    [](const auto& counts) { return counts.quarantined; })});

struct Discarded {
  int64_t count;
};

using DiscardedRow = JsonRow<Discarded>;
inline constexpr JsonTable kDiscardedTable(
    "discarded", "Entries of the quarantine that were discarded.",
    {DiscardedRow::Of("discarded", "entries", "How many were.",
                      [](const auto& of) { return of.count; })});

/// What could not be parsed.
struct LookedAt {
  std::string raw;
};

using LookedAtRow = JsonRow<LookedAt>;
inline constexpr JsonTable kLookedAtTable(
    "looked_at", "The bytes of an entry of the quarantine that could not be parsed.",
    {LookedAtRow::Of(
        "raw", "What was sent, escaped.", [](const auto& of) -> const auto& { return of.raw; })});

/// A rulebook put in force.
struct RulebookInForce {
  std::string rulebook;
  int64_t position;
  int64_t moved;
  ledger::OutcomeCounts retried;
};

using InForceRow = JsonRow<RulebookInForce>;
inline constexpr JsonTable kInForceTable(
    "rulebook_in_force", "A rulebook that has been put in force.",
    {InForceRow::Of(
         "rulebook", "Its digest, behind \"sha256:\".",
         [](const auto& of) -> const auto& { return of.rulebook; }),
     InForceRow::Of("position", "Its place in the record.",
                    [](const auto& of) { return of.position; }),
     InForceRow::Of("moved", "dossiers", "How many are judged otherwise by it.",
                    [](const auto& of) { return of.moved; }),
     InForceRow::Of("retried", "entries", "Entries of the quarantine that were tried again.",
                    [](const auto& of) { return of.retried.all(); }),
     InForceRow::Of("stored", "entries", "Those that are on record now.",
                    [](const auto& of) { return of.retried.stored; }),
     InForceRow::Of("still_quarantined", "entries", "Those that still cannot be used.",
                    [](const auto& of) { return of.retried.quarantined; })});

struct ApplyAnswer {
  std::string said;
  std::optional<RulebookInForce> result;  ///< nothing: it was in force already
};

using ApplyRow = JsonRow<ApplyAnswer>;
inline constexpr JsonTable kApplyTable(
    "applied", "What came of putting a rulebook in force.",
    {ApplyRow::Of("changed", "Whether it was not in force already.",
                  [](const auto& of) { return of.result.has_value(); }),
     ApplyRow::Of("said", "All of it in a sentence.",
                  [](const auto& of) {
                    return JsonIf(of.result.has_value(), std::string_view(of.said));
                  }),
     ApplyRow::Object<kInForceTable>("result", "All of it as data.", [](const auto& of) {
       return JsonIfAny<RulebookInForce>{of.result};
     })});

struct FrozenAnswer {
  std::string id;
  std::vector<std::string> files;
};

using FrozenAnswerRow = JsonRow<FrozenAnswer>;
inline constexpr JsonTable kFrozenAnswerTable(
    "frozen", "A statement that was put on record, or was sent.",
    {FrozenAnswerRow::Of(
         "id", "What it is called by.", [](const auto& of) -> const auto& { return of.id; }),
     FrozenAnswerRow::Of(
         "files", "Where its files were written to.",
         [](const auto& of) -> const auto& { return of.files; })});

struct PairedAnswer {
  std::string_view name;
  std::optional<report::ZonedInstant> expires;
};

using PairedRow = JsonRow<PairedAnswer>;
inline constexpr JsonTable kPairedTable(
    "paired", "A screen that was let in.",
    {PairedRow::Of("token", "The name of its token.", [](const auto& of) { return of.name; }),
     PairedRow::Of("expires", "Until when it is good; null: for good.",
                   [](const auto& of) { return of.expires; })});

}  // namespace dunghan::api
