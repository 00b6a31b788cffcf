#include "dunghan/report/comparison_writer.h"

#include <fmt/format.h>

#include <cmath>

#include "dunghan/base/json_table.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/csv_text.h"
#include "format.h"
#include "position_table.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using figures::Rate;
using statement::Comparison;
using statement::ComparisonStep;
using statement::DifferingDossier;

/// The exact difference of two rates, as a fraction of whole numbers.
struct Effect {
  int64_t numerator = 0;
  int64_t denominator = 1;
};
/// Nothing where either has no data.
std::optional<Effect> EffectOf(const Rate& before, const Rate& after) {
  if (before.all == 0 || after.all == 0) return {};
  return Effect{after.on_time * before.all - before.on_time * after.all, before.all * after.all};
}

/// In points of a hundred, to two decimals, rounded half away from zero: exact numbers stand
/// beside.
std::string PointsOf(const std::optional<Effect>& effect, Language language) {
  if (!effect) return "—";
  const double points =
      static_cast<double>(effect->numerator) / static_cast<double>(effect->denominator) * 100;
  const auto hundredths = std::llround(points * 100);
  const std::string text = TwoDigits(static_cast<double>(std::abs(hundredths)) / 100, language);
  return (hundredths < 0 ? "-" : hundredths > 0 ? "+" : "") + text;
}

std::string Signed(int64_t value, Language language) {
  return (value > 0 ? "+" : "") + Number(value, language);
}

std::string CountsOf(const Rate& rate, Language language) {
  return fmt::format("{}/{}", Number(rate.on_time, language), Number(rate.all, language));
}

/// A step with the rate before it.
struct ToldStep {
  const ComparisonStep& step;
  Rate before;
  const Comparison& of;
};
std::vector<ToldStep> StepsOf(const Comparison& comparison) {
  std::vector<ToldStep> steps;
  Rate before = comparison.from_rate;
  for (const ComparisonStep& step : comparison.steps) {
    steps.push_back({step, before, comparison});
    before = step.after;
  }
  return steps;
}
std::vector<DifferingDossier> DossiersOf(const ToldStep& told) {
  std::vector<DifferingDossier> dossiers;
  for (const DifferingDossier& dossier : told.of.dossiers) {
    if (dossier.reason == told.step.reason) dossiers.push_back(dossier);
  }
  return dossiers;
}

using ComparedRateRow = JsonRow<Rate>;
constexpr JsonTable kComparedRateTable(
    "compared_rate", "A rate.",
    {ComparedRateRow::Of("on_time", "dossiers", "On time.",
                         [](const auto& rate) { return rate.on_time; }),
     ComparedRateRow::Of("all", "dossiers", "Of how many.",
                         [](const auto& rate) { return rate.all; }),
     ComparedRateRow::Of("ratio", "Their share, cut to four digits; null: no data.",
                         [](const auto& rate) { return figures::CutRatio(rate); })});
constexpr JsonTable kComparedChangeTable(
    "compared_change", "What is added to the two numbers of a rate.",
    {ComparedRateRow::Of("on_time", "dossiers", "On time.",
                         [](const auto& rate) { return rate.on_time; }),
     ComparedRateRow::Of("all", "dossiers", "Of how many.",
                         [](const auto& rate) { return rate.all; })});

using EffectRow = JsonRow<Effect>;
constexpr JsonTable kComparedEffectTable(
    "compared_effect", "The exact difference of the rate after a step and before it.",
    {EffectRow::Of("numerator", "Signed.", [](const auto& effect) { return effect.numerator; }),
     EffectRow::Of("denominator", "More than zero.",
                   [](const auto& effect) { return effect.denominator; })});

