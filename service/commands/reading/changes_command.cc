#include "reading/changes_command.h"

#include <fmt/format.h>

#include <ostream>

#include "dunghan/base/text.h"
#include "dunghan/figures/period.h"
#include "dunghan/report/change_writer.h"
#include "dunghan/statement/period_change.h"
#include "finish.h"

namespace dunghan::commands {

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
    if (period && !statement::ShowsIn(*period, change)) return;
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
