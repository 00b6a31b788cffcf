#include "business_form.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "family_writer.h"
#include "single_families.h"

namespace dunghan::metrics {
namespace {

using board::Snapshot;

/// The sum of the rows that are not shown.
template <class Rows>
board::Counts Others(const Rows& rows, const std::vector<uint32_t>& shown) {
  board::Counts sum;
  auto next = shown.begin();
  for (uint32_t place = 0; place < rows.size(); ++place) {
    if (next != shown.end() && *next == place) {
      ++next;
    } else {
      sum += rows[place].counts;
    }
  }
  return sum;
}

/// The rows of a page, with what belongs to them.
struct PageRows {
  PageRows(const Snapshot& snapshot, const ShownRows& shown) {
    // Rows point at them: they must not move.
    outlooks.reserve(shown.agencies.size() + 1);
    rows.reserve(shown.agencies.size() + shown.procedures.size() + 3);
    const auto agency = [&](const board::Counts& counts, const figures::Target& target) {
      outlooks.push_back(OutlookOf(counts, snapshot.policy.headline, target));
      rows.push_back({&counts, &outlooks.back()});
    };
    for (const uint32_t place : shown.agencies) {
      const auto& [code, counts] = snapshot.agencies[place];
      agency(counts, snapshot.TargetOf(code));
    }
    if (shown.agencies_left_out > 0) {
      other_agencies = Others(snapshot.agencies, shown.agencies);
      agency(other_agencies, snapshot.target());
    }
    for (const uint32_t place : shown.procedures) {
      rows.push_back({&snapshot.procedures[place].counts, nullptr});
    }
    if (shown.procedures_left_out > 0) {
      other_procedures = Others(snapshot.procedures, shown.procedures);
      rows.push_back({&other_procedures, nullptr});
    }
    rows.push_back({&snapshot.total, nullptr});  // there is a first row, whatever the snapshot has
  }
  PageRows(const PageRows&) = delete;
  PageRows& operator=(const PageRows&) = delete;

  std::vector<RowOutlook> outlooks;
  board::Counts other_agencies;
  board::Counts other_procedures;
  std::vector<PageRow> rows;
};

void WriteAll(FamilyWriter& writer, bool petitions) {
  WriteAgencyFlows(writer);
  WriteAgencyStandings(writer);
  // Where there can be none nobody asks for them.
  if (petitions) WritePetitions(writer);
  WriteProcedures(writer);
  WriteInfos(writer);
}

const int64_t& CountIn(const PageRow& row, const Gap& gap) {
  const char* counts = reinterpret_cast<const char*>(row.counts);
  return *reinterpret_cast<const int64_t*>(counts + gap.count);
}

}  // namespace

SeriesOfRow BusinessForm::OfRow(const Snapshot& snapshot) {
  const auto measure = [&](bool petitions) {
    Snapshot one;  // agency and one procedure
    one.policy = snapshot.policy;
    one.rulebook = snapshot.rulebook;
    one.agencies.resize(1);
    one.procedures.resize(1);
    std::string text;
    std::vector<Gap> gaps;
    ShownRows both;
    both.agencies = both.procedures = {0};
    FamilyWriter writer(one, both, text, gaps);
    WriteAll(writer, petitions);
    SeriesOfRow series{1, 1};  // the one with its name
    for (const Gap& gap : gaps) {
      if (!gap.text_alone) ++(gap.row == 0 ? series.agency : series.procedure);
    }
    return series;
  };
  // The same for every snapshot otherwise.
  static const std::array<SeriesOfRow, 2> series_of = {measure(false), measure(true)};
  return series_of[figures::HasPetitions(*snapshot.rulebook) ? 1 : 0];
}

BusinessForm::BusinessForm(const Snapshot& snapshot, ShownRows shown)
    : rulebook_(snapshot.rulebook), basis_(snapshot.basis()), shown_(std::move(shown)) {
  for (const auto& row : snapshot.agencies) agencies_.push_back(row.code);
  for (const auto& row : snapshot.procedures) procedures_.push_back(row.code);
  FamilyWriter writer(snapshot, shown_, text_, gaps_);
  WriteAll(writer, figures::HasPetitions(*rulebook_));
  text_.shrink_to_fit();
  gaps_.shrink_to_fit();
}

bool BusinessForm::Fits(const Snapshot& snapshot, const ShownRows& shown) const {
  const auto same = [](const auto& codes, const auto& rows) {
    return std::equal(codes.begin(), codes.end(), rows.begin(), rows.end(),
                      [](const auto& code, const auto& row) { return code == row.code; });
  };
  return rulebook_ == snapshot.rulebook && basis_ == snapshot.basis() && shown_ == shown &&
         same(agencies_, snapshot.agencies) && same(procedures_, snapshot.procedures);
}

std::string BusinessForm::Fill(const Snapshot& snapshot, Instant now) const {
  constexpr size_t kUsualNumber = 8;
  constexpr size_t kRest = 8192;
  constexpr size_t kAhead = 64;
  const PageRows all(snapshot, shown_);
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
