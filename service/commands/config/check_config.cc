#include "config/check_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/daemon.h"
#include "app/exit_code.h"
#include "app/list_mappings.h"
#include "app/print_rules.h"
#include "app/rules.h"
#include "app/settings.h"
#include "app/witness.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/sqlite.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {
namespace {

using rulebook::Rulebook;
using worktime::CalendarException;
using worktime::WorkingCalendar;

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

/// How many open dossiers have a due that rests on days not confirmed: by calendar, and by day.
struct Resting {
  int64_t dossiers = 0;
  std::map<LocalDay, int64_t> by_day;
};
using RestingOn = std::map<std::string, Resting>;

/// Adds the unconfirmed days between the beginning of a clock and its due.
void AddDays(const WorkingCalendar& calendar, Instant from, LocalDay due,
             std::set<LocalDay>& days) {
  for (const auto* exception : calendar.ExceptionsIn(calendar.zone().DayOf(from), due)) {
    if (!exception->confirmed) days.insert(exception->date);
  }
}

void Count(const dossier::Judged& judged, RestingOn& on) {
  const auto& lawful = judged.judgement.On(dossier::Basis::kLawful);
  const auto& acceptance = judged.judgement.acceptance;
  const dossier::Facts& facts = judged.facts;
  const bool open = facts.receipt && !facts.end;
  const bool waits = facts.submission && !facts.receipt && !facts.declined;
  std::set<LocalDay> days;
  const worktime::WorkingCalendar& calendar = *judged.terms.calendar;
  if (open && !lawful.confirmed) {
    AddDays(calendar, facts.receipt->at, *lawful.due_day, days);
  }
  if (waits && !acceptance.confirmed) {
    AddDays(calendar, facts.submission->at, *acceptance.due_day, days);
  }
  if (days.empty()) return;
  Resting& resting = on[calendar.name()];
  ++resting.dossiers;
  for (const LocalDay day : days) ++resting.by_day[day];
}

/// Nothing where there is no ledger; one that cannot be read is a warning.
RestingOn LookIntoLedger(const std::filesystem::path& folder, const Clock& clock,
                         const std::shared_ptr<const Rulebook>& rulebook,
                         const std::shared_ptr<CodeTable>& codes, std::vector<Problem>& problems) {
  RestingOn on;
  ledger::Options options;
  options.folder = folder;
  options.backend = record::Sqlite();
  options.rulebook = rulebook;
  options.codes = codes;
  options.clock = &clock;
  const auto warn = [&](const Error& error) {
    problems.push_back({"", 0, "ledger.path",
                        "open dossiers could not be looked at: " + error.for_client,
                        Problem::Severity::kWarning});
  };
  auto view = ledger::OpenView(std::move(options));
  if (!view) {
    if (view.error().code != ErrorCode::kNotFound) warn(view.error());
    return on;
  }
  const auto seen = (*view)->ForEachOpen(
      [&](std::string_view, const dossier::Judged& judged) { Count(judged, on); });
  if (!seen) warn(seen.error());
  return on;
}

void WarnOfUnconfirmed(const WorkingCalendar& calendar, LocalDay today, const Resting& resting,
                       std::vector<Problem>& problems) {
  const auto& of_dossiers = resting.by_day;
  auto days = calendar.ExceptionsIn(calendar.valid_from(), calendar.valid_to());
  std::erase_if(days, [&](const CalendarException* exception) {
    return exception->confirmed ||
           (exception->date < today && !of_dossiers.contains(exception->date));
  });
  if (days.empty()) return;
  const CalendarException& first = *days.front();
  std::string message =
      fmt::format("{} not confirmed yet, the first is {}{}", Count(days.size(), "day", "days"),
                  FormatDate(first.date), first.name.empty() ? "" : " (" + first.name + ")");
  if (resting.dossiers > 0) {
    message +=
        fmt::format("; the dues of {} rest on them",
                    Count(static_cast<size_t>(resting.dossiers), "open dossier", "open dossiers"));
  }
  Warn(calendar, std::move(message), problems);
}

/// What `serve` would refuse; what the settings have been told of already is not said twice.
void CheckServing(const app::Settings& settings, std::vector<Problem>& problems) {
  const bool told = std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.field.starts_with("server.");
  });
  const auto listen = app::ChooseListen(settings, {});
  if (!listen && !told) {
    problems.push_back({settings.file.string(), 0, "", listen.error().for_client});
  }
  const auto tls = app::LoadTls(settings);
  if (!tls && !told) {
    problems.push_back({settings.file.string(), 0, "", tls.error().for_client});
  }
  if (!settings.ledger.witness) return;
  if (auto can = app::CheckWitness(*settings.ledger.witness); !can) {
    problems.push_back({settings.file.string(), 0, "ledger.witness", can.error().for_client,
                        Problem::Severity::kWarning});
  }
}