using DifferingRow = JsonRow<DifferingDossier>;
constexpr JsonTable kDifferingTable(
    "differing_dossier", "A dossier that counts otherwise in the one than in the other.",
    {DifferingRow::Of(
         "code", "Its code.", [](const auto& of) -> const auto& { return of.code; }),
     DifferingRow::Of(
         "agency", "The agency it came to.",
         [](const auto& of) -> const auto& { return of.agency; }),
     DifferingRow::Of(
         "procedure", "Its procedure.", [](const auto& of) -> const auto& { return of.procedure; }),
     DifferingRow::Object<kComparedChangeTable>(
         "from", "In the first rate.", [](const auto& of) -> const auto& { return of.from; }),
     DifferingRow::Object<kComparedChangeTable>(
         "to", "In the second one.", [](const auto& of) -> const auto& { return of.to; })});

using ComparisonStepRow = JsonRow<ToldStep>;
constexpr JsonTable kComparisonStepTable(
    "comparison_step", "What one reason does to the rate, those before it done.",
    {ComparisonStepRow::Of("reason", "In a word.",
                           [](const auto& told) { return statement::ToString(told.step.reason); }),
     ComparisonStepRow::Of("dossiers", "dossiers", "How many.",
                           [](const auto& told) { return told.step.dossiers; }),
     ComparisonStepRow::Object<kComparedChangeTable>(
         "change", "What they add.",
         [](const auto& told) -> const auto& { return told.step.change; }),
     ComparisonStepRow::Object<kComparedRateTable>(
         "after", "The rate after it.",
         [](const auto& told) -> const auto& { return told.step.after; }),
     ComparisonStepRow::Object<kComparedEffectTable>(
         "effect", "Its effect; null: a rate of nothing is no rate.",
         [](const auto& told) { return EffectOf(told.before, told.step.after); }),
     ComparisonStepRow::Object<kDifferingTable>("list", "Which they are.", [](const auto& told) {
       return DossiersOf(told);
     })});

using ComparisonRow = JsonRow<Comparison>;
constexpr JsonTable kComparisonTable(
    "comparison", "Two rates of a period explained against each other.",
    {ComparisonRow::Of(
         "period", "The period.", [](const auto& of) -> const auto& { return of.period.name; }),
     ComparisonRow::Of("basis", "By which due: promised or lawful.",
                       [](const auto& of) { return of.basis; }),
     ComparisonRow::Object<kPositionTable>("position", "How far the record went.",
                                           [](const auto& of) {
                                             return ToldPosition{of.position, of.zone};
                                           }),
     ComparisonRow::Of("simulated", "Whether the ledger is marked as simulated.",
                       [](const auto& of) { return of.simulated; }),
     ComparisonRow::Of("index766_confirmed",
                       "Whether the rules of index 766 were held against the portal.",
                       [](const auto& of) { return of.index766_confirmed; }),
     ComparisonRow::Of("from", "The one rate.", [](const auto& of) { return of.from; }),
     ComparisonRow::Of("to", "The other.", [](const auto& of) { return of.to; }),
     ComparisonRow::Object<kComparedRateTable>(
         "from_rate", "What it is.", [](const auto& of) -> const auto& { return of.from_rate; }),
     ComparisonRow::Object<kComparedRateTable>(
         "to_rate", "What it is.", [](const auto& of) -> const auto& { return of.to_rate; }),
     ComparisonRow::Object<kComparisonStepTable>("steps", "From the one to the other.",
                                                 [](const auto& of) { return StepsOf(of); })});

}  // namespace

