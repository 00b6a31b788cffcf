#include <algorithm>

#include "dunghan/figures/count_table.h"
#include "dunghan/figures/headlines.h"
#include "footnotes.h"
#include "form_behind.h"
#include "form_rows.h"

/// The monthly statement as a form: what `report` prints on a terminal, for paper.
namespace dunghan::report {
namespace {

using statement::CellValue;

/// Those with a heading, where all are zero only if they are shown all the same.
std::vector<const figures::Count*> ShownCounts(const statement::Statement& statement) {
  std::vector<const figures::Count*> shown;
  for (const figures::Count& count : figures::Counts()) {
    if (count.column.heading.vi.empty()) continue;
    const bool any = statement.total.figures.*count.of != 0;
    if (any || !count.column.only_if_any) shown.push_back(&count);
  }
  return shown;
}

statement::PaperSection MonthlySection(const FormMaking& making,
                                       const statement::Statement& statement) {
  using statement::CellKind;
  statement::PaperSection section{.key = "rows"};
  const bool of_agencies = statement.by == statement::GroupBy::kAgency;
  section.columns.push_back(
      TextColumn("name", of_agencies ? Words{"Cơ quan", "Agency"} : Words{"Tên", "Name"}, 30));
  const auto shown = ShownCounts(statement);
  for (const figures::Count* count : shown) {
    std::vector<statement::Said> groups;
    if (!count->column.group.vi.empty()) groups.push_back(ToSaid(count->column.group));
    section.columns.push_back(
        CountColumn(std::string(count->name), count->column.heading, std::move(groups)));
  }
  for (const figures::HeadlineRate& rate : figures::Headlines()) {
    section.columns.push_back(OfKind(
        CountColumn(std::string(rate.name), rate.title, {{"Tỷ lệ đúng hạn", "On-time rate"}}),
        CellKind::kPercent));
  }
  section.columns.push_back(TextColumn("interval", {"Khoảng tin cậy 95 %", "95% interval"}, 16));
  const figures::HeadlineRate& headline = figures::Describe(statement.headline);
  FillRows(section, making, statement,
           [&](const statement::StatementRow& row, const std::string& /*code*/) {
             std::vector<CellValue> cells;
             cells.reserve(section.columns.size());
             for (const figures::Count* count : shown) cells.emplace_back(row.figures.*count->of);
             for (const figures::HeadlineRate& rate : figures::Headlines()) {
               const bool none = rate.points > 0 && !statement.has_index766;
               cells.push_back(none ? CellValue(statement::Said{"—", "—"})
                                    : RateCell(rate.of(row.figures)));
             }
             const auto interval = figures::Wilson95(headline.of(row.figures));
             if (!interval) {
               cells.emplace_back();
             } else {
               cells.emplace_back(InBoth([&](Language language) {
                 return fmt::format("{} – {}", Share(interval->low, language),
                                    Share(interval->high, language));
               }));
             }
             return cells;
           });
  NumberRows(section);
  return section;
}

std::vector<statement::Said> LinesOf(const statement::Statement& statement, Language language) {
  std::vector<statement::Said> lines;
  const std::string text = Footnotes(statement, language);
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    if (end > from) lines.push_back(ToSaid(text.substr(from, end - from)));
    from = end + 1;
  }
  return lines;
}

std::vector<statement::Definition> DefinitionsOf(const statement::Statement& statement) {
  std::vector<statement::Definition> definitions;
  for (const figures::HeadlineRate& rate : figures::Headlines()) {
    definitions.push_back({ToSaid(rate.title), ToSaid(rate.counting)});
  }
  definitions.push_back(
      {{"Phương trình", "Equation"},
       {"tiếp nhận + kỳ trước chuyển sang + nhận bàn giao = đã giải quyết + rút + bàn giao đi + "
        "đang giải quyết",
        "received + carried over + moved in = finished + withdrawn + moved out + open"}});
  definitions.push_back({{"Ngày làm việc", "Working day"}, InBoth([&](Language language) {
                           return UsualDayText(statement.usual_day, language);
                         })});
  return definitions;
}

}  // namespace

Result<statement::Paper> MakeMonthlyForm(const FormMaking& making) {
  auto statement = statement::MakeMonthly(making.view, making.policy,
                                          making.Options(statement::GroupBy::kAgency));
  if (!statement) return statement.error();
  auto started = StartPaper(making, *statement,
                            {"BÁO CÁO TÌNH HÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
                             "REPORT ON THE HANDLING OF ADMINISTRATIVE PROCEDURES"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.sections.push_back(MonthlySection(making, *statement));
  AddRatePolicies(paper, *statement);
  paper.notes = LinesOf(*statement, making.request.language);
  paper.definitions = DefinitionsOf(*statement);
  paper.identities.push_back(
      {Say(paper.language,
           "tiếp nhận + kỳ trước + nhận bàn giao = đã giải quyết + rút + bàn giao đi + đang giải "
           "quyết",
           "received + carried over + moved in = finished + withdrawn + moved out + open"),
       static_cast<int64_t>(statement->rows.size()) + 1});
  if (auto charts = AddCharts(paper, making, *statement); !charts) return charts.error();
  if (making.request.dossiers) {
    if (auto behind = AddDossiersBehind(paper, making, *statement); !behind) return behind.error();
  }
  return started;
}

}  // namespace dunghan::report
