#include "dunghan/sheet/workbook.h"
#include "intake/table_rows.h"
#include "items.h"

/// Lists of dossiers: whatever the bytes are, CSV as a rule.

using namespace dunghan;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto rules = fuzz::SmallRules();
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  // An .xls is read by a process of its own.
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return 0;
  auto workbook = sheet::Workbook::FromBytes(bytes, "hs_2026-06-30");
  if (!workbook) return 0;
  intake::TableAsk ask;
  ask.mappings = &intake::BuiltInMappings();
  ask.now = fuzz::Now();
  ask.zone = rules.rulebooks->newest().default_calendar().zone();
  const auto plan = intake::PlanTable(*workbook, ask);
  if (!plan) return 0;
  intake::TableRows rows(*plan, rules.rulebooks);
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  (void)workbook->ForEachRow(plan->sheet, [&](const sheet::Row& row) {
    if (row.number <= plan->last_head_row) return true;
    intake::EventFields fields;
    const auto is = rows.Read(row, fields);
    if (is == intake::RowIs::kNote || is == intake::RowIs::kRepeated) return true;
    ledger::Item item;
    decoder.DecodeFields(fields, {.name = "x", .number = row.number}, item);
    fuzz::RequireSound(item, decoder);
    return true;
  });
  return 0;
}
