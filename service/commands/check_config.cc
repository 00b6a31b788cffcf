#include "commands/check_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/settings.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {
namespace {

using rulebook::Rulebook;
using worktime::CalendarException;
using worktime::WorkingCalendar;

constexpr int kDone = 0;
constexpr int kWrong = 2;

struct Findings {
  std::string config;
  std::vector<Problem> problems;
  std::shared_ptr<const Rulebook> rulebook;  // null if there are errors
};

std::string Count(size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

/// An agency or a procedure may have several rows.
template <class Rows>
size_t CodesOf(const Rows& rows) {
  std::set<uint32_t> numbers;
  for (const auto& row : rows) numbers.insert(row.code.number());
  return numbers.size();
}

void Warn(const WorkingCalendar& calendar, std::string message, std::vector<Problem>& problems) {
  problems.push_back({"", 0, "calendar " + JsonQuote(calendar.name()), std::move(message),
                      Problem::Severity::kWarning});
}

void WarnOfUnconfirmed(const WorkingCalendar& calendar, LocalDay today,
                       std::vector<Problem>& problems) {
  auto ahead = calendar.ExceptionsIn(today, std::max(today, calendar.valid_to()));
  std::erase_if(ahead, [](const CalendarException* exception) { return exception->confirmed; });
  if (ahead.empty()) return;
  const CalendarException& first = *ahead.front();
  Warn(calendar,
       fmt::format("{} ahead not confirmed yet, the first is {}{}",
                   Count(ahead.size(), "day", "days"), FormatDate(first.date),
                   first.name.empty() ? "" : " (" + first.name + ")"),
       problems);
}

Findings Check(const std::filesystem::path& config, Instant now) {
  Findings findings{config.string(), {}, nullptr};
  const app::LoadedSettings settings = app::LoadSettings(config);
  findings.problems = settings.problems;
  // The files are read even if the settings have faults, so that all faults are seen at once.
  auto loaded = app::LoadRulebook(settings.settings, std::make_shared<CodeTable>());
  std::move(loaded.problems.begin(), loaded.problems.end(), std::back_inserter(findings.problems));
  if (!loaded.rulebook) return findings;
  const LocalDay today = loaded.rulebook->default_calendar().zone().DayOf(now);
  auto ends = rulebook::CalendarWarnings(*loaded.rulebook, today);
  std::move(ends.begin(), ends.end(), std::back_inserter(findings.problems));
  for (const auto& [name, calendar] : loaded.rulebook->calendars()) {
    WarnOfUnconfirmed(*calendar, today, findings.problems);
  }
  if (!HasErrors(findings.problems)) findings.rulebook = std::move(loaded.rulebook);
  return findings;
}

std::string JsonOf(const Problem& problem) {
  const bool error = problem.severity == Problem::Severity::kError;
  return fmt::format(R"({{"severity":"{}","file":{},"line":{},"field":{},"message":{}}})",
                     error ? "error" : "warning", JsonQuote(problem.file), problem.line,
                     JsonQuote(problem.field), JsonQuote(problem.message));
}

std::string JsonOf(const Findings& findings) {
  std::string text = fmt::format(R"({{"ok":{},"config":{})", findings.rulebook != nullptr,
                                 JsonQuote(findings.config));
  if (const Rulebook* rulebook = findings.rulebook.get()) {
    text += fmt::format(R"(,"calendars":{},"agencies":{},"procedures":{},"rulebook":"sha256:{}")",
                        rulebook->calendars().size(), CodesOf(rulebook->agencies()),
                        CodesOf(rulebook->procedures()), ToHex(rulebook->digest()));
  }
  std::vector<std::string> problems;
  for (const Problem& problem : findings.problems) problems.push_back(JsonOf(problem));
  return text + fmt::format(R"(,"problems":[{}]}})", fmt::join(problems, ","));
}

std::string Summary(const Rulebook& rulebook) {
  return fmt::format("ok: {}, {}, {}, rulebook sha256:{}",
                     Count(rulebook.calendars().size(), "calendar", "calendars"),
                     Count(CodesOf(rulebook.agencies()), "agency", "agencies"),
                     Count(CodesOf(rulebook.procedures()), "procedure", "procedures"),
                     ToHex(rulebook.digest()));
}

}  // namespace

int RunCheckConfig(const CheckConfigOptions& options, const Clock& clock, std::ostream& out,
                   std::ostream& err) {
  Findings findings;
  if (const auto config = app::FindConfig(options.config)) {
    findings = Check(*config, clock.Now());
  } else {
    findings.problems.push_back({"", 0, "", config.error().for_client});
  }
  if (options.json) {
    out << JsonOf(findings) << '\n';
  } else {
    for (const Problem& problem : findings.problems) err << ToString(problem) << '\n';
    if (findings.rulebook) out << Summary(*findings.rulebook) << '\n';
  }
  return findings.rulebook ? kDone : kWrong;
}

}  // namespace dunghan::commands
