#include "intake/national_mapping.h"
#include "intake/table_mapping.h"
#include "target.h"

/// Mappings as people write them.

using namespace dunghan;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lists = intake::ReadMappings(text, "x.toml");
  fuzz::Require(lists.mappings.empty() || !HasErrors(lists.problems), "no mapping with an error");
  (void)intake::ReadNationalMapping(text, "x.toml");
  return 0;
}
