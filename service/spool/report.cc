#include "dunghan/base/text.h"
#include "spool/report_table.h"

namespace dunghan::spool {

std::string Describe(const intake::Warning& warning) {
  std::string reason(intake::ReasonOf(warning.oddity));
  if (!warning.value.empty()) reason += ": " + JsonQuote(warning.value);
  return reason;
}

}  // namespace dunghan::spool
