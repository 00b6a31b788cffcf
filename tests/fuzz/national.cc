#include "intake/national_decoder.h"
#include "items.h"

/// Messages of the national interface.

using namespace dunghan;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto rules = fuzz::SmallRules();
  static const auto mapping =
      std::make_shared<const intake::NationalMapping>(intake::BuiltInNational());
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  intake::NationalDecoder decoder(mapping, rules.codes, rules.rulebooks, {.max_items = 1000});
  intake::EventDecoder plain(rules.codes, rules.rulebooks);
  for (const char* service : {"", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"}) {
    const auto batch = decoder.Decode(bytes, service, fuzz::Now());
    if (!batch) {
      fuzz::Require(!batch.error().text.empty(), "what is refused is told why");
      continue;
    }
    fuzz::Require(batch->events.items.size() == batch->record_of.size(), "each event has its item");
    for (const auto& item : batch->events.items) fuzz::RequireSound(item, plain);
    for (const size_t record : batch->record_of) {
      fuzz::Require(record < batch->told.records, "an item of the message");
    }
  }
  return 0;
}
