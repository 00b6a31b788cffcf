#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "console.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/ledger/view.h"
#include "import/import_command.h"
#include "intake/quarantine_by_hand.h"
#include "intake/quarantine_groups.h"

/// `dunghan quarantine list|show|retry|discard`: what intake could not use. Each gives the exit
/// code.
namespace dunghan::commands {

enum class OutputForm { kText, kJson };

struct QuarantineOptions {
  std::vector<int64_t> ids;
  std::string by;                   ///< "reason", "source"; empty: one by one
  intake::QuarantineFilter filter;  ///< of list and retry
  intake::DoneBy by_hand;           ///< without a name: the user
  bool bytes = false;               ///< of show: those that could not be parsed as well
};

/// All entries that are meant, oldest first, one a line; as JSON one array.
int ListQuarantine(ledger::QuarantineView& view, OutputForm form, const Console& console,
                   const intake::QuarantineFilter& filter = {});
/// The same grouped, groups with most entries first.
int ListQuarantineGroups(ledger::QuarantineView& view, intake::QuarantineBy by, OutputForm form,
                         const Console& console, const intake::QuarantineFilter& filter = {});

/// One entry with what is kept of it; of what could not be parsed the size alone.
int ShowQuarantine(ledger::QuarantineView& view, int64_t id, OutputForm form,
                   const Console& console,
                   const std::optional<ledger::DiscardingOnRecord>& discarding = {});
/// The same with what the record says of how it was dealt with.
int ShowQuarantined(ledger::View& view, int64_t id, OutputForm form, const Console& console);

/// The bytes of an entry that could not be parsed, escaped; that they were looked at goes on
/// record.
int LookAtQuarantine(ledger::Ledger& ledger, int64_t id, const intake::DoneBy& by, Instant now,
                     OutputForm form, const Console& console);

/// Decodes entries again, all that are meant if `ids` is empty, and appends what can be used now;
/// prints "retried N: stored A, duplicate B, still quarantined C". An entry that still cannot be
/// used stays as it is. An unknown id is found before anything is appended.
int RetryQuarantine(ledger::Ledger& ledger, const ImportRules& rules, std::span<const int64_t> ids,
                    OutputForm form, const Console& console,
                    const intake::QuarantineFilter& filter = {});

/// Marks entries as dealt with by hand, who and why on record with it; prints "discarded N".
int DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                      const intake::DoneBy& by, OutputForm form, const Console& console);

/// The lines of these commands, whoever did it.
void PrintRetried(const ledger::OutcomeCounts& counts, OutputForm form, const Console& console);
/// Of `raw`, escaped.
void PrintLookedAt(std::string_view raw, OutputForm form, const Console& console);
/// The exit code: 1 if fewer were there than were asked for.
int PrintDiscarded(int64_t discarded, size_t asked, OutputForm form, const Console& console);

}  // namespace dunghan::commands
