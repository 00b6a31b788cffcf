#include <map>
#include <set>

#include "dunghan/statement/petitions.h"
#include "form_rows.h"

/// Petitions by the agency that has them.
namespace dunghan::report {
namespace {

using figures::PetitionFigures;
using statement::CellKind;

struct PetitionColumn {
  std::string_view key;
  Words heading;
  Words group;
  int64_t PetitionFigures::*of;
};
constexpr Words kCame = {"Tiếp nhận", "Taken in"};
constexpr Words kAnswered = {"Đã trả lời", "Answered"};
constexpr Words kRefused = {"Từ chối", "Refused"};
constexpr Words kOpenPetitions = {"Đang xử lý", "Open"};
constexpr Words kAsked = {"Yêu cầu bổ sung", "Asked for more"};
constexpr Words kPublished = {"Công khai trả lời", "Published"};
constexpr Words kInTimeHead = {"Đúng hạn", "In time"};
constexpr Words kLateHead = {"Quá hạn", "Late"};
constexpr PetitionColumn kPetitionColumns[] = {
    {"sent", {"Trong kỳ", "In the period"}, kCame, &PetitionFigures::sent},
    {"carried_over", {"Kỳ trước", "Carried over"}, kCame, &PetitionFigures::carried_over},
    {"answered_in_time", kInTimeHead, kAnswered, &PetitionFigures::answered_in_time},
    {"answered_late", kLateHead, kAnswered, &PetitionFigures::answered_late},
    {"refused_in_time", kInTimeHead, kRefused, &PetitionFigures::refused_in_time},
    {"refused_late", kLateHead, kRefused, &PetitionFigures::refused_late},
    {"withdrawn", {"Rút", "Withdrawn"}, {}, &PetitionFigures::withdrawn},
    {"open_in_time", {"Trong hạn", "In time"}, kOpenPetitions, &PetitionFigures::open_in_time},
    {"open_late", kLateHead, kOpenPetitions, &PetitionFigures::open_late},
    {"asked_in_time", kInTimeHead, kAsked, &PetitionFigures::asked_in_time},
    {"asked_late", kLateHead, kAsked, &PetitionFigures::asked_late},
    {"published_in_time", kInTimeHead, kPublished, &PetitionFigures::published_in_time},
    {"published_late", kLateHead, kPublished, &PetitionFigures::published_late},
    {"rated", {"Được đánh giá", "Rated"}, {}, &PetitionFigures::rated},
    {"satisfied", {"Hài lòng, đúng hạn", "Satisfied, in time"}, {}, &PetitionFigures::satisfied},
};

statement::PaperRow PetitionRow(std::string code, statement::Said name, const PetitionFigures& of,
                                statement::PaperRow::Level level) {
  statement::PaperRow row{.code = std::move(code), .cells = {}, .level = level};
  row.cells.emplace_back(std::move(name));
  for (const PetitionColumn& column : kPetitionColumns) row.cells.emplace_back(of.*column.of);
  row.cells.push_back(RateCell(figures::OnTime(of)));
  return row;
}

/// In the order of the list of agencies, others after them, and all together.
void AddRows(statement::PaperSection& section, const FormMaking& making,
             const std::map<std::string, PetitionFigures>& rows) {
  PetitionFigures total;
  std::set<std::string> seen;
  const auto add = [&](const std::string& code, const statement::Said& name) {
    const auto found = rows.find(code);
    if (found == rows.end() || !seen.insert(code).second) return;
    total += found->second;
    section.rows.push_back(
        PetitionRow(code, name, found->second, statement::PaperRow::Level::kPlain));
  };
  const rulebook::Rulebook& rulebook = making.view.rulebook();
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    const auto named = statement::NamedAgency(agency.code, rulebook, making.request.period.to);
    add(named.code, PrintedName(named, making.rules));
  }
  for (const auto& [code, figures] : rows) add(code, ToSaid(code));
  section.rows.push_back(
      PetitionRow("total", {"Tổng số", "Total"}, total, statement::PaperRow::Level::kTotal));
}

}  // namespace

Result<statement::Paper> MakePetitions(const FormMaking& making) {
  const auto statement = statement::MakeMonthly(making.view, making.policy,
                                                making.Options(statement::GroupBy::kAgency));
  if (!statement) return statement.error();
  const auto rows =
      statement::CountPetitions(making.view, making.policy.petitions, making.request.period);
  if (!rows) return rows.error();
  auto started = StartPaper(making, *statement,
                            {"TÌNH HÌNH XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ", "HANDLING OF PETITIONS"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  statement::PaperSection section{.key = "rows"};
  section.columns.push_back(TextColumn("name", {"Cơ quan", "Agency"}, 30));
  for (const PetitionColumn& column : kPetitionColumns) {
    std::vector<statement::Said> groups;
    if (!column.group.vi.empty()) groups.push_back(ToSaid(column.group));
    section.columns.push_back(
        CountColumn(std::string(column.key), column.heading, std::move(groups)));
  }
  section.columns.push_back(
      OfKind(CountColumn("on_time", {"Tỷ lệ đúng hạn", "On-time rate"}), CellKind::kPercent));
  AddRows(section, making, *rows);
  NumberRows(section);
  paper.sections.push_back(std::move(section));
  paper.policies.clear();
  const dossier::PetitionRules& rules = making.policy.petitions.back();
  paper.policies.push_back(InBoth([&](Language language) {
    return Say(language,
               "Thời hạn: từ chối {}, yêu cầu bổ sung {}, trả lời {}, công khai {}; tính từ khi "
               "gửi hoặc từ lần chuyển gần nhất",
               "Limits: refusing {}, asking for more {}, answering {}, publishing {}; from sending "
               "or the latest forwarding",
               Limit(rules.refuse, language), Limit(rules.ask, language),
               Limit(rules.answer, language), Limit(rules.publish, language));
  }));
  paper.identities.push_back(
      {Say(paper.language, "trong kỳ + kỳ trước = đã trả lời + từ chối + rút + đang xử lý",
           "sent + carried over = answered + refused + withdrawn + open"),
       static_cast<int64_t>(rows->size()) + 1});
  return started;
}

}  // namespace dunghan::report
