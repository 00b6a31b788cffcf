#include "form_rows.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "dunghan/figures/headlines.h"

namespace dunghan::report {
namespace {

using statement::PaperRow;
using statement::StatementRow;

/// A year of months, two of quarters.
constexpr size_t kTrendPoints = 12;
/// Bars that can be told apart on a page.
constexpr size_t kBars = 40;
/// Fewer dossiers than that are not ranked: chance decides.
constexpr int64_t kLeastRanked = 30;

/// "6/2026" of "2026-06"; others as they are called.
statement::Said ShortName(const figures::Period& period) {
  const std::string_view name = period.name;
  const bool month = name.size() == 7 && name[5] >= '0' && name[5] <= '9';
  if (!month) return ToSaid(period.name);
  const std::string_view number = name.substr(name[5] == '0' ? 6 : 5);
  return ToSaid(fmt::format("{}/{}", number, name.substr(0, 4)));
}

PaperRow RowOf(std::string code, statement::Said name, std::vector<statement::CellValue> cells,
               PaperRow::Level level, int depth = 0) {
  PaperRow row{.code = std::move(code), .cells = {}, .level = level, .depth = depth};
  row.cells.emplace_back(std::move(name));
  std::move(cells.begin(), cells.end(), std::back_inserter(row.cells));
  return row;
}

}  // namespace

std::vector<RowGroup> GroupsOf(const statement::Statement& statement,
                               const rulebook::Rulebook& rulebook) {
  std::map<rulebook::Tier, RowGroup> by_tier;
  for (const StatementRow& row : statement.rows) {
    auto tier = rulebook::Tier::kUnknown;
    if (statement.by == statement::GroupBy::kAgency) {
      for (const rulebook::Agency& agency : rulebook.agencies()) {
        if (agency.code.text() == row.of.code) tier = agency.tier;
      }
    }
    by_tier[tier].rows.push_back(&row);
  }
  std::vector<RowGroup> groups;
  for (auto& [tier, group] : by_tier) {
    group.code = ToString(tier);
    const Words words = statement::WordsOf(tier);
    group.name = words.vi.empty() ? statement::Said{"Khác", "Other"} : ToSaid(words);
    groups.push_back(std::move(group));
  }
  if (groups.size() == 1) groups.front().name = {};
  // What has no tier comes last.
  if (groups.size() > 1 && groups.front().code.empty()) {
    std::rotate(groups.begin(), groups.begin() + 1, groups.end());
  }
  return groups;
}

StatementRow SumOf(const std::vector<const StatementRow*>& rows) {
  StatementRow sum;
  for (const StatementRow* row : rows) {
    sum.figures += row->figures;
    sum.further += row->further;
    sum.intake += row->intake;
  }
  return sum;
}

void FillRows(statement::PaperSection& section, const FormMaking& making,
              const statement::Statement& statement, const RowCells& cells) {
  for (const RowGroup& group : GroupsOf(statement, making.view.rulebook())) {
    if (!group.name.empty()) {
      section.rows.push_back(RowOf("tier:" + group.code, group.name,
                                   cells(SumOf(group.rows), "tier:" + group.code),
                                   PaperRow::Level::kGroup));
    }
    for (const StatementRow* row : group.rows) {
      section.rows.push_back(RowOf(row->of.code, PrintedName(row->of, making.rules),
                                   cells(*row, row->of.code), PaperRow::Level::kPlain,
                                   group.name.empty() ? 0 : 1));
    }
  }
  section.rows.push_back(RowOf("total", {"Tổng số", "Total"}, cells(statement.total, "total"),
                               PaperRow::Level::kTotal));
}

Result<void> AddCharts(statement::Paper& paper, const FormMaking& making,
                       const statement::Statement& statement) {
  const figures::HeadlineRate& headline = figures::Describe(statement.headline);
  std::vector<statement::ChartValue> trend;
  trend.push_back({ShortName(statement.period), {headline.of(statement.total.figures)}});
  auto options = making.Options(statement.by);
  bool knows_before = statement.knows_before;
  while (knows_before && trend.size() < kTrendPoints) {
    const auto before = figures::Previous(options.period);
    if (!before) break;
    options.period = *before;
    const auto earlier = statement::MakeMonthly(making.view, making.policy, options);
    if (!earlier) return earlier.error();
    trend.push_back({ShortName(*before), {headline.of(earlier->total.figures)}});
    knows_before = earlier->knows_before;
  }
  std::reverse(trend.begin(), trend.end());
  if (trend.size() > 1) {
    paper.trend = std::move(trend);
    paper.trend_title = InBoth([&](Language language) {
      return Say(language, "Tỷ lệ {} qua các kỳ", "{} rate by period", headline.title.In(language));
    });
  }
  for (const StatementRow& row : statement.rows) {
    const figures::Rate rate = headline.of(row.figures);
    if (rate.all >= kLeastRanked) {
      paper.ranking.push_back({PrintedName(row.of, making.rules), {rate}});
    }
  }
  std::stable_sort(paper.ranking.begin(), paper.ranking.end(), [](const auto& a, const auto& b) {
    // a/b > c/d, exactly.
    return a.value.of.on_time * b.value.of.all > b.value.of.on_time * a.value.of.all;
  });
  const bool cut = paper.ranking.size() > kBars;
  if (cut) {
    paper.ranking.erase(paper.ranking.begin() + kBars / 2, paper.ranking.end() - kBars / 2);
  }
  paper.ranking_title = InBoth([&](Language language) {
    return Say(language, "Xếp theo tỷ lệ {} (từ {} hồ sơ trở lên{})",
               "Ranked by {} rate ({} dossiers or more{})", headline.title.In(language),
               kLeastRanked,
               cut ? Say(language, "; {} cao nhất và {} thấp nhất", "; the {} best and {} lowest",
                         kBars / 2, kBars / 2)
                   : std::string());
  });
  return {};
}

}  // namespace dunghan::report
