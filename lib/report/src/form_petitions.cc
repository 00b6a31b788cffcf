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

/// Those past the limit for an answer, each with who has it and since when its clock counts.
statement::PaperSection LateSection(const FormMaking& making,
                                    const std::vector<statement::LatePetition>& late,
                                    const worktime::Zone& zone) {
  statement::PaperSection section{
      .key = "late", .title = {"Phản ánh, kiến nghị quá hạn trả lời", "Petitions past the limit"}};
  section.columns = {
      TextColumn("dossier", {"Mã", "Code"}, 22),
      TextColumn("agency", {"Cơ quan đang giữ", "Who has it"}, 30),
      OfKind(TextColumn("sent", {"Ngày gửi", "Sent"}, 11), CellKind::kDay),
      OfKind(TextColumn("counted_from", {"Tính từ ngày", "Counted from"}, 11), CellKind::kDay),
      OfKind(TextColumn("answer_by", {"Hạn trả lời", "Answer by"}, 11), CellKind::kDay)};
  for (const statement::LatePetition& one : late) {
    const auto agency =
        statement::NamedAgency(one.agency, making.view.rulebook(), making.request.period.to);
    section.rows.push_back(
        {.code = one.code,
         .cells = {TextCell(one.code), PrintedName(agency, making.rules), zone.DayOf(one.seen.sent),
                   zone.DayOf(one.seen.from), *one.seen.answer_by}});
  }
  NumberRows(section);
  return section;
}

/// The limits that hold for something sent in the period, or before it and open still.
void AddLimits(statement::Paper& paper, const FormMaking& making) {
  for (const dossier::PetitionRules& rules : making.policy.petitions) {
    const figures::Period& period = making.request.period;
    if (rules.valid_from && *rules.valid_from > period.to) break;
    paper.policies.push_back(InBoth([&](Language language) {
      const std::string from = rules.valid_from
                                   ? Say(language, "; gửi từ ngày {}", "; of what is sent from {}",
                                         Date(*rules.valid_from))
                                   : std::string();
      return Say(language,
                 "Thời hạn: từ chối {}, yêu cầu bổ sung {}, trả lời {}, công khai {}; tính từ khi "
                 "gửi hoặc từ lần chuyển gần nhất, so theo ngày{}",
                 "Limits: refusing {}, asking for more {}, answering {}, publishing {}; from "
                 "sending or the latest forwarding, compared by date{}",
                 Limit(rules.refuse, language), Limit(rules.ask, language),
                 Limit(rules.answer, language), Limit(rules.publish, language), from);
    }));
  }
  paper.policies.push_back({"Cơ quan: nơi giữ sau lần chuyển gần nhất",
                            "Agency: who has it since the latest forwarding"});
  paper.policies.push_back(
      {"Tỷ lệ đúng hạn: (trả lời đúng hạn + từ chối đúng hạn) / (đã trả lời + từ chối + đang xử lý "
       "quá hạn)",
       "On-time rate: (answered in time + refused in time) / (answered + refused + open and "
       "late)"});
  paper.policies.push_back(
      {"Công khai trả lời: tính vào ngày được công khai, kể cả việc trả lời từ kỳ trước",
       "Published: by the day of publishing, what was answered before the period included"});
}

}  // namespace

Result<statement::Paper> MakePetitions(const FormMaking& making) {
  const auto options = making.Options(statement::GroupBy::kAgency);
  const auto statement = statement::MakeMonthly(making.view, making.policy, options);
  if (!statement) return statement.error();
  const auto petitions = statement::CountPetitions(making.view, making.policy.petitions, options);
  if (!petitions) return petitions.error();
  auto started = StartPaper(making, *statement,
                            {"TÌNH HÌNH XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ", "HANDLING OF PETITIONS"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.basis.reset();
  paper.nothing = paper.nothing && petitions->rows.empty();
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
  AddRows(section, making, petitions->rows);
  NumberRows(section);
  paper.sections.push_back(std::move(section));
  if (!petitions->late.empty()) {
    paper.sections.push_back(LateSection(making, petitions->late, statement->zone));
  }
  paper.policies.clear();
  AddLimits(paper, making);
  paper.identities.push_back(
      {Say(paper.language, "trong kỳ + kỳ trước = đã trả lời + từ chối + rút + đang xử lý",
           "sent + carried over = answered + refused + withdrawn + open"),
       static_cast<int64_t>(petitions->rows.size()) + 1});
  return started;
}

}  // namespace dunghan::report
