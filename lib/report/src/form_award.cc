#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "dossier_parts.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/statement/behind.h"
#include "form_rows.h"

/// Agencies ranked for emulation awards, like with like.
namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;

/// Classes of volume by what the rate counts, so that offices of a few dossiers do not stand beside
/// those of thousands. Below the last, chance decides and nobody is ranked.
struct AwardClass {
  std::string_view key;
  int64_t from;
  Words title;
};
constexpr std::array<AwardClass, 4> kAwardClasses = {{
    {"large", 1000, {"Nhóm 1: từ 1.000 hồ sơ trở lên", "Class 1: 1,000 dossiers or more"}},
    {"medium", 300, {"Nhóm 2: từ 300 đến 999 hồ sơ", "Class 2: 300 to 999 dossiers"}},
    {"small", 30, {"Nhóm 3: từ 30 đến 299 hồ sơ", "Class 3: 30 to 299 dossiers"}},
    {"unranked", 0, {"Dưới 30 hồ sơ: không xếp hạng", "Fewer than 30 dossiers: not ranked"}},
}};

/// One agency over the whole and over the months in it.
struct Contender {
  const statement::StatementRow* row = nullptr;
  figures::Rate rate;
  std::vector<figures::Rate> months = {};
  int64_t months_met = 0;
  int64_t months_with_data = 0;
  int64_t signals = 0;
};

/// The months a period is made of; of one that is not made of them, or is one, none.
std::vector<figures::Period> MonthsIn(const figures::Period& period) {
  const auto kind = period.name.starts_with("bc:") ? figures::ReportingMonth::kBc
                                                   : figures::ReportingMonth::kCalendar;
  std::vector<figures::Period> months;
  figures::Period month = figures::MonthOf(period.from, kind);
  if (month.from != period.from || month.to >= period.to) return {};
  while (month.to <= period.to) {
    months.push_back(month);
    month = *figures::Next(month);
  }
  return months.back().to == period.to ? months : std::vector<figures::Period>{};
}

/// Dossiers with a signal, by row.
Result<std::map<std::string, int64_t>> CountSignals(const FormMaking& making) {
  std::map<std::string, int64_t> signals;
  const auto read =
      statement::ForEachBehind(making.view, making.Options(statement::GroupBy::kAgency),
                               [&](const statement::BehindDossier& dossier) {
                                 const bool any = SignalsAt(dossier.judged, dossier.seen_at) != 0;
                                 if (any && !dossier.petition) ++signals[dossier.row];
                               });
  if (!read) return read.error();
  return signals;
}

/// a > b, exactly.
bool IsBetter(const figures::Rate& a, const figures::Rate& b) {
  return a.on_time * b.all > b.on_time * a.all;
}

/// Departments and communes are ranked apart; in each as they come.
std::map<rulebook::Tier, std::vector<Contender>> ByTier(const std::vector<Contender>& contenders,
                                                        const rulebook::Rulebook& rulebook) {
  std::map<rulebook::Tier, std::vector<Contender>> by_tier;
  for (const Contender& one : contenders) {
    auto tier = rulebook::Tier::kUnknown;
    for (const rulebook::Agency& agency : rulebook.agencies()) {
      if (agency.code.text() == one.row->of.code) tier = agency.tier;
    }
    by_tier[tier].push_back(one);
  }
  return by_tier;
}

statement::PaperSection ClassSection(const AwardClass& of, const std::vector<Contender>& contenders,
                                     const std::vector<figures::Period>& months,
                                     const FormMaking& making) {
  statement::PaperSection section{.key = std::string(of.key), .title = ToSaid(of.title)};
  section.columns = {OfKind(CountColumn("rank", {"Hạng", "Rank"}), CellKind::kCount),
                     TextColumn("name", {"Cơ quan", "Agency"}, 30),
                     CountColumn("on_time", {"Đúng hạn", "On time"}),
                     CountColumn("all", {"Tổng số", "All"}),
                     OfKind(CountColumn("rate", {"Tỷ lệ", "Rate"}), CellKind::kPercent),
                     TextColumn("interval", {"Khoảng tin cậy 95 %", "95% interval"}, 18)};
  for (const figures::Period& month : months) {
    section.columns.push_back(OfKind(
        {.key = month.name, .heading = ToSaid(month.name), .groups = {{"Theo tháng", "By month"}}},
        CellKind::kPercent));
  }
  if (!months.empty()) {
    section.columns.push_back(TextColumn("met", {"Số tháng đạt", "Months met"}, 10));
  }
  section.columns.push_back(
      CountColumn("signals", {"Hồ sơ có dấu hiệu cần xem", "Dossiers with signals"}));
  const bool ranked = of.from > 0;
  int64_t rank = 0;
  for (size_t i = 0; i < contenders.size(); ++i) {
    const Contender& one = contenders[i];
    // Equal rates share a rank.
    if (i == 0 || IsBetter(contenders[i - 1].rate, one.rate)) rank = static_cast<int64_t>(i) + 1;
    statement::PaperRow row{.code = one.row->of.code};
    row.cells = {ranked ? CellValue(rank) : CellValue(), PrintedName(one.row->of, making.rules),
                 one.rate.on_time, one.rate.all, RateCell(one.rate)};
    const auto interval = figures::Wilson95(one.rate);
    row.cells.emplace_back(!interval ? CellValue() : InBoth([&](Language language) {
      return fmt::format("{} – {}", Share(interval->low, language),
                         Share(interval->high, language));
    }));
    for (const figures::Rate& month : one.months) row.cells.push_back(RateCell(month));
    if (!months.empty()) {
      row.cells.push_back(TextCell(fmt::format("{}/{}", one.months_met, one.months_with_data)));
    }
    row.cells.emplace_back(one.signals);
    section.rows.push_back(std::move(row));
  }
  return section;
}

