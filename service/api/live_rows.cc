#include "live_rows.h"

#include <utility>

#include "dunghan/base/text.h"
#include "live_json.h"

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
  if (!changed) step_ = before;
  shown_ = std::move(snapshot);
}

void LiveRows::Append(std::string& list, std::string_view item) {
  if (list.back() != '[') list += ',';
  list += item;
}

std::string LiveRows::WriteAll() const {
  std::string out = R"("agencies":[)";
  for (const auto& [code, row] : rows_) {
    if (!row.text.empty()) Append(out, row.text);
  }
  return out + ']';
}

std::string LiveRows::WriteSince(uint64_t step) const {
  std::string out = R"("agencies":[)";
  std::string gone = R"("gone":[)";
  for (const auto& [code, row] : rows_) {
    if (row.step <= step) continue;
    if (row.text.empty()) {
      Append(gone, JsonQuote(code));
    } else {
      Append(out, row.text);
    }
  }
  return out + "]," + gone + ']';
}

}  // namespace dunghan::api
