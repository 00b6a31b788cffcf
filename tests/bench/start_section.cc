#include <fmt/format.h>

#include <stdexcept>

#include "sections.h"
#include "sqlite_file.h"

namespace dunghan::bench {
namespace {

/// Reads every state row from its first to its last byte's page, as any start would have to.
Spent Scan(const std::filesystem::path& folder, std::initializer_list<const char*> tables) {
  int64_t rows = 0;
  int64_t bytes = 0;
  const Spent spent = Time([&] {
    const SqliteFile file(folder / "ledger.db");
    for (const char* table : tables) {
      SqliteQuery read(file, fmt::format("SELECT code, entry FROM {}", table).c_str());
      for (; read.Step(); ++rows) bytes += read.Bytes(0) + read.Bytes(1);
    }
  });
  if (rows == 0 || bytes == 0) throw std::runtime_error("there are no states to scan");
  return spent;
}

}  // namespace

void MeasureStart(Setup& setup, Table& table) {
  table.Heading("start");
  const auto folder = setup.LargeLedger();
  const auto start = [&] {
    std::unique_ptr<ledger::Ledger> ledger;
    return Time([&] { ledger = setup.Open(folder); });
  };
  const auto all = [&] { return Scan(folder, {"open", "finished"}); };
  const auto open = [&] { return Scan(folder, {"open"}); };
  start();  // so that all of them find the pages in memory
  all();
  Pair against_all = Alternate(setup.options().rounds, start, all);
  Pair against_open = Alternate(setup.options().rounds, start, open);
  table.Add(CompareTimes("start / scan of all state rows", against_all.ours, against_all.baseline,
                         Target{Better::kLower, 2}));
  table.Add(CompareTimes("start / scan of the open rows alone", against_open.ours,
                         against_open.baseline, {}));
}

}  // namespace dunghan::bench
