#pragma once

#include <functional>
#include <span>

#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"
#include "intake/event_decoder.h"
#include "intake/quarantine_groups.h"

namespace dunghan::intake {

/// Is handed what became of each group that was appended: whoever follows the ledger live has to be
/// told of its changes, among which are those of other dossiers whose time has come.
using TellAppended = std::function<void(ledger::Appended&& appended)>;

/// Decodes quarantine entries again and appends what can be used now, in groups. `totals` counts
/// what is durable, on an error too; what still cannot be used counts as quarantined.
Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             std::span<const ledger::QuarantineEntry> entries,
                             ledger::OutcomeCounts& totals, const TellAppended& tell = {});

/// The same for the entries of these ids, each once; for all that wait if there are none.
/// @error kNotFound: there is none of an id; nothing was appended.
Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             std::span<const int64_t> ids, ledger::OutcomeCounts& totals,
                             const TellAppended& tell = {});

/// The same for all entries that wait and are meant, read in pieces, so that memory is bounded.
Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             const QuarantineFilter& filter, ledger::OutcomeCounts& totals,
                             const TellAppended& tell = {});
/// The same for all of them.
Result<void> RetryQuarantine(ledger::Ledger& ledger, EventDecoder& decoder,
                             ledger::OutcomeCounts& totals, const TellAppended& tell = {});

}  // namespace dunghan::intake
