#include "metrics/business_form.h"

#include <algorithm>
#include <string_view>

#include "metrics/family_writer.h"
#include "metrics/single_families.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

/// The rows of a page, with what belongs to them.
struct Rows {
  explicit Rows(const Snapshot& snapshot) {
    outlooks.reserve(snapshot.agencies.size());
    rows.reserve(snapshot.agencies.size() + snapshot.procedures.size());
    for (const auto& [code, counts] : snapshot.agencies) {
      outlooks.push_back(OutlookOf(counts, snapshot.policy.headline, snapshot.TargetOf(code)));
      rows.push_back({&counts, &outlooks.back()});
    }
    for (const auto& [code, counts] : snapshot.procedures) rows.push_back({&counts, nullptr});
    rows.push_back({&snapshot.total, nullptr});  // there is a first row, whatever the snapshot has
  }
  std::vector<Outlook> outlooks;
  std::vector<Row> rows;
};

const int64_t& CountIn(const Row& row, const Gap& gap) {
  const char* counts = reinterpret_cast<const char*>(row.counts);
  return *reinterpret_cast<const int64_t*>(counts + gap.count);
}

}  // namespace

BusinessForm::BusinessForm(const Snapshot& snapshot)
    : rulebook_(snapshot.rulebook), basis_(snapshot.basis()) {
  for (const auto& row : snapshot.agencies) agencies_.push_back(row.code);
  for (const auto& row : snapshot.procedures) procedures_.push_back(row.code);
  FamilyWriter writer(snapshot, text_, gaps_);
  WriteAgencyFlows(writer);
  WriteAgencyStandings(writer);
  WriteProcedures(writer);
  WriteInfos(writer);
  text_.shrink_to_fit();
  gaps_.shrink_to_fit();
}

bool BusinessForm::Fits(const Snapshot& snapshot) const {
  const auto same = [](const auto& codes, const auto& rows) {
    return std::equal(codes.begin(), codes.end(), rows.begin(), rows.end(),
                      [](const auto& code, const auto& row) { return code == row.code; });
  };
  return rulebook_ == snapshot.rulebook && basis_ == snapshot.basis() &&
         same(agencies_, snapshot.agencies) && same(procedures_, snapshot.procedures);
}

std::string BusinessForm::Fill(const Snapshot& snapshot, Instant now) const {
  constexpr size_t kUsualNumber = 8;
  constexpr size_t kRest = 8192;
  constexpr size_t kAhead = 64;
  const Rows all(snapshot);
  std::string page;
  page.reserve(text_.size() + gaps_.size() * kUsualNumber + kRest);
  if (snapshot.simulated) page += "# DỮ LIỆU MÔ PHỎNG (simulated data)\n";
  const std::string_view text = text_;
  size_t from = 0;
  for (size_t i = 0; i < gaps_.size(); ++i) {
    // Rows lie far apart in memory; asked for early, they need not be waited for between two lines.
    const Gap& ahead = gaps_[std::min(i + kAhead, gaps_.size() - 1)];
    __builtin_prefetch(&CountIn(all.rows[ahead.row], ahead));
    const Gap& gap = gaps_[i];
    const std::string_view piece = text.substr(from, gap.text_end - from);
    from = gap.text_end;
    if (!gap.of) {
      page.append(piece);
      if (!gap.text_alone) AppendNumber(page, CountIn(all.rows[gap.row], gap));
      continue;
    }
    const Number number = gap.of(all.rows[gap.row], gap.a, gap.b);
    if (std::holds_alternative<std::monostate>(number)) continue;
    page.append(piece);
    AppendNumber(page, number);
  }
  AppendSingles(snapshot, now, page);
  return page;
}

}  // namespace dunghan::metrics
