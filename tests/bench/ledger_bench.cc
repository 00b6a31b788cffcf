// What the ledger costs beside what its store costs alone, a textbook schema, and PostgreSQL. The
// ratios are what counts, the figures themselves belong to the machine. See run.sh.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "sections.h"

namespace dunghan::bench {
namespace {

struct Asked {
  SetupOptions setup;
  std::vector<std::string> only;

  bool For(const std::string& section) const {
    return only.empty() || std::find(only.begin(), only.end(), section) != only.end();
  }
};

int Measure(const Asked& asked) {
  Setup setup(asked.setup);
  const auto postgres = Postgres::Connect(asked.setup.postgres);
  Table table;
  if (asked.For("import")) MeasureImport(setup, postgres.get(), table);
  if (asked.For("late")) MeasureLate(setup, table);
  if (asked.For("start")) MeasureStart(setup, table);
  if (asked.For("memory")) MeasureMemory(setup, table);
  if (asked.For("statement")) MeasureStatement(setup, postgres.get(), table);
  if (asked.For("rulebook")) MeasureRulebook(setup, table);
  if (asked.For("as-of")) MeasureAsOf(setup, table);
  if (asked.For("growth")) MeasureGrowth(setup, table);
  const int missed = table.PrintAll();
  std::cout << (missed == 0 ? "all targets met\n" : std::to_string(missed) + " targets missed\n");
  return 0;
}

int Run(int argc, char** argv) {
  Asked asked;
  CLI::App app("Measures the ledger beside raw baselines.");
  app.add_option("--events", asked.setup.events, "Scales everything")
      ->capture_default_str()
      ->check(CLI::Range(10'000, 100'000'000));
  app.add_option("--rounds", asked.setup.rounds, "Of each measurement; the median counts")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  app.add_option("--only", asked.only,
                 "import, late, start, memory, statement, rulebook, as-of, growth")
      ->delimiter(',')
      ->check(CLI::IsMember(
          {"import", "late", "start", "memory", "statement", "rulebook", "as-of", "growth"}));
  app.add_option("--dir", asked.setup.folder, "Folder for the data; default: a temporary one");
  app.add_option("--postgres", asked.setup.postgres,
                 "Connection string of a server to compare with");
  CLI11_PARSE(app, argc, argv);
  return Measure(asked);
}

}  // namespace
}  // namespace dunghan::bench

int main(int argc, char** argv) {
  try {
    return dunghan::bench::Run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "ledger_bench: " << failure.what() << '\n';
    return 1;
  }
}
