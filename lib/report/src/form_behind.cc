#include "form_behind.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace dunghan::report {
namespace {

using dossier::Standing;
using statement::CellKind;
using statement::PaperRow;

/// More are listed where they count against somebody alone.
constexpr size_t kMostBehind = 20'000;

bool IsAgainst(Standing standing) {
  return standing == Standing::kFinishedLate || standing == Standing::kOverdue ||
         standing == Standing::kWithdrawnOverdue || standing == Standing::kUnmeasurable ||
         standing == Standing::kFinishedUnmeasurable;
}

/// Instants as the paper's zone has them; of a due, the day.
PaperRow BehindRow(const statement::BehindDossier& dossier, dossier::Basis basis) {
  const dossier::Facts& facts = dossier.judged.facts;
  const dossier::BasisJudgement& judged = dossier.judged.judgement.On(basis);
  PaperRow row{.code = std::string(dossier.code)};
  row.cells.push_back(TextCell(std::string(dossier.code)));
  row.cells.push_back(TextCell(std::string(dossier.agency.text())));
  row.cells.push_back(TextCell(facts.receipt ? std::string(facts.receipt->procedure.text()) : ""));
  row.cells.push_back(facts.receipt ? statement::CellValue(facts.receipt->at)
                                    : statement::CellValue());
  row.cells.push_back(judged.due_day ? statement::CellValue(*judged.due_day)
                                     : statement::CellValue());
  const auto end = dossier::EndOf(facts);
  row.cells.push_back(end && *end <= dossier.seen_at ? statement::CellValue(*end)
                                                     : statement::CellValue());
  row.cells.emplace_back(
      InBoth([&](Language language) { return std::string(Text(dossier.standing, language)); }));
  row.cells.push_back(dossier.figures.received > 0
                          ? statement::CellValue()
                          : statement::CellValue(statement::Said{"kỳ trước", "carried over"}));
  return row;
}

std::vector<statement::PaperColumn> BehindColumns() {
  return {TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 24),
          TextColumn("agency", {"Cơ quan", "Agency"}, 16),
          TextColumn("procedure", {"Thủ tục", "Procedure"}, 14),
          OfKind(TextColumn("received", {"Tiếp nhận", "Received"}, 16), CellKind::kInstant),
          OfKind(TextColumn("due", {"Hẹn trả", "Due"}, 11), CellKind::kDay),
          OfKind(TextColumn("ended", {"Kết thúc", "Ended"}, 16), CellKind::kInstant),
          TextColumn("standing", {"Tình trạng", "Standing"}, 28),
          TextColumn("carried", {"Từ kỳ", "From"}, 10)};
}

const std::string& TextAt(const PaperRow& row, size_t column) {
  return std::get<statement::Said>(row.cells[column]).vi;
}

}  // namespace

Result<void> AddDossiersBehind(statement::Paper& paper, const FormMaking& making,
                               const statement::Statement& statement) {
  const figures::Figures& total = statement.total.figures;
  const int64_t all = total.received + total.carried_over;
  const bool against_alone = all > static_cast<int64_t>(kMostBehind);
  statement::PaperSection& section = paper.dossiers;
  section = {.key = "dossiers",
             .title = {"Hồ sơ đứng sau các ô", "The dossiers behind the cells"},
             .columns = BehindColumns()};
  if (against_alone) {
    section.before.push_back(InBoth([&](Language language) {
      return Say(language, "Trong {} hồ sơ, chỉ liệt kê hồ sơ quá hạn và hồ sơ không có hạn.",
                 "Of {} dossiers those late, overdue or without a due are listed.",
                 Number(all, language));
    }));
  }
  auto read = statement::ForEachBehind(
      making.view, making.Options(statement.by), [&](const statement::BehindDossier& dossier) {
        const bool counts = dossier::IsOpen(dossier.standing) || dossier::IsEnded(dossier.standing);
        if (dossier.petition || !counts) return;
        if (against_alone && !IsAgainst(dossier.standing)) return;
        section.rows.push_back(BehindRow(dossier, statement.basis));
      });
  if (!read) return read.error();
  std::sort(section.rows.begin(), section.rows.end(), [](const PaperRow& a, const PaperRow& b) {
    return std::tie(TextAt(a, 1), a.code) < std::tie(TextAt(b, 1), b.code);
  });
  section.nothing = {"không có hồ sơ nào", "no dossiers"};
  return {};
}

}  // namespace dunghan::report
