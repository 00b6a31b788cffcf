#include "reading/changes_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <vector>

#include "dunghan/base/text.h"
#include "dunghan/figures/period.h"
#include "dunghan/report/change_writer.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

/// Whether a change shows in the figures of a period: in what happened in it, or in what stood open
/// before it.
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

}  // namespace

int RunChanges(const ChangesOptions& options, ledger::DossiersView& view, const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) {
    return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                                 JsonQuote(options.language))),
                     console);
  }
  std::optional<figures::Period> period;
  if (options.period) {
    const auto parsed = figures::ParsePeriod(*options.period);
    if (!parsed) return FailUsage(parsed.error(), console);
    period = *parsed;
  }
  report::ChangeWriter writer(view, *language);
  int64_t count = 0;
  const auto done = view.ForEachChange([&](const ledger::PastChange& change) {
    if (period && !ShowsIn(*period, change)) return;
    if (count++ == 0 && !options.json) console.out << writer.Heading(change);
    console.out << (options.json ? writer.Json(change) : writer.Text(change));
  });
  if (!done) return Fail(done.error(), console);
  const std::string position =
      fmt::format("{}:{}", view.position().seq, ToHex(view.position().chain));
  console.err << (*language == Language::kVi
                      ? fmt::format("{} hồ sơ không còn như tại vị trí {}\n", count, position)
                      : fmt::format("{} {} not what {} at {}\n", count,
                                    count == 1 ? "dossier is" : "dossiers are",
                                    count == 1 ? "it was" : "they were", position));
  return 0;
}

}  // namespace dunghan::commands
