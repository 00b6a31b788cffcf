#include "alerts/texts.h"

#include <fmt/format.h>

#include <variant>

#include "alerts/tiers.h"

namespace dunghan::alerts {
namespace {

using board::OpenDossier;
using ledger::Notice;
using std::chrono::milliseconds;
using worktime::LimitUnit;
using worktime::Zone;

/// A text in both languages.
struct Both {
  std::string vi;
  std::string en;
};

/// The names of a row of the rulebook; where there is none, the code.
template <class Row>
Both NamesOf(const Row* row, std::string_view code) {
  if (!row || row->name.empty()) return {std::string(code), std::string(code)};
  return {row->name, row->name_en.empty() ? row->name : row->name_en};
}

Both AgencyName(std::string_view code, const Context& context) {
  return NamesOf(context.rulebook.FindAgency(context.codes.Find<AgencyCode>(code)), code);
}

Both ProcedureName(std::string_view code, const Context& context) {
  return NamesOf(context.rulebook.FindProcedure(context.codes.Find<ProcedureCode>(code)), code);
}

/// "14/06/2021", as both languages write it here.
std::string Date(LocalDay day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

/// "10:30 14/06/2021".
std::string Moment(Instant at, const Zone& zone) {
  const auto local = zone.ToLocal(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local - day).count();
  return fmt::format("{:02}:{:02} {}", minutes / 60, minutes % 60, Date(day));
}

/// A computed due: the midnight that ends its day is 24:00 of that day.
std::string Closing(Instant at, const std::optional<LocalDay>& day, const Zone& zone) {
  const bool ends_it = day && zone.StartOf(*day + std::chrono::days{1}) == at;
  return ends_it ? "24:00 " + Date(*day) : Moment(at, zone);
}

const Zone& ZoneOf(const std::optional<OpenDossier>& dossier, const Context& context) {
  return dossier ? dossier->calendar->zone() : context.rulebook.default_calendar().zone();
}

/// The due for people: as it was claimed, else the last instant in time.
std::string DueText(const Notice& notice, const std::optional<OpenDossier>& dossier,
                    const Context& context) {
  const Zone& zone = ZoneOf(dossier, context);
  if (dossier && dossier->acceptance_due) {
    return Closing(*dossier->acceptance_due, dossier->due_day, zone);
  }
  if (!dossier || !dossier->due) return Moment(notice.version - milliseconds{1}, zone);
  const auto* day = std::get_if<LocalDay>(&*dossier->due);
  return day ? Date(*day) : Closing(std::get<Instant>(*dossier->due), dossier->due_day, zone);
}

/// "3 ngày làm việc"; of a tier that is no time, nothing.
Both Left(std::string_view tier) {
  const auto limit = worktime::ParseTimeLimit(tier);
  if (!limit) return {};
  const char* plural = limit->amount == 1 ? "" : "s";
  switch (limit->unit) {
    case LimitUnit::kWorkingDays:
      return {fmt::format("{} ngày làm việc", limit->amount),
              fmt::format("{} working day{}", limit->amount, plural)};
    case LimitUnit::kWorkingHours:
      return {fmt::format("{} giờ làm việc", limit->amount),
              fmt::format("{} working hour{}", limit->amount, plural)};
    default:
      return {fmt::format("{} giây làm việc", limit->amount),
              fmt::format("{} working second{}", limit->amount, plural)};
  }
}

Both Overdue(int64_t days) {
  if (days == 0) return {"chưa đầy 1 ngày làm việc", "less than 1 working day"};
  return {fmt::format("{} ngày làm việc", days),
          fmt::format("{} working day{}", days, days == 1 ? "" : "s")};
}

/// "Sở A: hồ sơ H-1, thủ tục P": how every description begins.
struct Subject {
  std::string vi;
  std::string en;
};
Subject SubjectOf(const Notice& notice, const Context& context) {
  const Both agency = AgencyName(notice.agency, context);
  Subject subject{fmt::format("{}: hồ sơ {}", agency.vi, notice.dossier),
                  fmt::format("{}: dossier {}", agency.en, notice.dossier)};
  if (notice.procedure.empty()) return subject;
  const Both procedure = ProcedureName(notice.procedure, context);
  subject.vi += fmt::format(", thủ tục {}", procedure.vi);
  subject.en += fmt::format(", procedure {}", procedure.en);
  return subject;
}

Texts DueSoon(const Notice& notice, const Subject& subject, const std::string& due) {
  const Both left = Left(notice.tier);
  return {
      .summary = fmt::format("Dossier {} is due within {}", notice.dossier, left.en),
      .summary_vi = fmt::format("Hồ sơ {} còn không quá {}", notice.dossier, left.vi),
      .description = fmt::format("{}, is due {}. If it cannot be finished in time, a letter of "
                                 "apology with a new date is to be sent before (Decree "
                                 "61/2018/ND-CP, Article 19).",
                                 subject.en, due),
      .description_vi = fmt::format("{}, đến hạn {}. Nếu không kịp, phải gửi văn bản xin lỗi và "
                                    "hẹn lại ngày trả kết quả trước khi hết hạn (Điều 19 Nghị "
                                    "định 61/2018/NĐ-CP).",
                                    subject.vi, due)};
}

Texts IsOverdue(const Notice& notice, const Subject& subject, const std::string& due,
                const Both& since) {
  return {
      .summary = fmt::format("Dossier {} is overdue", notice.dossier),
      .summary_vi = fmt::format("Hồ sơ {} đã quá hạn", notice.dossier),
      .description = fmt::format("{}, was due {}, overdue by {}.", subject.en, due, since.en),
      .description_vi = fmt::format("{}, đến hạn {}, đã quá hạn {}.", subject.vi, due, since.vi)};
}

Texts ApologyDue(const Notice& notice, const Subject& subject, const std::string& due,
                 const Both& since) {
  return {
      .summary = fmt::format("Dossier {} is overdue without a letter of apology", notice.dossier),
      .summary_vi = fmt::format("Hồ sơ {} quá hạn, chưa có văn bản xin lỗi", notice.dossier),
      .description = fmt::format("{}, was due {}, overdue by {}; no letter of apology is on "
                                 "record (Decree 61/2018/ND-CP, Article 19).",
                                 subject.en, due, since.en),
      .description_vi = fmt::format("{}, đến hạn {}, đã quá hạn {}; chưa ghi nhận văn bản xin "
                                    "lỗi (Điều 19 Nghị định 61/2018/NĐ-CP).",
                                    subject.vi, due, since.vi)};
}

Texts AcceptanceOverdue(const Notice& notice, const Subject& subject, const std::string& due) {
  return {.summary =
              fmt::format("Dossier {}, submitted online, is not accepted in time", notice.dossier),
          .summary_vi = fmt::format("Hồ sơ trực tuyến {} chậm tiếp nhận", notice.dossier),
          .description = fmt::format(
              "{}, was to be received or declined by {}; neither has been done.", subject.en, due),
          .description_vi =
              fmt::format("{}, phải được tiếp nhận hoặc từ chối trước {}; đến nay chưa được xử lý.",
                          subject.vi, due)};
}

}  // namespace

Texts TextsOf(const Notice& notice, const std::optional<OpenDossier>& dossier,
              const Context& context) {
  const Subject subject = SubjectOf(notice, context);
  const std::string due = DueText(notice, dossier, context);
  const Both since = Overdue(dossier ? DaysOverdue(*dossier, context.now) : 0);
  switch (KindOf(notice.tier)) {
    case Kind::kDueSoon:
      return DueSoon(notice, subject, due);
    case Kind::kOverdue:
      return IsOverdue(notice, subject, due, since);
    case Kind::kApologyDue:
      return ApologyDue(notice, subject, due, since);
    case Kind::kAcceptanceOverdue:
      return AcceptanceOverdue(notice, subject, due);
  }
  return {};
}

Texts TextsOfMore(std::string_view agency, Instant round, int64_t count, const Context& context) {
  const Both name = AgencyName(agency, context);
  const std::string at = Moment(round, context.rulebook.default_calendar().zone());
  const bool one = count == 1;
  return {.summary = fmt::format("{}: {} more dossier{}", name.en, count, one ? "" : "s"),
          .summary_vi = fmt::format("{}: và {} hồ sơ khác", name.vi, count),
          .description = fmt::format("{} more dossier{} of {} came near {} due or passed it by {}; "
                                     "the list of open dossiers has them all.",
                                     count, one ? "" : "s", name.en, one ? "its" : "their", at),
          .description_vi = fmt::format("Tính đến {}, {} còn {} hồ sơ khác sắp đến hạn hoặc đã quá "
                                        "hạn; xem đầy đủ trong danh sách hồ sơ đang giải quyết.",
                                        at, name.vi, count)};
}

std::string DueOf(const Notice& notice, const std::optional<OpenDossier>& dossier,
                  const Context& context) {
  const Zone& zone = ZoneOf(dossier, context);
  if (dossier && dossier->acceptance_due) return zone.Format(*dossier->acceptance_due);
  if (!dossier || !dossier->due) return zone.Format(notice.version);
  const auto* day = std::get_if<LocalDay>(&*dossier->due);
  return day ? FormatDate(*day) : zone.Format(std::get<Instant>(*dossier->due));
}

}  // namespace dunghan::alerts
