#include "cell_sums.h"

#include <algorithm>
#include <numeric>

namespace dunghan::ledger {
namespace {

int32_t NumberOf(LocalDay day) { return static_cast<int32_t>(day.time_since_epoch().count()); }
LocalDay DayOf(int32_t number) { return LocalDay{std::chrono::days{number}}; }

/// By key, each once, none zero.
void SumUp(std::vector<Slot>& slots) {
  std::sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) { return a.key < b.key; });
  auto out = slots.begin();
  for (auto it = slots.begin(); it != slots.end();) {
    Slot sum = *it;
    for (++it; it != slots.end() && it->key == sum.key; ++it) sum.amount += it->amount;
    if (sum.amount != 0) *out++ = sum;
  }
  slots.erase(out, slots.end());
}

}  // namespace

uint32_t CellSums::RowOf(const figures::RowKey& row) {
  const auto [it, fresh] = row_numbers_.emplace(row, static_cast<uint32_t>(rows_.size()));
  if (fresh) rows_.push_back(NumbersOf(row, dictionary_));
  return it->second;
}

uint32_t CellSums::CellOf(int32_t day, uint32_t row) {
  const uint64_t key = static_cast<uint64_t>(static_cast<uint32_t>(day)) << 32U | row;
  const auto [it, fresh] = cell_numbers_.emplace(key, static_cast<uint32_t>(cells_.size()));
  if (fresh) cells_.push_back({day, row});
  return it->second;
}

void CellSums::AddAmounts(const figures::RowKey& row, const figures::Contribution* from,
                          const figures::Contribution* to, int sign) {
  if (from == to) return;
  const uint32_t number = RowOf(row);
  // Parts of one day mostly stand together: one look-up does for them.
  uint32_t cell = 0;
  for (const auto* part = from; part != to; ++part) {
    if (part == from || part->day != part[-1].day) cell = CellOf(NumberOf(part->day), number);
    parts_.push_back({cell, {SlotOf(part->basis, part->amount), sign * int64_t{part->count}}});
  }
}

void CellSums::AddMeasures(const figures::MeasureContribution* from,
                           const figures::MeasureContribution* to, int sign) {
  uint32_t cell = 0;
  for (const auto* part = from; part != to; ++part) {
    if (part == from || part->day != part[-1].day || !(part->row == part[-1].row)) {
      cell = CellOf(NumberOf(part->day), RowOf(part->row));
    }
    parts_.push_back({cell, {SlotOf(part->key, dictionary_), sign * part->amount}});
  }
}

void CellSums::Add(const figures::Share& share, int sign) {
  AddAmounts(share.row, share.amounts.data(), share.amounts.data() + share.amounts.size(), sign);
  AddMeasures(share.measures.data(), share.measures.data() + share.measures.size(), sign);
}

/// What both begin with, and most of it is that, is left as it stands.
void CellSums::Replace(const figures::Share& before, const figures::Share& after) {
  const auto ends = [](const auto& list) { return list.data() + list.size(); };
  const auto* gone = before.amounts.data();
  const auto* come = after.amounts.data();
  // Amounts belong to the dossier's row; measures name theirs themselves.
  if (before.row == after.row) {
    std::tie(gone, come) = std::mismatch(gone, ends(before.amounts), come, ends(after.amounts));
  }
  AddAmounts(before.row, gone, ends(before.amounts), -1);
  AddAmounts(after.row, come, ends(after.amounts), 1);
  const auto [old_measures, new_measures] = std::mismatch(
      before.measures.data(), ends(before.measures), after.measures.data(), ends(after.measures));
  AddMeasures(old_measures, ends(before.measures), -1);
  AddMeasures(new_measures, ends(after.measures), 1);
}

void CellSums::Add(const figures::Cells& cells) {
  for (const auto& [key, amounts] : cells.map()) {
    const uint32_t cell = CellOf(NumberOf(key.day), RowOf(key.row));
    for (size_t basis = 0; basis < dossier::kBases; ++basis) {
      for (size_t i = 0; i < figures::kAmounts; ++i) {
        const auto of = static_cast<figures::Amount>(i);
        if (basis > 0 && figures::IsOfBoth(of)) break;
        if (const int32_t amount = amounts.bases[basis][i]; amount != 0) {
          parts_.push_back({cell, {SlotOf(static_cast<dossier::Basis>(basis), of), amount}});
        }
      }
    }
    for (const auto& [measure, amount] : amounts.measures) {
      parts_.push_back({cell, {SlotOf(measure, dictionary_), amount}});
    }
  }
}

void CellSums::TakePages(const PageVisitor& visit) {
  RankRows();
  for (const PageSpan span : {PageSpan::kDay, PageSpan::kMonth, PageSpan::kYear}) {
    PagesOf(span, visit);
  }
  Clear();
}

void CellSums::RankRows() {
  std::vector<uint32_t> order(rows_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return rows_[a] < rows_[b]; });
  ranks_.resize(rows_.size());
  for (uint32_t rank = 0; rank < order.size(); ++rank) ranks_[order[rank]] = rank;
}

/// Of what was put down for shorter pages; what it comes to is put down for longer ones.
void CellSums::PagesOf(PageSpan span, const PageVisitor& visit) {
  // Parts by cell, without sorting them: how many each has, then where its own begin.
  std::vector<uint32_t> begins(cells_.size() + 1, 0);
  for (const Part& part : parts_) ++begins[part.cell + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<Slot> slots(parts_.size());
  {
    std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
    for (const Part& part : parts_) slots[next[part.cell]++] = part.slot;
  }
  std::vector<std::pair<uint64_t, uint32_t>> order;
  order.reserve(cells_.size());
  for (uint32_t i = 0; i < cells_.size(); ++i) {
    // Shifted, so that days before 1970 come first.
    const auto day = static_cast<uint64_t>(int64_t{cells_[i].day} + (int64_t{1} << 31U));
    order.emplace_back(day << 32U | ranks_[cells_[i].row], i);
  }
  std::sort(order.begin(), order.end());

  const std::vector<Cell> cells = std::exchange(cells_, {});
  parts_.clear();
  cell_numbers_.clear();
  const auto longer = static_cast<PageSpan>(static_cast<uint8_t>(span) + 1);
  PageWriter write;
  std::vector<Slot> sums;
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& [day, row] = cells[order[i].second];
    const uint32_t cell = order[i].second;
    sums.assign(slots.begin() + begins[cell], slots.begin() + begins[cell + 1]);
    SumUp(sums);
    write.Add(rows_[row], sums);
    // What has come to nothing here adds nothing to longer pages either.
    if (span != PageSpan::kYear && !sums.empty()) {
      const uint32_t into = CellOf(NumberOf(FirstOf(longer, DayOf(day))), row);
      for (const Slot& slot : sums) parts_.push_back({into, slot});
    }
    if (i + 1 < order.size() && cells[order[i + 1].second].day == day) continue;
    if (!write.empty()) visit({span, DayOf(day)}, write.Take());
  }
}

void CellSums::Clear() {
  row_numbers_.clear();
  rows_.clear();
  cell_numbers_.clear();
  cells_.clear();
  parts_.clear();
}

}  // namespace dunghan::ledger
