#include "reports/workbook_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "dunghan/base/text.h"
#include "dunghan/sheet/workbook.h"

namespace dunghan::commands {
namespace {

using sheet::Cell;
using sheet::CellKind;

/// What one cell holds, and where.
struct Placed {
  int64_t row = 0;
  Cell cell;
};

Result<std::vector<Placed>> CellsOf(sheet::Workbook& book, size_t sheet) {
  std::vector<Placed> cells;
  auto read = book.ForEachRow(sheet, [&](const sheet::Row& row) {
    for (const Cell& cell : row.cells) cells.push_back({row.number, cell});
    return true;
  });
  if (!read) return read.error();
  return cells;
}

/// Numbers go through other programs' texts: as good as a double holds them.
bool IsAlike(const Cell& a, const Cell& b) {
  const bool numbers = a.kind == CellKind::kNumber && b.kind == CellKind::kNumber;
  if (!numbers) return a.kind == b.kind && a.text == b.text;
  return std::abs(a.number - b.number) <= 1e-9 * std::max(1.0, std::abs(b.number));
}

std::string Told(const Placed* placed) { return placed ? JsonQuote(placed->cell.text) : "nothing"; }

std::string PlaceOf(const Placed& placed) {
  return fmt::format("{}{}", sheet::ColumnName(placed.cell.column), placed.row);
}

bool ComesFirst(const Placed& a, const Placed& b) {
  return std::pair(a.row, a.cell.column) < std::pair(b.row, b.cell.column);
}

/// The first cell in which two sheets differ.
std::optional<std::string> FirstDifference(const std::vector<Placed>& theirs,
                                           const std::vector<Placed>& ours) {
  size_t i = 0;
  size_t j = 0;
  while (i < theirs.size() || j < ours.size()) {
    const Placed* one = i < theirs.size() ? &theirs[i] : nullptr;
    const Placed* other = j < ours.size() ? &ours[j] : nullptr;
    if (one && other && ComesFirst(*one, *other)) other = nullptr;
    if (one && other && ComesFirst(*other, *one)) one = nullptr;
    if (!one || !other || !IsAlike(one->cell, other->cell)) {
      return fmt::format("{}: {} there, {} in ours", PlaceOf(one ? *one : *other), Told(one),
                         Told(other));
    }
    ++i;
    ++j;
  }
  return {};
}

}  // namespace

Result<ComparedCells> CompareCells(const std::string& theirs, const std::string& ours) {
  auto one = sheet::Workbook::FromBytes(theirs, "the file");
  if (!one) return one.error();
  auto other = sheet::Workbook::FromBytes(ours, "ours");
  if (!other) return other.error();
  const auto their_sheets = one->Sheets();
  if (!their_sheets) return their_sheets.error();
  const auto our_sheets = other->Sheets();
  if (!our_sheets) return our_sheets.error();
  ComparedCells compared;
  if (their_sheets->size() != our_sheets->size()) {
    compared.difference =
        fmt::format("{} sheets there, {} in ours", their_sheets->size(), our_sheets->size());
    return compared;
  }
  for (size_t sheet = 0; sheet < our_sheets->size(); ++sheet) {
    const auto cells = CellsOf(*one, sheet);
    if (!cells) return cells.error();
    const auto expected = CellsOf(*other, sheet);
    if (!expected) return expected.error();
    compared.cells += static_cast<int64_t>(cells->size());
    if (const auto difference = FirstDifference(*cells, *expected)) {
      compared.difference =
          fmt::format("sheet {}, {}", JsonQuote((*our_sheets)[sheet].name), *difference);
      return compared;
    }
  }
  return compared;
}

}  // namespace dunghan::commands
