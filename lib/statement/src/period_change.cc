#include "dunghan/statement/period_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "dunghan/figures/figures.h"

namespace dunghan::statement {

bool ShowsIn(const figures::Period& period, const ledger::PastChange& change) {
  std::map<std::string, figures::CellAmounts> before;
  std::map<std::string, figures::CellAmounts> within;
  for (const auto& [key, amounts] : change.difference.map()) {
    if (key.day > period.to) continue;
    const std::string row =
        fmt::format("{}/{}/{}/{}", key.row.agency.text(), key.row.procedure.text(),
                    key.row.counter.text(), static_cast<int>(key.row.channel));
    (key.day < period.from ? before : within)[row].Add(amounts);
  }
  const auto any = [](const auto& rows, const auto& shows) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return shows(row.second); });
  };
  return any(within, [](const figures::CellAmounts& row) { return !row.IsZero(); }) ||
         any(before, [](const figures::CellAmounts& row) {
           return std::any_of(row.bases.begin(), row.bases.end(), [](const auto& amounts) {
             const auto figures =
                 figures::Tally{.has_index766 = true, .before = amounts}.ToFigures();
             return !(figures == figures::Figures{});
           });
         });
}

}  // namespace dunghan::statement
