#include "form_late.h"

/// The list of what is late, and letters that urge whoever has it.
namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

template <class T>
CellValue CellIf(const std::optional<T>& value) {
  return value ? CellValue(*value) : CellValue();
}

CellValue CauseCell(const std::string& code) {
  return InBoth([&](Language language) {
    return code.empty() ? Say(language, "chưa nêu", "not stated") : ReasonText(code, language);
  });
}

CellValue ProcedureCell(const statement::Named& procedure) {
  return InBoth([&](Language language) { return WithCode(procedure, language); });
}

CellValue StepCell(const std::string& step) {
  return step.empty() ? CellValue(statement::Said{"chưa rõ", "not known"}) : TextCell(step);
}

CellValue ApologyCell(const LateDossier& late, const worktime::Zone& zone) {
  if (late.apologised) return zone.DayOf(*late.apologised);
  if (late.apologies_known) return statement::Said{"chưa", "none"};
  return statement::Said{"chưa có thông tin", "not known"};
}

std::vector<PaperColumn> LateColumns() {
  const std::vector<statement::Said> step = {{"Khâu chịu chậm nhiều nhất", "Step that bears most"}};
  std::vector<PaperColumn> columns = {
      TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 22),
      TextColumn("agency", {"Cơ quan", "Agency"}, 24),
      TextColumn("procedure", {"Thủ tục", "Procedure"}, 26),
      OfKind(TextColumn("received", {"Tiếp nhận", "Received"}, 11), CellKind::kDay),
      OfKind(TextColumn("due", {"Hẹn trả", "Due"}, 11), CellKind::kDay),
      OfKind(TextColumn("ended", {"Kết thúc", "Ended"}, 11), CellKind::kDay),
      OfKind(TextColumn("late", {"Quá hạn", "Late"}, 14), CellKind::kTime),
      TextColumn("step", {"Bộ phận, bước", "Unit, step"}, 20),
      OfKind(TextColumn("overrun", {"Phần chịu", "Its share"}, 14), CellKind::kTime),
      TextColumn("cause", {"Nguyên nhân", "Cause"}, 18),
      OfKind(TextColumn("apologised", {"Văn bản xin lỗi", "Apology"}, 11), CellKind::kDay),
  };
  columns[7].groups = step;
  columns[8].groups = step;
  return columns;
}

PaperRow LateRow(const LateDossier& late, const FormMaking& making, const worktime::Zone& zone) {
  const bool anybody = late.overrun.count() > 0;
  return {.code = late.code,
          .cells = {TextCell(late.code), PrintedName(late.agency, making.rules),
                    ProcedureCell(late.procedure), zone.DayOf(late.received), CellIf(late.due),
                    late.ended ? CellValue(zone.DayOf(*late.ended))
                               : CellValue(statement::Said{"đang xử lý", "open"}),
                    statement::WorkTime{late.late}, StepCell(late.step),
                    anybody ? CellValue(statement::WorkTime{late.overrun}) : CellValue(),
                    CauseCell(late.cause), ApologyCell(late, zone)}};
}

PaperSection UrgeLetter(const statement::Named& agency, std::span<const LateDossier> late,
                        const FormMaking& making, const worktime::Zone& zone,
                        const std::optional<LocalDay>& reply_by) {
  PaperSection letter{.key = "letter:" + agency.code, .letter = true};
  const statement::Said name = PrintedName(agency, making.rules);
  letter.before.push_back({"Kính gửi: " + name.vi, "To: " + std::string(name.In(Language::kEn))});
  const auto own = making.rules.names.find(agency.code);
  if (own != making.rules.names.end() && !own->second.address.empty()) {
    letter.before.push_back({own->second.address});
  }
  letter.before.push_back(InBoth([&](Language language) {
    return Say(language, "Đến ngày {}, {} hồ sơ sau đây đã quá hạn mà chưa có kết quả:",
               "On {} the following {} dossiers are past their due and not finished:",
               Date(std::min(making.request.period.to, zone.DayOf(making.view.position().at))),
               Number(static_cast<int64_t>(late.size()), language));
  }));
  letter.columns = {
      TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 22),
      TextColumn("procedure", {"Thủ tục", "Procedure"}, 26),
      OfKind(TextColumn("received", {"Tiếp nhận", "Received"}, 11), CellKind::kDay),
      OfKind(TextColumn("due", {"Hẹn trả", "Due"}, 11), CellKind::kDay),
      OfKind(TextColumn("late", {"Quá hạn", "Late"}, 16), CellKind::kTime),
      TextColumn("step", {"Bộ phận, bước đang chậm", "Unit, step that overran"}, 24),
      TextColumn("cause", {"Nguyên nhân", "Cause"}, 20),
      OfKind(TextColumn("apologised", {"Văn bản xin lỗi", "Apology"}, 11), CellKind::kDay),
      CountColumn("urged", {"Số lần đã đôn đốc", "Times urged"})};
  for (const LateDossier& one : late) {
    letter.rows.push_back(
        {.code = one.code,
         .cells = {TextCell(one.code), ProcedureCell(one.procedure), zone.DayOf(one.received),
                   CellIf(one.due), statement::WorkTime{one.late}, StepCell(one.step),
                   CauseCell(one.cause), ApologyCell(one, zone), one.urged}});
  }
  NumberRows(letter);
  letter.after.push_back(InBoth([&](Language language) {
    return reply_by
               ? Say(language,
                     "Đề nghị giải quyết dứt điểm, gửi văn bản xin lỗi và hẹn lại theo quy định, "
                     "báo cáo nguyên nhân và trả lời chậm nhất hết ngày {}.",
                     "Please finish them, apologise and give a new date as the rules say, "
                     "state the causes, and reply by {}.",
                     Date(*reply_by))
               : Say(language,
                     "Đề nghị giải quyết dứt điểm, gửi văn bản xin lỗi và hẹn lại theo quy định, "
                     "báo cáo nguyên nhân.",
                     "Please finish them, apologise and give a new date as the rules say, and "
                     "state the causes.");
  }));
  return letter;
}

