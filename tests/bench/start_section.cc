#include <stdexcept>

#include "derived.h"
#include "sections.h"

namespace dunghan::bench {
namespace {

using ledger::DerivedTable;

/// Reads every state from the file of what is derived, as any start would have to.
Spent Scan(const std::filesystem::path& folder, std::initializer_list<DerivedTable> tables) {
  int64_t rows = 0;
  size_t bytes = 0;
  const Spent spent = Time([&] {
    const auto files = ledger::runs::DiskFiles();
    const auto kept = ledger::runs::OpenForReading(*files, folder / ledger::kDerivedFile,
                                                   ledger::DerivedTables(false));
    for (const DerivedTable table : tables) {
      kept->ForEach(static_cast<size_t>(table), "",
                    [&](std::string_view code, std::string_view state) {
                      ++rows;
                      bytes += code.size() + state.size();
                      return true;
                    });
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
  const auto all = [&] { return Scan(folder, {DerivedTable::kOpen, DerivedTable::kSettled}); };
  const auto open = [&] { return Scan(folder, {DerivedTable::kOpen}); };
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