Findings Check(const CheckConfigOptions& options, const std::filesystem::path& config,
               const Clock& clock) {
  Findings findings{config.string(), {}, nullptr};
  const app::LoadedSettings settings = app::LoadSettings(config);
  findings.problems = settings.problems;
  CheckServing(settings.settings, findings.problems);
  // The files are read even if the settings have faults, so that all faults are seen at once.
  const auto codes = std::make_shared<CodeTable>();
  // Of a file that is no TOML nothing is known: what it names would be missed for no reason.
  const bool is_readable =
      std::none_of(settings.problems.begin(), settings.problems.end(), [](const Problem& problem) {
        return problem.field.empty() && problem.severity == Problem::Severity::kError;
      });
  if (!is_readable) return findings;
  auto loaded = app::LoadRulebook(settings.settings, codes);
  std::move(loaded.problems.begin(), loaded.problems.end(), std::back_inserter(findings.problems));
  auto print = app::LoadPrintRules(settings.settings);
  std::move(print.problems.begin(), print.problems.end(), std::back_inserter(findings.problems));
  auto national = app::LoadNational(settings.settings);
  std::move(national.problems.begin(), national.problems.end(),
            std::back_inserter(findings.problems));
  auto sign_on = app::CheckSignOn(settings.settings, loaded.rulebook.get());
  std::move(sign_on.begin(), sign_on.end(), std::back_inserter(findings.problems));
  auto lists = app::CheckListMappings(settings.settings);
  std::move(lists.begin(), lists.end(), std::back_inserter(findings.problems));
  if (!loaded.rulebook) return findings;
  const LocalDay today = loaded.rulebook->default_calendar().zone().DayOf(clock.Now());
  auto ends = rulebook::CalendarWarnings(*loaded.rulebook, today);
  std::move(ends.begin(), ends.end(), std::back_inserter(findings.problems));
  RestingOn on;
  if (!options.files_only) {
    on = LookIntoLedger(options.data.value_or(settings.settings.ledger.path), clock,
                        loaded.rulebook, codes, findings.problems);
  }
  for (const auto& [name, calendar] : loaded.rulebook->calendars()) {
    WarnOfUnconfirmed(*calendar, today, on[name], findings.problems);
  }
  if (!HasErrors(findings.problems)) findings.rulebook = std::move(loaded.rulebook);
  return findings;
}

using ProblemRow = JsonRow<Problem>;
constexpr JsonTable kProblemTable(
    "config_problem", "Something wrong with the configuration.",
    {ProblemRow::Of("severity", "error or warning.",
                    [](const auto& problem) {
                      const bool is_error = problem.severity == Problem::Severity::kError;
                      return std::string_view(is_error ? "error" : "warning");
                    }),
     ProblemRow::Of(
         "file", "The file; empty: none.",
         [](const auto& problem) -> const auto& { return problem.file; }),
     ProblemRow::Of("line", "The line from 1; 0: none.",
                    [](const auto& problem) { return problem.line; }),
     ProblemRow::Of(
         "field", "The key or column; empty: none.",
         [](const auto& problem) -> const auto& { return problem.field; }),
     ProblemRow::Of(
         "message", "What is wrong.",
         [](const auto& problem) -> const auto& { return problem.message; })});

/// Of a rulebook, where there is one.
template <class Count>
JsonIfAny<size_t> CountIn(const Findings& findings, Count count) {
  if (!findings.rulebook) return {};
  return {count(*findings.rulebook)};
}

using FindingsRow = JsonRow<Findings>;
constexpr JsonTable kFindingsTable(
    "config_findings", "What a look at the configuration found.",
    {FindingsRow::Of("ok", "Whether there is no error.",
                     [](const auto& findings) { return findings.rulebook != nullptr; }),
     FindingsRow::Of(
         "config", "The configuration's file.",
         [](const auto& findings) -> const auto& { return findings.config; }),
     FindingsRow::Of("calendars", "How many there are.",
                     [](const auto& findings) {
                       return CountIn(findings,
                                      [](const Rulebook& of) { return of.calendars().size(); });
                     }),
     FindingsRow::Of("agencies", "How many there are.",
                     [](const auto& findings) {
                       return CountIn(findings,
                                      [](const Rulebook& of) { return CodesOf(of.agencies()); });
                     }),
     FindingsRow::Of("procedures", "How many there are.",
                     [](const auto& findings) {
                       return CountIn(findings,
                                      [](const Rulebook& of) { return CodesOf(of.procedures()); });
                     }),
     FindingsRow::Of("rulebook", "The rulebook's digest, behind \"sha256:\".",
                     [](const auto& findings) -> JsonIfAny<std::string> {
                       if (!findings.rulebook) return {};
                       return {"sha256:" + ToHex(findings.rulebook->digest())};
                     }),
     FindingsRow::Object<kProblemTable>(
         "problems", "All that is wrong.",
         [](const auto& findings) -> const auto& { return findings.problems; })});

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
    findings = Check(options, *config, clock);
  } else {
    findings.problems.push_back({"", 0, "", config.error().for_client});
  }
  if (options.json) {
    out << kFindingsTable.ToText(findings) << '\n';
  } else {
    for (const Problem& problem : findings.problems) err << ToString(problem) << '\n';
    if (findings.rulebook) out << Summary(*findings.rulebook) << '\n';
  }
  return findings.rulebook ? app::kDone : app::kUsage;
}

}  // namespace dunghan::commands
