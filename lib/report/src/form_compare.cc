#include <cmath>

#include "dunghan/figures/headlines.h"
#include "dunghan/report/asking.h"
#include "form_making.h"

/// A comparison of two rates for print.
namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::Comparison;
using statement::PaperRow;
using statement::PaperSection;

/// What a reason does, and which of the two counts such dossiers.
statement::Said ReasonCell(const Comparison& comparison, const statement::ComparisonStep& step) {
  const Words words = statement::WordsOf(step.reason);
  if (step.change.all == 0) return ToSaid(words);
  const bool to_alone = step.change.all > 0;
  const Words with = figures::Describe(to_alone ? comparison.to : comparison.from).title;
  const Words without = figures::Describe(to_alone ? comparison.from : comparison.to).title;
  return InBoth([&](Language in) {
    return Say(in, "{} («{}» có tính, «{}» không tính)", "{} (counted in \"{}\", not in \"{}\")",
               words.In(in), with.In(in), without.In(in));
  });
}

/// In points of a hundred, rounded to two decimals: the exact numbers stand beside.
CellValue EffectCell(const figures::Rate& before, const figures::Rate& after) {
  if (before.all == 0 || after.all == 0) return {};
  const auto points = static_cast<double>(after.on_time * before.all - before.on_time * after.all) /
                      static_cast<double>(before.all * after.all) * 100;
  return std::round(points * 100) / 100;
}

PaperSection StepsSection(const Comparison& comparison) {
  PaperSection section{.key = "steps"};
  section.columns = {
      TextColumn("reason", {"Lý do", "Reason"}, 48),
      CountColumn("dossiers", {"Số hồ sơ", "Dossiers"}),
      CountColumn("on_time_change", {"Đúng hạn", "On time"}, {{"Thay đổi", "Change"}}),
      CountColumn("all_change", {"Tổng số", "All"}, {{"Thay đổi", "Change"}}),
      CountColumn("on_time", {"Đúng hạn", "On time"}, {{"Sau bước này", "After it"}}),
      CountColumn("all", {"Tổng số", "All"}, {{"Sau bước này", "After it"}}),
      OfKind(CountColumn("rate", {"Tỷ lệ", "Rate"}, {{"Sau bước này", "After it"}}),
             CellKind::kPercent),
      OfKind(CountColumn("effect", {"Tác động, điểm phần trăm", "Effect, points"}),
             CellKind::kNumber)};
  const auto whole = [&](const char* code, figures::Headline which, const figures::Rate& rate) {
    section.rows.push_back(
        {.code = code,
         .cells = {ToSaid(figures::Describe(which).title), CellValue(), CellValue(), CellValue(),
                   rate.on_time, rate.all, RateCell(rate), CellValue()},
         .level = PaperRow::Level::kTotal});
  };
  whole("from", comparison.from, comparison.from_rate);
  figures::Rate before = comparison.from_rate;
  for (const statement::ComparisonStep& step : comparison.steps) {
    section.rows.push_back(
        {.code = std::string(ToString(step.reason)),
         .cells = {ReasonCell(comparison, step), step.dossiers, step.change.on_time,
                   step.change.all, step.after.on_time, step.after.all, RateCell(step.after),
                   EffectCell(before, step.after)},
         .level = PaperRow::Level::kPlain,
         .depth = 1});
    before = step.after;
  }
  whole("to", comparison.to, comparison.to_rate);
  return section;
}

PaperSection DifferingSection(const Comparison& comparison) {
  PaperSection section{.key = "dossiers",
                       .title = {"Hồ sơ tính khác nhau", "Dossiers that count otherwise"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("reason", {"Lý do", "Reason"}, 44),
                     TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 24),
                     TextColumn("agency", {"Cơ quan", "Agency"}, 18),
                     TextColumn("procedure", {"Thủ tục", "Procedure"}, 14)};
  section.rows.reserve(comparison.dossiers.size());
  for (const statement::DifferingDossier& of : comparison.dossiers) {
    section.rows.push_back({.code = of.code,
                            .cells = {ToSaid(statement::WordsOf(of.reason)), TextCell(of.code),
                                      TextCell(of.agency), TextCell(of.procedure)}});
  }
  return section;
}

}  // namespace

void AddHead(statement::Paper& paper, const FormRules& rules) {
  AddSite(paper, rules, paper.zone.DayOf(paper.position.at));
}

statement::Paper ComparisonPaper(const Comparison& comparison, const FormRules& rules,
                                 Language language) {
  statement::Paper paper;
  paper.form = "compare";
  paper.language = language;
  paper.title = {"ĐỐI CHIẾU HAI TỶ LỆ", "TWO RATES EXPLAINED AGAINST EACH OTHER"};
  paper.period = comparison.period;
  paper.subtitle.push_back(InBoth([&](Language in) {
    return Say(in, "Kỳ báo cáo: {} (từ ngày {} đến ngày {})", "Period: {} ({} to {})",
               PeriodTitle(comparison.period, in), Date(comparison.period.from),
               Date(comparison.period.to));
  }));
  for (const figures::Headline which : {comparison.from, comparison.to}) {
    const figures::HeadlineRate& rate = figures::Describe(which);
    paper.policies.push_back(InBoth([&](Language in) {
      return fmt::format("{}: {}", rate.title.In(in), rate.counting.In(in));
    }));
  }
  const bool of_index = comparison.from == figures::Headline::kIndex766 ||
                        comparison.to == figures::Headline::kIndex766;
  if (of_index && !comparison.index766_confirmed) {
    paper.policies.push_back({"Ước tính theo cách tính 766; công thức chưa kiểm chứng",
                              "Estimate by the rules of index 766; formula not verified"});
  }
  paper.basis = comparison.basis;
  paper.position = comparison.position;
  paper.zone = comparison.zone;
  paper.simulated = comparison.simulated;
  paper.sections = {StepsSection(comparison), DifferingSection(comparison)};
  AddHead(paper, rules);
  return paper;
}

}  // namespace dunghan::report
