#include "metrics/business_form.h"

#include <algorithm>
#include <string_view>

#include "metrics/business_families.h"
#include "metrics/business_text.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

const board::Counts& RowOf(const Snapshot& snapshot, const Gap& gap) {
  return gap.by_procedure ? snapshot.procedures[gap.row].counts : snapshot.agencies[gap.row].counts;
}

/// Rows lie far apart in memory; asked for early, they need not be waited for between two lines.
void Fetch(const board::Counts& counts) {
  __builtin_prefetch(&counts.results);
  __builtin_prefetch(&counts.open);
  __builtin_prefetch(&counts.open.back());
}

}  // namespace

BusinessForm::BusinessForm(const Snapshot& snapshot) : rulebook_(snapshot.rulebook) {
  for (const auto& row : snapshot.agencies) agencies_.push_back(row.code);
  for (const auto& row : snapshot.procedures) procedures_.push_back(row.code);
  AppendFamilies(snapshot, text_, gaps_);
  text_.shrink_to_fit();
  gaps_.shrink_to_fit();
}

bool BusinessForm::Fits(const Snapshot& snapshot) const {
  const auto same = [](const auto& codes, const auto& rows) {
    return std::equal(codes.begin(), codes.end(), rows.begin(), rows.end(),
                      [](const auto& code, const auto& row) { return code == row.code; });
  };
  return rulebook_ == snapshot.rulebook && same(agencies_, snapshot.agencies) &&
         same(procedures_, snapshot.procedures);
}

std::string BusinessForm::Fill(const Snapshot& snapshot) const {
  constexpr size_t kUsualNumber = 8;
  constexpr size_t kRest = 1024;
  constexpr size_t kAhead = 64;
  std::string page;
  page.reserve(text_.size() + gaps_.size() * kUsualNumber + kRest);
  if (snapshot.simulated) page += "# DỮ LIỆU MÔ PHỎNG (simulated data)\n";
  const std::string_view text = text_;
  size_t from = 0;
  for (size_t i = 0; i < gaps_.size(); ++i) {
    Fetch(RowOf(snapshot, gaps_[std::min(i + kAhead, gaps_.size() - 1)]));
    const Gap& gap = gaps_[i];
    const std::string_view piece = text.substr(from, gap.text_end - from);
    from = gap.text_end;
    const int64_t value = gap.of(RowOf(snapshot, gap), gap.a, gap.b);
    if (value == 0 && gap.unless_zero) continue;
    page.append(piece);
    AppendNumber(page, value);
  }
  page.append(text.substr(from));
  AppendSingles(snapshot, page);
  return page;
}

}  // namespace dunghan::metrics
