#include "state.h"

namespace dunghan::board {

Result<void> Board::State::Read(ledger::View& view) {
  simulated_ = view.simulated();
  if (auto read = ReadCells(view); !read) return read.error();
  return view.ForEachOpen(
      [this](std::string_view code, const ledger::DossierState& state) { Put(code, state); });
}

/// Cells and ContributeAt(now) differ in days to come alone: there a cell says of a due that it is
/// late already, and of the month's figures both count the same.
Result<void> Board::State::ReadCells(ledger::View& view) {
  const auto basis = static_cast<size_t>(policy_.basis);
  for (const Days::Stretch& stretch : days_.stretches()) {
    const auto add = [&](const figures::RowKey& key, const figures::CellAmounts& cell) {
      ProcedureRow& procedure = rows_.procedure(rows_.PlaceOf(key.procedure));
      if (procedure.petition) return;
      const figures::Amounts& amounts = cell.bases[basis];
      rows_.agency(rows_.PlaceOf(key.agency)).sums.Add(stretch.place, amounts, key.channel);
      procedure.sums.Add(stretch.place, amounts, key.channel);
    };
    if (auto read = view.SumCells(stretch.range, add); !read) return read.error();
  }
  return {};
}

}  // namespace dunghan::board
