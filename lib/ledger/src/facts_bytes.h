#pragma once

#include "dunghan/dossier/facts.h"
#include "dunghan/record/bytes.h"
#include "dunghan/record/dictionary.h"

namespace dunghan::ledger {

using record::ByteReader;
using record::ByteWriter;
using record::Dictionary;

/// Facts as bytes: instants as distances from the first event, codes as numbers of the record, and
/// what few dossiers have only where they have it.
void WriteFacts(ByteWriter& raw, const dossier::Facts& facts, Dictionary& dictionary);
/// Into empty facts. What WriteFacts did not write shows in `raw.ok()`.
void ReadFacts(ByteReader& raw, dossier::Facts& facts, const Dictionary& dictionary);
/// The receipt alone, where there is one: it stands near the beginning.
std::optional<dossier::Receipt> ReadReceipt(ByteReader& raw, const Dictionary& dictionary);

}  // namespace dunghan::ledger
