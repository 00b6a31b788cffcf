#include "form_making.h"

#include <algorithm>
#include <array>

#include "dunghan/base/text.h"
#include "dunghan/base/upper_case.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/writers.h"
#include "dunghan/statement/silent_sources.h"

namespace dunghan::report {
namespace {

using statement::Paper;
using statement::Said;

/// "sự kiện 123, lúc ..., chuỗi 123:abcd".
std::string RulebookText(const ledger::Viewpoint& view) {
  return ToHex(view.rulebook().digest()).substr(0, 16);
}

Said PeriodLine(const statement::Statement& statement) {
  return InBoth([&](Language language) {
    const figures::Period& period = statement.period;
    return Say(language, "Kỳ báo cáo: {} (từ ngày {} đến ngày {})", "Period: {} ({} to {})",
               PeriodTitle(period, language), Date(period.from), Date(period.to));
  });
}

/// A line of how it was counted: "Căn cứ: ngày hẹn trả".
template <class F>
Said PolicyLine(Term term, F&& text) {
  return InBoth([&](Language language) {
    return fmt::format("{}: {}", Text(term, language), text(language));
  });
}

std::vector<Said> Policies(const statement::Statement& statement) {
  std::vector<Said> lines;
  lines.push_back(
      PolicyLine(Term::kBasis, [&](Language language) { return Text(statement.basis, language); }));
  lines.push_back(PolicyLine(
      Term::kComparison, [&](Language language) { return Text(statement.comparison, language); }));
  const figures::Figures& total = statement.total.figures;
  if (statement.tree != statement::Tree::kAsWas || total.moved_in + total.moved_out > 0) {
    lines.push_back(
        PolicyLine(Term::kTree, [&](Language language) { return Text(statement.tree, language); }));
  }
  return lines;
}

Result<std::vector<Said>> WhyProvisional(const FormMaking& making,
                                         const statement::Statement& statement) {
  std::vector<Said> why;
  if (!statement.begun) {
    why.push_back({"kỳ báo cáo chưa bắt đầu", "the period has not begun"});
  } else if (!statement.period_over) {
    why.push_back(InBoth([&](Language language) {
      return Say(language, "kỳ báo cáo chưa kết thúc: số liệu đến {}",
                 "the period is not over: as of {}",
                 DateTime(statement.position.at, statement.zone));
    }));
  }
  if (!statement.knows_before) {
    why.push_back(
        {"thiếu hồ sơ kỳ trước chuyển sang: sổ chưa có gì từ trước kỳ",
         "dossiers carried over are missing: nothing is on record from before the period"});
  }
  // Of a period that is not over nobody can have gone past the end.
  if (!statement.period_over) return why;
  const auto silent = statement::SilentSources(making.view, statement.period, making.rules.sources);
  if (!silent) return silent.error();
  for (const std::string& source : *silent) {
    why.push_back(InBoth([&](Language language) {
      return Say(language, "nguồn {} chưa gửi gì từ sau khi kỳ kết thúc",
                 "source {} has delivered nothing from after the period's end", source);
    }));
  }
  return why;
}

const PrintName& NameInHead(const FormMaking& making) {
  const auto own = making.rules.names.find(making.request.agency);
  return own == making.rules.names.end() ? making.rules.site : own->second;
}

std::vector<statement::Signature> SignaturesOf(const FormRules& rules, const std::string& agency,
                                               LocalDay day) {
  std::vector<statement::Signature> signatures;
  for (const Signer& signer : rules.signers) {
    const bool holds = (!signer.from || *signer.from <= day) && (!signer.to || day <= *signer.to);
    if (!holds || signer.agency != agency) continue;
    statement::Signature signature{.lines = {}, .name = signer.name};
    for (const std::string* line : {&signer.authority, &signer.title}) {
      if (!line->empty()) signature.lines.push_back({UpperCase(*line)});
    }
    signatures.push_back(std::move(signature));
  }
  if (signatures.empty()) {
    signatures.push_back({.lines = {{"THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE AGENCY"}}, .name = {}});
  }
  return signatures;
}

statement::Letterhead HeadOf(const PrintName& name) {
  return {.above = {UpperCase(name.above.vi), UpperCase(name.above.en)},
          .issuer = {UpperCase(name.name.vi), UpperCase(name.name.en)},
          .form = {},
          .place = {name.place},
          .address = {name.address}};
}

/// Roman, as quarters are written.
constexpr std::array<std::string_view, 4> kQuarters = {"I", "II", "III", "IV"};
constexpr std::array<std::string_view, 12> kMonthsEn = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

Said PrintedName(const statement::Named& named, const FormRules& rules) {
  const auto own = rules.names.find(named.code);
  if (own != rules.names.end() && !own->second.name.empty()) return own->second.name;
  return {named.name, named.name_en};
}

statement::CellValue RateCell(const figures::Rate& rate) {
  if (rate.all == 0) return Said{"không phát sinh", "none"};
  return statement::Percent{rate};
}

statement::PaperColumn TextColumn(std::string key, Words heading, int width) {
  return {.key = std::move(key),
          .heading = ToSaid(heading),
          .kind = statement::CellKind::kText,
          .width = width};
}

statement::PaperColumn CountColumn(std::string key, Words heading, std::vector<Said> groups) {
  return {.key = std::move(key),
          .heading = ToSaid(heading),
          .groups = std::move(groups),
          .kind = statement::CellKind::kCount};
}

statement::PaperColumn OfKind(statement::PaperColumn column, statement::CellKind kind) {
  column.kind = kind;
  return column;
}

std::string PeriodTitle(const figures::Period& period, Language language) {
  std::string_view name = period.name;
  const bool decree = name.starts_with("bc:");
  if (decree) name.remove_prefix(3);
  const std::string_view year = name.substr(0, 4);
  const std::string_view part = name.size() > 5 ? name.substr(5) : std::string_view();
  std::string title;
  if (name.size() == 4) {
    title = Say(language, "năm {}", "{}", year);
  } else if (name.size() == 7 && part.front() == 'Q') {
    const std::string_view quarter = kQuarters.at(static_cast<size_t>(part[1] - '1'));
    title = Say(language, "quý {} năm {}", "quarter {} of {}", quarter, year);
  } else if (name.size() == 7 && part.front() == 'H') {
    title = part[1] == '1' ? Say(language, "6 tháng đầu năm {}", "first half of {}", year)
                           : Say(language, "6 tháng cuối năm {}", "second half of {}", year);
  } else if (name.size() == 7) {
    const auto month = static_cast<size_t>(part[0] - '0') * 10 + static_cast<size_t>(part[1] - '0');
    title = language == Language::kVi ? fmt::format("tháng {} năm {}", month, year)
                                      : fmt::format("{} {}", kMonthsEn.at(month - 1), year);
  } else {
    return period.name;
  }
  return decree ? title + Say(language, ", kỳ theo Nghị định 09/2019/NĐ-CP",
                              ", by Decree 09/2019/ND-CP")
                : title;
}

void AddRatePolicies(statement::Paper& paper, const statement::Statement& statement) {
  paper.policies.push_back(PolicyLine(Term::kTarget, [&](Language language) {
    return TargetText(statement.total.target, language);
  }));
  paper.policies.push_back({"Tỷ lệ cắt ở hai chữ số thập phân, không làm tròn",
                            "Rates are cut to two decimals, not rounded"});
}

void AddSite(statement::Paper& paper, const FormRules& rules, LocalDay day) {
  paper.head = HeadOf(rules.site);
  paper.signatures = SignaturesOf(rules, "", day);
}

Result<Paper> StartPaper(const FormMaking& making, const statement::Statement& statement,
                         Said title) {
  Paper paper;
  auto provisional = WhyProvisional(making, statement);
  if (!provisional) return provisional.error();
  paper.form = making.request.form;
  paper.language = making.request.language;
  paper.head = HeadOf(NameInHead(making));
  paper.title = std::move(title);
  paper.subtitle.push_back(PeriodLine(statement));
  if (statement.agency) {
    paper.subtitle.push_back(InBoth([&](Language language) {
      return Say(language, "{} và các cơ quan trực thuộc", "{} and all below it",
                 WithCode(*statement.agency, language));
    }));
  }
  paper.period = statement.period;
  paper.basis = statement.basis;
  paper.by = ToString(statement.by);
  paper.tree = ToString(statement.tree);
  paper.agency = making.request.agency;
  paper.position = statement.position;
  paper.zone = statement.zone;
  paper.rulebook = RulebookText(making.view);
  paper.usual_day = statement.usual_day;
  paper.simulated = statement.simulated;
  paper.nothing = IsOfNothing(statement);
  paper.policies = Policies(statement);
  paper.provisional = std::move(*provisional);
  paper.target_per_mille = statement.total.target.per_mille;
  paper.signatures = SignaturesOf(making.rules, making.request.agency,
                                  statement.zone.DayOf(statement.position.at));
  return paper;
}

void NumberRows(statement::PaperSection& section) {
  section.columns.insert(section.columns.begin(), OfKind(CountColumn("number", {"STT", "No."}),
                                                         statement::CellKind::kCount));
  section.columns.front().width = 5;
  int64_t number = 0;
  for (statement::PaperRow& row : section.rows) {
    const bool counted = row.level == statement::PaperRow::Level::kPlain;
    row.cells.insert(row.cells.begin(),
                     counted ? statement::CellValue(++number) : statement::CellValue());
  }
}

}  // namespace dunghan::report
