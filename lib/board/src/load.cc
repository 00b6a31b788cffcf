#include <boost/container/static_vector.hpp>

#include "board_state.h"

namespace dunghan::board {

Result<void> Board::State::Read(ledger::View& view) {
  simulated_ = view.simulated();
  if (auto read = ReadCells(view); !read) return read.error();
  auto read = view.ForEachOpen([this](std::string_view code, const dossier::Judged& judged) {
    Put(code, judged);
    if (petitions_.any()) petitions_.Put(code, judged, position_.at);
  });
  if (!read || !petitions_.any()) return read;
  return ReadEndedPetitions(view);
}

Result<void> Board::State::ReadEndedPetitions(ledger::DossiersView& view) {
  return view.ForEachSettled("", [this](const ledger::Settled& settled) {
    // All others are passed by unread.
    if (petitions_.Is(settled.row().procedure)) {
      petitions_.Put(settled.code(), settled.judged(), position_.at);
    }
    return true;
  });
}

/// Cells and ContributeAt(now) differ in days to come alone: there a cell says of a due that it is
/// late already, and of the month's figures both count the same.
Result<void> Board::State::ReadCells(ledger::FiguresView& view) {
  using NotZero = boost::container::static_vector<AmountCount, figures::kAmounts>;
  NotZero amounts;
  NotZero other;
  const auto collect = [](const figures::Amounts& from, NotZero& to) {
    to.clear();
    for (size_t i = 0; i < figures::kAmounts; ++i) {
      if (from[i] != 0) to.push_back({static_cast<figures::Amount>(i), from[i]});
    }
  };
  for (const Days::Stretch& stretch : days_.stretches()) {
    // All days of a stretch are charged alike.
    const LocalDay day = stretch.range.to ? *stretch.range.to : *stretch.range.from;
    const auto add = [&](const figures::RowKey& key, const figures::CellAmounts& cell) {
      collect(cell.bases[static_cast<size_t>(policy_.basis)], amounts);
      collect(cell.bases[static_cast<size_t>(OtherBasis())], other);
      rows_.Charge(key, day,
                   {policy_.basis, amounts, other, {cell.measures.begin(), cell.measures.end()}});
    };
    if (auto read = view.SumCells(stretch.range, add); !read) return read.error();
  }
  return {};
}

}  // namespace dunghan::board