std::string WriteComparisonTable(const Comparison& comparison, Language language) {
  const auto& from = figures::Describe(comparison.from);
  const auto& to = figures::Describe(comparison.to);
  std::string text;
  if (comparison.simulated) text += fmt::format("{}\n", Text(Term::kSimulated, language));
  text += Say(language, "SO SÁNH HAI TỶ LỆ: {} → {}\nKỳ báo cáo: từ ngày {} đến ngày {} ({})\n",
              "TWO RATES COMPARED: {} → {}\nPeriod: from {} to {} ({})\n", from.title.In(language),
              to.title.In(language), Date(comparison.period.from), Date(comparison.period.to),
              comparison.period.name);
  text += fmt::format("{}: {} ({})\n\n", Text(Term::kPosition, language), comparison.position.seq,
                      Exactly(comparison.position.at, comparison.zone));
  TextTable table;
  const bool vi = language == Language::kVi;
  table.AddColumn(vi ? "Lý do" : "Reason", TextTable::Align::kLeft);
  table.AddColumn(vi ? "Số hồ sơ" : "Dossiers", TextTable::Align::kRight);
  table.AddColumn(vi ? "Đúng hạn" : "On time", TextTable::Align::kRight);
  table.AddColumn(vi ? "Tổng" : "All", TextTable::Align::kRight);
  table.AddColumn(vi ? "Còn lại" : "Comes to", TextTable::Align::kRight);
  table.AddColumn(vi ? "Tỷ lệ" : "Rate", TextTable::Align::kRight);
  table.AddColumn(vi ? "Điểm %" : "Points", TextTable::Align::kRight);
  table.AddRule();
  const auto whole = [&](const figures::HeadlineRate& which, const Rate& rate, std::string effect) {
    table.AddRow({std::string(which.title.In(language)), "", "", "", CountsOf(rate, language),
                  Percent(rate, language), std::move(effect)});
  };
  whole(from, comparison.from_rate, "");
  for (const ToldStep& told : StepsOf(comparison)) {
    const ComparisonStep& step = told.step;
    table.AddRow({std::string(statement::WordsOf(step.reason).In(language)),
                  Number(step.dossiers, language), Signed(step.change.on_time, language),
                  Signed(step.change.all, language), CountsOf(step.after, language),
                  Percent(step.after, language),
                  PointsOf(EffectOf(told.before, step.after), language)});
  }
  table.AddRule();
  whole(to, comparison.to_rate,
        PointsOf(EffectOf(comparison.from_rate, comparison.to_rate), language));
  text += table.ToString();
  const bool of_index = comparison.from == figures::Headline::kIndex766 ||
                        comparison.to == figures::Headline::kIndex766;
  if (of_index) {
    text += Say(language, "\nChỉ số 766 là ước tính theo cách tính 766{}.\n",
                "\nIndex 766 is an estimate by our own recount{}.\n",
                comparison.index766_confirmed
                    ? ""
                    : Say(language, "; công thức chưa kiểm chứng", "; formula not verified"));
  }
  text += Say(language, "Từng hồ sơ: --format csv hoặc json.\n",
              "Each dossier: --format csv or json.\n");
  return text;
}

std::string WriteComparisonJson(const Comparison& comparison) {
  std::string out;
  JsonWriter json(out);
  kComparisonTable.Write(json, comparison);
  json.EndLine();
  return out;
}

const JsonShape& ComparisonShape() { return kComparisonTable.shape(); }

std::string WriteComparisonCsv(const Comparison& comparison, Language language) {
  const std::string from(figures::ToString(comparison.from));
  const std::string to(figures::ToString(comparison.to));
  std::string out = fmt::format(
      "code,agency,procedure,reason,meaning,{0}.on_time,{0}.all,{1}.on_time,{1}.all,period,basis,"
      "position,simulated\r\n",
      from, to);
  for (const DifferingDossier& of : comparison.dossiers) {
    for (const std::string_view text :
         {std::string_view(of.code), std::string_view(of.agency), std::string_view(of.procedure),
          statement::ToString(of.reason), statement::WordsOf(of.reason).In(language)}) {
      AppendCsvText(out, text);
      out += ',';
    }
    out += fmt::format("{},{},{},{},", of.from.on_time, of.from.all, of.to.on_time, of.to.all);
    AppendCsvText(out, comparison.period.name);
    out += fmt::format(",{},{},{}\r\n", ToString(comparison.basis), comparison.position.Text(),
                       comparison.simulated);
  }
  return out;
}

}  // namespace dunghan::report
