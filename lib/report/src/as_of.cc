#include "dunghan/report/as_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"

namespace dunghan::report {

Result<ledger::AsOf> ParseAsOf(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    if (const auto seq = ParseInteger(text)) return ledger::AsOf{.seq = *seq, .at = {}};
  } else if (const auto at = ParseRfc3339(text)) {
    return ledger::AsOf{.seq = {}, .at = *at};
  }
  return InvalidArgument(fmt::format(
      "expected the number of an event or an instant such as 2021-07-01T08:00:00+07:00, found {}",
      JsonQuote(text)));
}

}  // namespace dunghan::report
