#include "live_rows.h"

#include <utility>

#include "live_json.h"
#include "live_table.h"

namespace dunghan::api {

void LiveRows::Show(std::shared_ptr<const board::Snapshot> snapshot) {
  // Names and targets are in the rows as well.
  const bool same_rules =
      shown_ && shown_->rulebook == snapshot->rulebook && shown_->policy == snapshot->policy;
  const uint64_t before = step_++;
  bool changed = false;
  auto old = rows_.begin();
  const auto change = [&](Row& row, const board::Counts& counts, std::string text) {
    row.counts = counts;
    if (row.text == text) return;
    row.text = std::move(text);
    row.step = step_;
    changed = true;
  };
  for (const auto& agency : snapshot->agencies) {
    for (; old != rows_.end() && old->first < agency.code.text(); ++old)
      change(old->second, {}, {});
    const bool known = old != rows_.end() && old->first == agency.code.text();
    if (known && same_rules && old->second.counts == agency.counts) {
      ++old;
      continue;
    }
    if (!known) old = rows_.emplace_hint(old, agency.code.text(), Row());
    change((old++)->second, agency.counts, WriteLiveRow(*snapshot, agency));
  }
  for (; old != rows_.end(); ++old) change(old->second, {}, {});
  // A step that changes no row would be a message with nothing in it.
  if (!changed) step_ = before;
  shown_ = std::move(snapshot);
}

std::string LiveRows::WriteAll() const {
  WrittenRows rows;
  for (const auto& [code, row] : rows_) {
    if (!row.text.empty()) rows.push_back(row.text);
  }
  std::string out;
  JsonWriter json(out);
  kLiveRowsTable.WriteMembers(json, rows);
  return out;
}

std::string LiveRows::WriteSince(uint64_t step) const {
  WrittenRows rows;
  WrittenRows gone;
  for (const auto& [code, row] : rows_) {
    if (row.step <= step) continue;
    row.text.empty() ? gone.push_back(code) : rows.push_back(row.text);
  }
  std::string out;
  JsonWriter json(out);
  kLiveRowsTable.WriteMembers(json, rows);
  kGoneTable.WriteMembers(json, gone);
  return out;
}

}  // namespace dunghan::api
