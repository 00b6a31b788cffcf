#include "cli_usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "console.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

// What an option of that name takes, in every command that has it.
constexpr std::array<std::pair<std::string_view, const char*>, 45> kTakes = {{
    {"config", "FILE"},
    {"data", "DIR"},
    {"clock", "INSTANT"},
    {"listen", "ADDRESS:PORT"},
    {"speed", "TIMES"},
    {"files", "FILE"},
    {"format", "FORMAT"},
    {"source", "NAME"},
    {"period", "PERIOD"},
    {"form", "FORM"},
    {"rates", "RATE,RATE"},
    {"for", "READER"},
    {"with", "FILE"},
    {"taken", "DATE|INSTANT"},
    {"by", "DIMENSION"},
    {"agency", "CODE"},
    {"basis", "BASIS"},
    {"tree", "TREE"},
    {"as-of", "INSTANT|SEQ"},
    {"output", "FILE"},
    {"lang", "LANG"},
    {"code", "CODE"},
    {"since", "INSTANT|SEQ"},
    {"from", "DATE|INSTANT"},
    {"to", "DATE|INSTANT"},
    {"step", "DURATION"},
    {"known", "WHICH"},
    {"families", "REGEX"},
    {"without", "REGEX"},
    {"against", "SEQ:DIGEST"},
    {"witness", "FILE"},
    {"id", "ID"},
    {"statement", "ID"},
    {"number", "NUMBER"},
    {"date", "DATE"},
    {"signer", "NAME"},
    {"file", "FILE"},
    {"ids", "NUMBER"},
    {"effective-from", "DATE|INSTANT"},
    {"reason", "TEXT"},
    {"operator", "NAME"},
    {"plant", "FILE"},
    {"follow", "URL"},
    {"start", "DATE|INSTANT"},
    {"days", "DAYS"},
}};

constexpr const char* kOfProgram =
    "The configuration is --config FILE, else the first that exists of ./dunghan.toml, "
    "./config/dunghan.toml and /etc/dunghan/dunghan.toml.\n"
    "The ledger is --data DIR, else what [ledger] path says, relative to the folder of the "
    "configuration. From the project's root both are the example's: the ledger is data/, which "
    "deploy/quickstart.sh fills.\n"
    "Exit codes: 0 done; 1 the work failed or a check found something; 2 wrong usage or "
    "configuration; 3 the ledger is locked or unusable.\n"
    "dunghan COMMAND --help lists the options of a command.";
constexpr const char* kOfCommands =
    "Options of every command: --config FILE, --data DIR, --clock INSTANT (see dunghan --help)";

bool IsAll(const CLI::App*) { return true; }

void NameValues(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    const std::string name = option->get_single_name();
    const auto known = std::find_if(kTakes.begin(), kTakes.end(),
                                    [&](const auto& takes) { return takes.first == name; });
    if (known != kTakes.end() && option->get_items_expected_max() > 0) {
      option->type_name(known->second);
    }
  }
}

void DescribeCommand(CLI::App& command) {
  NameValues(command);
  const std::string own = command.get_footer();
  command.footer(own.empty() ? kOfCommands : own + "\n\n" + kOfCommands);
  for (CLI::App* inner : command.get_subcommands([](CLI::App*) { return true; }))
    DescribeCommand(*inner);
}

/// The command that was reached, and "dunghan quarantine list".
const CLI::App* Deepest(const CLI::App& program, std::string& name) {
  const CLI::App* at = &program;
  name = "dunghan";
  for (bool deeper = true; deeper;) {
    deeper = false;
    for (const CLI::App* inner : at->get_subcommands(IsAll)) {
      if (!inner->parsed()) continue;
      at = inner;
      name += " " + inner->get_name();
      deeper = true;
      break;
    }
  }
  return at;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto nearest = NearestName(word, views);
  return nearest ? fmt::format(" (did you mean {}?)", *nearest) : "";
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* inner : app.get_subcommands(IsAll)) names.push_back(inner->get_name());
  return names;
}

std::vector<std::string> OptionsOf(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

}  // namespace

void DescribeUsage(CLI::App& program) {
  NameValues(program);
  program.footer(kOfProgram);
  for (CLI::App* command : program.get_subcommands([](CLI::App*) { return true; })) {
    DescribeCommand(*command);
  }
}

std::string ExplainUsage(const CLI::App& program, const CLI::ParseError& problem) {
  std::string name;
  const CLI::App* command = Deepest(program, name);
  const std::string read_on = fmt::format("; see {} --help", name);
  const auto extras = program.remaining(true);
  const std::string extra =
      extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
  const auto commands = CommandsOf(*command);
  // Some have commands below them and do something by themselves as well.
  const bool needs_one = !commands.empty() && command->get_require_subcommand_min() > 0;
  std::string why = problem.what();
  if (extra.starts_with('-')) {
    why = "unknown option " + Escaped(extra) + DidYouMean(extra, OptionsOf(command));
  } else if (!extras.empty() && (needs_one || !DidYouMean(extras.front(), commands).empty())) {
    why = "unknown command " + Escaped(extras.front()) + DidYouMean(extras.front(), commands);
  } else if (!extras.empty()) {
    why = "takes no argument " + Escaped(extras.front());
  } else if (needs_one) {
    why = fmt::format("expected a command: {}", fmt::join(commands, ", "));
  }
  return name + ": " + why + read_on;
}

}  // namespace dunghan::commands
