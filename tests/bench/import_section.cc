#include <fmt/format.h>

#include <sstream>
#include <stdexcept>

#include "baselines.h"
#include "event_lines.h"
#include "import/import_command.h"
#include "sections.h"

namespace dunghan::bench {
namespace {

constexpr size_t kBatch = 1000;
constexpr int64_t kDossiersPerMillion = 120'000;

Spent Import(const Setup& setup, const std::filesystem::path& file, size_t events) {
  const auto folder = setup.Fresh("imported");
  setup.SyncDisk();
  std::ostringstream out;
  std::ostringstream err;
  const Spent spent = Time([&] {
    const auto ledger = setup.Open(folder);
    commands::ImportOptions options;
    options.files = {file.string()};
    options.group = kBatch;
    commands::RunImport(options, *ledger, {setup.codes(), ledger->timeline()}, {out, err});
  });
  const auto expected =
      fmt::format("read {}: stored {}, duplicate 0, quarantined 0\n", events, events);
  if (out.str() != expected) throw std::runtime_error("import: " + out.str() + err.str());
  setup.Remove("imported");
  return spent;
}

/// Runs a baseline on a new file in a folder of its own.
template <class Run>
Spent OnFreshFile(const Setup& setup, Run run) {
  const auto folder = setup.Fresh("baseline");
  std::filesystem::create_directories(folder);
  setup.SyncDisk();
  const Spent spent = Time([&] { run(folder / "baseline.db"); });
  setup.Remove("baseline");
  return spent;
}

struct Runs {
  std::vector<Spent> import;
  std::vector<Spent> raw;
  std::vector<Spent> naive;
  std::vector<Spent> postgres;
};

void AddLines(const Runs& runs, double events, Table& table) {
  const auto line = [&](const char* name, const std::vector<Spent>& baseline, double least) {
    if (baseline.empty()) return;
    table.Add(CompareRates(name, "events/s", events, runs.import, baseline,
                           Target{Better::kHigher, least}));
  };
  line("import / raw append, batch 1,000", runs.raw, 0.6);
  line("import / naive schema, batch 1,000", runs.naive, 8);
  line("import / PostgreSQL insert + upsert, batch 1,000", runs.postgres, 8);
  table.Note(fmt::format("processor time: import {:.2f} us an event, raw append {:.2f} us",
                         MedianCpu(runs.import) / events * 1e6,
                         MedianCpu(runs.raw) / events * 1e6));
}

}  // namespace

void MeasureImport(const Setup& setup, Postgres* postgres, Table& table) {
  table.Heading("import");
  const int64_t dossiers = setup.options().events * kDossiersPerMillion / 1'000'000;
  const Workload workload = setup.Year(dossiers, dossiers / 10, Life::kFull);
  auto events = workload.All();
  if (events.size() > static_cast<size_t>(setup.options().events)) {
    events.resize(static_cast<size_t>(setup.options().events));
  }
  const auto file = setup.Fresh("events.ndjson");
  const double length = WriteLines(file, events);
  table.Note(
      fmt::format("{} events, {} dossiers, {:.0f} bytes a line", events.size(), dossiers, length));
  DropUnused(events);
  const RawAppend raw(events);
  Runs runs;
  for (int i = 0; i < setup.options().rounds; ++i) {
    runs.import.push_back(Import(setup, file, events.size()));
    runs.raw.push_back(OnFreshFile(setup, [&](const auto& path) { raw.Run(path, kBatch); }));
    runs.naive.push_back(
        OnFreshFile(setup, [&](const auto& path) { RunNaive(path, events, kBatch); }));
    if (postgres) runs.postgres.push_back(postgres->Append(events, kBatch));
  }
  if (!postgres) table.Note("PostgreSQL: left out, no server given (--postgres)");
  AddLines(runs, static_cast<double>(events.size()), table);
  setup.Remove("events.ndjson");
}

}  // namespace dunghan::bench
