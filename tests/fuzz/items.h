#pragma once

#include "intake/event_decoder.h"
#include "setup.h"

namespace dunghan::fuzz {

/// What holds of every item, whatever it was decoded from.
inline void RequireSound(const ledger::Item& item, intake::EventDecoder& decoder) {
  const auto* reject = std::get_if<ledger::Reject>(&item.content);
  if (!reject) return;
  Require(!reject->reason.empty(), "what is set aside has a reason");
  Require(reject->fields.empty() || reject->raw.empty(), "known fields are kept, or else bytes");
  ledger::QuarantineEntry entry;
  entry.source = reject->source;
  entry.fields = reject->fields;
  ledger::Item again;
  if (!decoder.Redecode(entry, again)) return;
  const auto* second = std::get_if<ledger::Reject>(&again.content);
  Require(second && second->field == reject->field, "kept fields are judged alike");
}

}  // namespace dunghan::fuzz
