#include <array>
#include <cmath>

#include "dunghan/figures/headlines.h"
#include "dunghan/statement/processing_days.h"
#include "form_rows.h"

/// The flat table an operations centre takes in: a line for each indicator and agency.
namespace dunghan::report {
namespace {

using figures::Figures;
using statement::CellKind;
using statement::CellValue;
using statement::StatementRow;

/// A count has a value alone, a rate its two numbers.
struct Indicator {
  std::string_view code;
  Words name;
  Words unit;
  int64_t (*count)(const StatementRow& row) = nullptr;
  figures::Rate (*rate)(const StatementRow& row) = nullptr;
};

constexpr Words kDossiersUnit = {"hồ sơ", "dossiers"};
constexpr Words kPercentUnit = {"%", "%"};

constexpr std::array kIndicators = {
    Indicator{"received",
              {"Hồ sơ tiếp nhận trong kỳ", "Received in the period"},
              kDossiersUnit,
              [](const StatementRow& row) { return row.figures.received; }},
    Indicator{"finished",
              {"Hồ sơ đã giải quyết", "Finished"},
              kDossiersUnit,
              [](const StatementRow& row) {
                const Figures& of = row.figures;
                return of.finished_early + of.finished_on_time + of.finished_late +
                       of.finished_unmeasurable;
              }},
    Indicator{"finished_in_time",
              {"Đã giải quyết trước và đúng hạn", "Finished in time"},
              kDossiersUnit,
              [](const StatementRow& row) {
                return row.figures.finished_early + row.figures.finished_on_time;
              }},
    Indicator{"finished_late",
              {"Đã giải quyết quá hạn", "Finished late"},
              kDossiersUnit,
              [](const StatementRow& row) { return row.figures.finished_late; }},
    Indicator{"open_in_time",
              {"Đang giải quyết trong hạn", "Open in time"},
              kDossiersUnit,
              [](const StatementRow& row) { return row.figures.open_in_time; }},
    Indicator{"open_overdue",
              {"Đang giải quyết quá hạn", "Open overdue"},
              kDossiersUnit,
              [](const StatementRow& row) { return row.figures.open_overdue; }},
    Indicator{"open_suspended",
              {"Đang tạm dừng", "Suspended"},
              kDossiersUnit,
              [](const StatementRow& row) { return row.figures.open_suspended; }},
    Indicator{"official",
              {"Tỷ lệ đúng hạn chính thức", "Official on-time rate"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return figures::Official(row.figures); }},
    Indicator{"strict",
              {"Tỷ lệ đúng hạn chặt chẽ", "Strict on-time rate"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return figures::Strict(row.figures); }},
    Indicator{"due_cohort",
              {"Tỷ lệ đúng hạn của hồ sơ đến hạn", "On-time rate of those due"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return row.figures.due_cohort; }},
    Indicator{"index766",
              {"Tỷ lệ ước tính theo cách tính 766", "Estimate by the rules of index 766"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return figures::Index766(row.figures); }},
    Indicator{"online",
              {"Tỷ lệ tiếp nhận trực tuyến", "Received online"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return row.further.online; }},
    Indicator{"satisfied",
              {"Tỷ lệ hài lòng", "Satisfied"},
              kPercentUnit,
              nullptr,
              [](const StatementRow& row) { return row.further.satisfied; }},
};

/// Per cent to two decimals, cut.
CellValue PercentValue(const figures::Rate& rate) {
  if (rate.all == 0) return {};
  const int64_t hundredths = rate.on_time * 10'000 / rate.all;
  return static_cast<double>(hundredths) / 100;
}

CellValue ValueOf(const Indicator& indicator, const StatementRow* row) {
  if (!row) return {};
  if (indicator.rate) return PercentValue(indicator.rate(*row));
  return static_cast<double>(indicator.count(*row));
}

const StatementRow* FindRow(const statement::Statement& in, const std::string& code) {
  if (code == "total") return &in.total;
  for (const StatementRow& row : in.rows) {
    if (row.of.code == code) return &row;
  }
  return nullptr;
}

/// The same of the period before and of a year ago; nothing: not known.
struct Earlier {
  std::optional<statement::Statement> previous;
  std::optional<statement::Statement> year_ago;
};

Result<std::optional<statement::Statement>> MakeOf(const FormMaking& making,
                                                   const std::optional<figures::Period>& period) {
  if (!period) return std::optional<statement::Statement>();
  auto options = making.Options(statement::GroupBy::kAgency);
  options.period = *period;
  auto made = statement::MakeMonthly(making.view, making.policy, options);
  if (!made) return made.error();
  if (statement::IsEmpty(*made)) return std::optional<statement::Statement>();
  return std::optional(std::move(*made));
}

/// The period of the same name a year before.
std::optional<figures::Period> YearBefore(const figures::Period& period) {
  std::optional<figures::Period> before = period;
  const auto year = std::chrono::year_month_day{period.from}.year();
  // Of months twelve steps back, of years one.
  for (int step = 0; before && step < 12; ++step) {
    before = figures::Previous(*before);
    if (!before) break;
    const std::chrono::year_month_day from{before->from};
    const std::chrono::year_month_day now{period.from};
    if (from.year() < year && from.month() == now.month() && from.day() == now.day()) return before;
  }
  return {};
}

std::vector<statement::PaperColumn> IndicatorColumns() {
  return {TextColumn("code", {"Mã chỉ tiêu", "Code"}, 16),
          TextColumn("name", {"Chỉ tiêu", "Indicator"}, 34),
          TextColumn("unit", {"Tính bằng", "Unit"}, 9),
          TextColumn("period", {"Kỳ", "Period"}, 10),
          TextColumn("agency", {"Mã cơ quan", "Agency"}, 16),
          TextColumn("agency_name", {"Cơ quan", "Name of the agency"}, 28),
          OfKind(CountColumn("value", {"Giá trị", "Value"}), CellKind::kNumber),
          CountColumn("numerator", {"Tử số", "Numerator"}),
          CountColumn("denominator", {"Mẫu số", "Denominator"}),
          OfKind(CountColumn("target", {"Chỉ tiêu giao", "Target"}), CellKind::kNumber),
          OfKind(CountColumn("previous", {"Kỳ trước", "Previous"}), CellKind::kNumber),
          OfKind(CountColumn("year_ago", {"Cùng kỳ năm trước", "A year ago"}), CellKind::kNumber),
          TextColumn("provisional", {"Tạm tính", "Provisional"}, 9),
          TextColumn("restated", {"Điều chỉnh", "Restated"}, 9)};
}

/// Mean time of those received and completed in the period, cut to two decimals.
statement::PaperRow DaysRow(const std::map<std::string, statement::ProcessingDays>& by_row,
                            const std::string& code, const statement::Said& name,
                            const std::string& period, const std::string& provisional) {
  statement::ProcessingDays of;
  if (const auto found = by_row.find(code); found != by_row.end()) of = found->second;
  CellValue mean;
  if (of.dossiers > 0) {
    const int64_t hundredths = of.micro_days / of.dossiers / 10'000;
    mean = static_cast<double>(hundredths) / 100;
  }
  return {.code = fmt::format("avg_processing_days:{}", code),
          .cells = {TextCell("avg_processing_days"),
                    statement::Said{"Thời gian giải quyết trung bình", "Mean processing time"},
                    statement::Said{"ngày", "days"}, TextCell(period), TextCell(code), name, mean,
                    CellValue(), of.dossiers, CellValue(), CellValue(), CellValue(),
                    TextCell(provisional), TextCell("false")}};
}

}  // namespace

Result<statement::Paper> MakeIndicators(const FormMaking& making) {
  const auto statement = statement::MakeMonthly(making.view, making.policy,
                                                making.Options(statement::GroupBy::kAgency));
  if (!statement) return statement.error();
  Earlier earlier;
  auto previous = MakeOf(making, figures::Previous(making.request.period));
  if (!previous) return previous.error();
  earlier.previous = std::move(*previous);
  auto year_ago = MakeOf(making, YearBefore(making.request.period));
  if (!year_ago) return year_ago.error();
  earlier.year_ago = std::move(*year_ago);
  const auto days =
      statement::SumProcessingDays(making.view, making.Options(statement::GroupBy::kAgency));
  if (!days) return days.error();
  auto started = StartPaper(making, *statement, {"BẢNG CHỈ TIÊU", "TABLE OF INDICATORS"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  const std::string provisional = paper.provisional.empty() ? "false" : "true";
  statement::PaperSection section{.key = "rows", .columns = IndicatorColumns()};
  const auto add = [&](const StatementRow& row, const std::string& code,
                       const statement::Said& name) {
    for (const Indicator& indicator : kIndicators) {
      if (indicator.code == "index766" && !statement->has_index766) continue;
      const bool is_rate = indicator.rate != nullptr;
      const bool is_headline = indicator.code == figures::ToString(statement->headline);
      const figures::Rate rate = is_rate ? indicator.rate(row) : figures::Rate{};
      section.rows.push_back(
          {.code = fmt::format("{}:{}", indicator.code, code),
           .cells = {
               TextCell(std::string(indicator.code)), ToSaid(indicator.name),
               ToSaid(indicator.unit), TextCell(statement->period.name), TextCell(code), name,
               ValueOf(indicator, &row), is_rate ? CellValue(rate.on_time) : CellValue(),
               is_rate ? CellValue(rate.all) : CellValue(),
               is_headline ? CellValue(row.target.per_mille / 10.0) : CellValue(),
               ValueOf(indicator, earlier.previous ? FindRow(*earlier.previous, code) : nullptr),
               ValueOf(indicator, earlier.year_ago ? FindRow(*earlier.year_ago, code) : nullptr),
               TextCell(provisional),
               TextCell(making.rules.restated.contains(code) ? "true" : "false")}});
    }
    section.rows.push_back(DaysRow(*days, code, name, statement->period.name, provisional));
  };
  add(statement->total, "total", {"Tổng số", "Total"});
  for (const StatementRow& row : statement->rows) {
    add(row, row.of.code, PrintedName(row.of, making.rules));
  }
  paper.sections.push_back(std::move(section));
  return started;
}

}  // namespace dunghan::report