/// The statement of each month of the period.
Result<std::vector<statement::Statement>> MakeMonths(const FormMaking& making,
                                                     const std::vector<figures::Period>& months) {
  std::vector<statement::Statement> made;
  for (const figures::Period& month : months) {
    auto options = making.Options(statement::GroupBy::kAgency);
    options.period = month;
    auto one = statement::MakeMonthly(making.view, making.policy, options);
    if (!one) return one.error();
    made.push_back(std::move(*one));
  }
  return made;
}

void AddMonth(Contender& one, const statement::Statement& month,
              const figures::HeadlineRate& headline) {
  figures::Rate rate;
  for (const statement::StatementRow& other : month.rows) {
    if (other.of.code == one.row->of.code) rate = headline.of(other.figures);
  }
  const auto met = figures::Meets(rate, one.row->target);
  one.months_met += met.value_or(false) ? 1 : 0;
  one.months_with_data += met ? 1 : 0;
  one.months.push_back(rate);
}

/// All that have a rate, the best first.
std::vector<Contender> ContendersOf(const statement::Statement& statement,
                                    const std::vector<statement::Statement>& by_month,
                                    const std::map<std::string, int64_t>& signals) {
  const figures::HeadlineRate& headline = figures::Describe(statement.headline);
  std::vector<Contender> contenders;
  for (const statement::StatementRow& row : statement.rows) {
    Contender one{.row = &row, .rate = headline.of(row.figures)};
    if (one.rate.all == 0) continue;
    const auto signal = signals.find(row.of.code);
    one.signals = signal == signals.end() ? 0 : signal->second;
    for (const statement::Statement& month : by_month) AddMonth(one, month, headline);
    contenders.push_back(std::move(one));
  }
  std::stable_sort(contenders.begin(), contenders.end(),
                   [](const Contender& a, const Contender& b) { return IsBetter(a.rate, b.rate); });
  return contenders;
}

void AddClasses(statement::Paper& paper, const std::vector<Contender>& contenders,
                const std::vector<figures::Period>& months, const FormMaking& making) {
  for (const auto& [tier, of_tier] : ByTier(contenders, making.view.rulebook())) {
    for (size_t i = 0; i < kAwardClasses.size(); ++i) {
      const AwardClass& of = kAwardClasses[i];
      std::vector<Contender> in_class;
      for (const Contender& one : of_tier) {
        const bool below_next = i == 0 || one.rate.all < kAwardClasses[i - 1].from;
        if (one.rate.all >= of.from && below_next) in_class.push_back(one);
      }
      if (in_class.empty()) continue;
      auto section = ClassSection(of, in_class, months, making);
      const Words words = statement::WordsOf(tier);
      if (!words.vi.empty()) {
        section.key = fmt::format("{}:{}", ToString(tier), section.key);
        section.title = {fmt::format("{} – {}", words.vi, section.title.vi),
                         fmt::format("{} – {}", words.en, section.title.en)};
      }
      paper.sections.push_back(std::move(section));
    }
  }
}

}  // namespace

Result<statement::Paper> MakeAward(const FormMaking& making) {
  const auto statement = statement::MakeMonthly(making.view, making.policy,
                                                making.Options(statement::GroupBy::kAgency));
  if (!statement) return statement.error();
  const figures::HeadlineRate& headline = figures::Describe(statement->headline);
  const auto signals = CountSignals(making);
  if (!signals) return signals.error();
  const auto months = MonthsIn(making.request.period);
  const auto by_month = MakeMonths(making, months);
  if (!by_month) return by_month.error();
  const auto contenders = ContendersOf(*statement, *by_month, *signals);
  auto started =
      StartPaper(making, *statement, {"XẾP HẠNG THI ĐUA", "RANKING FOR EMULATION AWARDS"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.subtitle.push_back(InBoth([&](Language language) {
    return Say(language, "Theo tỷ lệ {}: {}", "By the {} rate: {}", headline.title.In(language),
               headline.counting.In(language));
  }));
  AddRatePolicies(paper, *statement);
  AddClasses(paper, contenders, months, making);
  paper.notes = {
      {"Cơ quan có cùng tỷ lệ thì cùng hạng. Hai cơ quan có khoảng tin cậy chồng lên nhau chưa "
       "chắc "
       "hơn kém nhau.",
       "Equal rates share a rank. Where two intervals overlap one agency need not be better than "
       "the other."},
      {"Dấu hiệu cần xem: nhận hai lần, kết thúc rồi mở lại, hẹn lại nhiều lần, tạm dừng không lý "
       "do và các dấu hiệu khác nêu ở từng hồ sơ; không làm thay đổi tỷ lệ.",
       "Signals: received twice, reopened, re-appointed more than once, paused without a reason "
       "and "
       "others that stand with each dossier; they change no rate."}};
  return started;
}

}  // namespace dunghan::report
