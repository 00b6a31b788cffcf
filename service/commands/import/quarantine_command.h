#pragma once

#include <cstdint>
#include <span>

#include "console.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"
#include "dunghan/ledger/view.h"
#include "import/import_command.h"

/// `dunghan quarantine list|show|retry|discard`: what intake could not use. Each gives the exit
/// code.
namespace dunghan::commands {

enum class OutputForm { kText, kJson };

/// All entries, oldest first, one a line; as JSON one array.
int ListQuarantine(ledger::View& view, OutputForm form, const Console& console);

/// One entry with all that is kept of it; the bytes of what could not be parsed are escaped.
int ShowQuarantine(ledger::View& view, int64_t id, OutputForm form, const Console& console);

/// Decodes entries again, all of them if `ids` is empty, and appends what can be used now; prints
/// "retried N: stored A, duplicate B, still quarantined C". An entry that still cannot be used
/// stays as it is. An unknown id is found before anything is appended.
int RetryQuarantine(ledger::Ledger& ledger, const ImportRules& rules, std::span<const int64_t> ids,
                    OutputForm form, const Console& console);

/// Marks entries as dealt with by hand; prints "discarded N".
int DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids, OutputForm form,
                      const Console& console);

/// The lines of these commands, whoever did it.
void PrintRetried(const ledger::OutcomeCounts& counts, OutputForm form, const Console& console);
/// The exit code: 1 if fewer were there than were asked for.
int PrintDiscarded(int64_t discarded, size_t asked, OutputForm form, const Console& console);

}  // namespace dunghan::commands
