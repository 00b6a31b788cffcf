#include "intake/batch_decoder.h"
#include "items.h"

/// Plain events, alone and in bodies.

using namespace dunghan;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto rules = fuzz::SmallRules();
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  ledger::Item item;
  decoder.Decode(bytes, {.name = "x", .number = 1}, item);
  fuzz::RequireSound(item, decoder);
  if (const auto* reject = std::get_if<ledger::Reject>(&item.content)) {
    fuzz::Require(!reject->fields.empty() || !reject->raw.empty() || bytes.empty(),
                  "what is set aside has fields or bytes");
  }
  for (const auto form : {intake::BatchForm::kJson, intake::BatchForm::kNdjson}) {
    intake::BatchDecoder batch(rules.codes, rules.rulebooks, {.max_items = 100});
    (void)batch.Decode({.bytes = bytes, .form = form}, fuzz::Now());
  }
  return 0;
}