/// What is asked about, and nothing of its figures.
Result<statement::Statement> HeadOf(const FormMaking& making) {
  return statement::MakeMonthly(making.view, making.policy,
                                making.Options(statement::GroupBy::kAgency));
}

}  // namespace

Result<statement::Paper> MakeLateList(const FormMaking& making) {
  const auto statement = HeadOf(making);
  if (!statement) return statement.error();
  const auto late = FindLate(making, /*open_alone=*/false);
  if (!late) return late.error();
  const figures::Figures& total = statement->total.figures;
  const int64_t counted = total.finished_late + total.open_overdue + total.withdrawn_overdue;
  if (counted != static_cast<int64_t>(late->size())) {
    return Internal(
        fmt::format("the list has {} dossiers, the figures of the period {}; run dunghan verify",
                    late->size(), counted));
  }
  auto started =
      StartPaper(making, *statement, {"DANH SÁCH HỒ SƠ QUÁ HẠN", "LIST OF LATE DOSSIERS"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.subtitle.push_back(InBoth([&](Language language) {
    return Say(language, "{} hồ sơ: giải quyết quá hạn {}, đang quá hạn {}, rút khi quá hạn {}",
               "{} dossiers: finished late {}, open overdue {}, withdrawn overdue {}",
               Number(counted, language), Number(total.finished_late, language),
               Number(total.open_overdue, language), Number(total.withdrawn_overdue, language));
  }));
  PaperSection section{.key = "rows", .columns = LateColumns()};
  section.rows.reserve(late->size());
  for (const LateDossier& one : *late) {
    section.rows.push_back(LateRow(one, making, statement->zone));
  }
  section.nothing = {"không có hồ sơ quá hạn", "no late dossiers"};
  NumberRows(section);
  paper.sections.push_back(std::move(section));
  paper.identities.push_back(
      {Say(paper.language, "số dòng = giải quyết quá hạn + đang quá hạn + rút khi quá hạn",
           "rows = finished late + open overdue + withdrawn overdue"),
       1});
  paper.notes.push_back(InBoth([&](Language language) {
    const LocalDay seen =
        std::min(statement->period.to, statement->zone.DayOf(statement->position.at));
    return Say(language,
               "Thời gian quá hạn tính theo giờ làm việc, của hồ sơ đang xử lý tính đến hết ngày "
               "{}; {}.",
               "Lateness in working time, of those open until the end of {}; {}.", Date(seen),
               UsualDayText(statement->usual_day, language));
  }));
  return started;
}

Result<statement::Paper> MakeUrge(const FormMaking& making) {
  const auto statement = HeadOf(making);
  if (!statement) return statement.error();
  auto late = FindLate(making, /*open_alone=*/true);
  if (!late) return late.error();
  // Nobody is urged to do what is done.
  std::erase_if(*late, [](const LateDossier& one) { return one.finished_since; });
  auto started = StartPaper(making, *statement, {"PHIẾU ĐÔN ĐỐC", "LETTER OF URGING"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  const auto& calendar = making.view.rulebook().default_calendar();
  const auto reply =
      worktime::ComputeDue(calendar, making.view.position().at, making.rules.reply_within);
  const auto reply_by = reply ? std::optional(reply->date) : std::nullopt;
  for (size_t from = 0; from < late->size();) {
    size_t to = from;
    while (to < late->size() && (*late)[to].agency.code == (*late)[from].agency.code) ++to;
    paper.sections.push_back(UrgeLetter((*late)[from].agency,
                                        std::span(*late).subspan(from, to - from), making,
                                        statement->zone, reply_by));
    from = to;
  }
  if (late->empty()) {
    paper.sections.push_back(
        {.key = "rows", .nothing = {"không có hồ sơ quá hạn", "no overdue dossiers"}});
  }
  return started;
}

}  // namespace dunghan::report
