#include <fmt/format.h>
#include <malloc.h>
#include <sqlite3.h>

#include "sections.h"

namespace dunghan::bench {
namespace {

/// What is allocated and in use; the page cache of SQLite, whose size is fixed, kept apart.
struct InUse {
  int64_t states = 0;
  int64_t cache = 0;
};

InUse Measure() {
  const auto info = ::mallinfo2();
  const int64_t cache = sqlite3_memory_used();
  return {static_cast<int64_t>(info.uordblks + info.hblkhd) - cache, cache};
}

struct Opened {
  InUse grown;
  int64_t open = 0;
};

Opened OpenAndMeasure(const Setup& setup, const std::filesystem::path& folder) {
  const InUse before = Measure();
  const auto ledger = setup.Open(folder);
  const InUse after = Measure();
  return {{after.states - before.states, after.cache - before.cache}, ledger->open_dossiers()};
}

}  // namespace

void MeasureMemory(Setup& setup, Table& table) {
  table.Heading("memory");
  const int64_t many = setup.options().events / 10;
  const int64_t few = many / 10;
  const auto with_few = setup.Fresh("few");
  setup.Fill(with_few, setup.Year(few, 0, Life::kShort), few);
  const auto with_many = setup.Fresh("many");
  setup.Fill(with_many, setup.Year(many, 0, Life::kShort), many);

  OpenAndMeasure(setup, with_few);  // what is made once and kept
  const Opened base = OpenAndMeasure(setup, with_few);
  const Opened finished = OpenAndMeasure(setup, with_many);
  const Opened large = OpenAndMeasure(setup, setup.LargeLedger());
  setup.Remove("few");
  setup.Remove("many");

  const auto per = [&](const Opened& opened, int64_t dossiers) {
    return static_cast<double>(opened.grown.states - base.grown.states) /
           static_cast<double>(dossiers);
  };
  const double open_bytes = per(large, large.open);
  const double closed_bytes = per(finished, many - few);
  table.Note(fmt::format("{} open; none open of {} and {}; SQLite apart: {} KiB", large.open, few,
                         many, large.grown.cache / 1024));
  table.Add({"memory per open dossier",
             "bytes",
             open_bytes,
             {},
             open_bytes,
             Target{Better::kLower, 250}});
  table.Add({"memory per finished dossier",
             "bytes",
             closed_bytes,
             {},
             closed_bytes,
             Target{Better::kLower, 1}});
}

}  // namespace dunghan::bench
