#include "alerts/texts.h"

#include <fmt/format.h>

#include <array>
#include <variant>

#include "alerts/tiers.h"

namespace dunghan::alerts {
namespace {

using board::OpenDossier;
using record::Notice;
using std::chrono::milliseconds;
using worktime::LimitUnit;
using worktime::Zone;

/// Name and code of a row of the rulebook; where there is none, the code.
template <class Row>
Both Named(const Row* row, std::string_view code) {
  if (!row || row->name.empty()) return {std::string(code), std::string(code)};
  return {fmt::format("{} ({})", row->name, code),
          fmt::format("{} ({})", row->name_en.empty() ? row->name : row->name_en, code)};
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

/// " (Nghị định ...)": the decree on one-stop offices in force on a day; nothing where the rulebook
/// knows none.
Both Cited(const Context& context, LocalDay day) {
  const rulebook::Law* law = context.rulebook.LawAt(day);
  if (!law || law->citation.empty()) return {};
  return {fmt::format(" ({})", law->citation),
          fmt::format(" ({})", law->citation_en.empty() ? law->citation : law->citation_en)};
}

/// What the texts of one dossier are made of.
struct NoticeFacts {
  const Notice& notice;
  Both subject;  ///< "Sở A (A): hồ sơ H-1, thủ tục P (1.2), đang ở Phòng B": how descriptions begin
  std::string due;
  Both since;         ///< how long it is overdue
  Both law;           ///< see Cited
  std::string began;  ///< the day of the version
};

Both SubjectOf(const Notice& notice, const Holder& holder, const Context& context) {
  const Both agency = NamedAgency(notice.agency, context);
  Both subject{fmt::format("{}: hồ sơ {}", agency.vi, notice.dossier),
               fmt::format("{}: dossier {}", agency.en, notice.dossier)};
  if (!notice.procedure.empty()) {
    const Both procedure = NamedProcedure(notice.procedure, context);
    subject.vi += fmt::format(", thủ tục {}", procedure.vi);
    subject.en += fmt::format(", procedure {}", procedure.en);
  }
  const Both held = HeldText(holder);
  if (held.vi.empty()) return subject;
  subject.vi += ", đang ở " + held.vi;
  subject.en += ", now with " + held.en;
  return subject;
}

Texts DueSoon(const NoticeFacts& one) {
  const Both left = Left(one.notice.tier);
  return {
      .summary = fmt::format("Dossier {} is due within {}", one.notice.dossier, left.en),
      .summary_vi = fmt::format("Hồ sơ {} còn không quá {}", one.notice.dossier, left.vi),
      .description = fmt::format("{}, is due {}. If it cannot be finished in time, a letter of "
                                 "apology with a new date is to be sent before{}.",
                                 one.subject.en, one.due, one.law.en),
      .description_vi = fmt::format("{}, hẹn trả {}. Nếu không kịp, phải gửi văn bản xin lỗi và "
                                    "hẹn lại ngày trả kết quả trước khi hết hạn{}.",
                                    one.subject.vi, one.due, one.law.vi),
      .standing = {"sắp đến hạn, còn không quá " + left.vi, "due soon, within " + left.en}};
}

Texts ReturnOrApologise(const NoticeFacts& one) {
  return {.summary = fmt::format("Dossier {} is to be returned or apologised for today",
                                 one.notice.dossier),
          .summary_vi = fmt::format("Hồ sơ {} cần trả hoặc xin lỗi hôm nay", one.notice.dossier),
          .description = fmt::format("{}, is due {}. Today is the day to return the result, or to "
                                     "send a letter of apology with a new date{}.",
                                     one.subject.en, one.due, one.law.en),
          .description_vi = fmt::format("{}, hẹn trả {}. Hôm nay cần trả kết quả, hoặc gửi văn bản "
                                        "xin lỗi và hẹn lại ngày trả{}.",
                                        one.subject.vi, one.due, one.law.vi),
          .standing = {"cần trả hoặc gửi văn bản xin lỗi hôm nay",
                       "to be returned or apologised for today"}};
}

Texts IsOverdue(const NoticeFacts& one) {
  return {.summary = fmt::format("Dossier {} is overdue", one.notice.dossier),
          .summary_vi = fmt::format("Hồ sơ {} đã quá hạn", one.notice.dossier),
          .description =
              fmt::format("{}, was due {}, overdue by {}.", one.subject.en, one.due, one.since.en),
          .description_vi =
              fmt::format("{}, hẹn trả {}, đã quá hạn {}.", one.subject.vi, one.due, one.since.vi),
          .standing = {"đã quá hạn " + one.since.vi, "overdue by " + one.since.en}};
}

Texts ApologyDue(const NoticeFacts& one) {
  return {
      .summary =
          fmt::format("Dossier {} is overdue without a letter of apology", one.notice.dossier),
      .summary_vi = fmt::format("Hồ sơ {} quá hạn, chưa có văn bản xin lỗi", one.notice.dossier),
      .description = fmt::format("{}, was due {}, overdue by {}; no letter of apology is on "
                                 "record{}.",
                                 one.subject.en, one.due, one.since.en, one.law.en),
      .description_vi = fmt::format("{}, hẹn trả {}, đã quá hạn {}; chưa ghi nhận văn bản xin "
                                    "lỗi{}.",
                                    one.subject.vi, one.due, one.since.vi, one.law.vi),
      .standing = {fmt::format("đã quá hạn {}, chưa có văn bản xin lỗi", one.since.vi),
                   fmt::format("overdue by {}, no letter of apology", one.since.en)}};
}

Texts AcceptanceOverdue(const NoticeFacts& one) {
  return {
      .summary =
          fmt::format("Dossier {}, submitted online, is not accepted in time", one.notice.dossier),
      .summary_vi = fmt::format("Hồ sơ trực tuyến {} chậm tiếp nhận", one.notice.dossier),
      .description = fmt::format("{}, was to be received or declined by {}; neither has been done.",
                                 one.subject.en, one.due),
      .description_vi =
          fmt::format("{}, phải được tiếp nhận hoặc từ chối trước {}; đến nay chưa được xử lý.",
                      one.subject.vi, one.due),
      .standing = {"quá hạn tiếp nhận", "not accepted in time"}};
}

Texts SupplementAgain(const NoticeFacts& one) {
  return {
      .summary = fmt::format("Dossier {}: another supplement requested", one.notice.dossier),
      .summary_vi = fmt::format("Hồ sơ {} bị yêu cầu bổ sung lần nữa", one.notice.dossier),
      .description = fmt::format("{}: a supplement was requested once more on {}; it is to be "
                                 "asked for in full, and once only{}.",
                                 one.subject.en, one.began, one.law.en),
      .description_vi = fmt::format("{}: lại yêu cầu bổ sung ngày {}; việc yêu cầu bổ sung phải "
                                    "đầy đủ trong một lần{}.",
                                    one.subject.vi, one.began, one.law.vi),
      .standing = {"yêu cầu bổ sung lần nữa ngày " + one.began,
                   "another supplement requested on " + one.began}};
}

Texts SupplementMissing(const NoticeFacts& one) {
  return {.summary = fmt::format("Dossier {} waits long for a supplement", one.notice.dossier),
          .summary_vi = fmt::format("Hồ sơ {} chờ bổ sung quá lâu", one.notice.dossier),
          .description =
              fmt::format("{}: has waited for a supplement since {}.", one.subject.en, one.began),
          .description_vi = fmt::format("{}: chờ bổ sung từ ngày {}.", one.subject.vi, one.began),
          .standing = {"chờ bổ sung từ ngày " + one.began,
                       "waits for a supplement since " + one.began}};
}

Texts NotMoved(const NoticeFacts& one) {
  return {
      .summary = fmt::format("Dossier {} has not moved", one.notice.dossier),
      .summary_vi = fmt::format("Hồ sơ {} chậm chuyển bước", one.notice.dossier),
      .description =
          fmt::format("{}: nothing has been recorded of it since {}.", one.subject.en, one.began),
      .description_vi =
          fmt::format("{}: không có diễn biến nào từ ngày {}.", one.subject.vi, one.began),
      .standing = {"không có diễn biến từ ngày " + one.began, "has not moved since " + one.began}};
}

}  // namespace

Both NamedAgency(std::string_view code, const Context& context) {
  return Named(context.rulebook.FindAgency(context.codes.Find<AgencyCode>(code)), code);
}

Both NamedProcedure(std::string_view code, const Context& context) {
  return Named(context.rulebook.FindProcedure(context.codes.Find<ProcedureCode>(code)), code);
}

Both HeldText(const Holder& holder) {
  if (holder.step.empty()) return {std::string(holder.unit), std::string(holder.unit)};
  const std::string before = holder.unit.empty() ? "" : fmt::format("{}, ", holder.unit);
  return {fmt::format("{}bước {}", before, holder.step),
          fmt::format("{}step {}", before, holder.step)};
}

Both StockText(const Stock& stock) {
  return {fmt::format("Cơ quan đang có {} hồ sơ quá hạn; {} hồ sơ đến hạn hôm nay.", stock.overdue,
                      stock.due_today),
          fmt::format("The agency has {} overdue dossiers; {} are due today.", stock.overdue,
                      stock.due_today)};
}

std::string LinkTo(std::string_view dossier, const Context& context) {
  if (context.site.url.empty()) return {};
  std::string link = context.site.url + "/api/v1/dossiers/";
  for (const char c : dossier) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    link += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return link + "?lang=vi";
}

Texts TextsOf(const Notice& notice, const std::optional<OpenDossier>& dossier, const Holder& holder,
              const Context& context) {
  const Zone& zone = ZoneOf(dossier, context);
  const NoticeFacts one{.notice = notice,
                        .subject = SubjectOf(notice, holder, context),
                        .due = DueText(notice, dossier, context),
                        .since = Overdue(dossier ? DaysOverdue(*dossier, context.now) : 0),
                        .law = Cited(context, zone.DayOf(context.now)),
                        .began = Date(zone.DayOf(notice.version))};
  switch (KindOf(notice.tier)) {
    case Kind::kDueSoon:
      return DueSoon(one);
    case Kind::kReturnOrApologise:
      return ReturnOrApologise(one);
    case Kind::kOverdue:
      return IsOverdue(one);
    case Kind::kApologyDue:
      return ApologyDue(one);
    case Kind::kAcceptanceOverdue:
      return AcceptanceOverdue(one);
    case Kind::kSupplementAgain:
      return SupplementAgain(one);
    case Kind::kSupplementMissing:
      return SupplementMissing(one);
    case Kind::kNotMoved:
      return NotMoved(one);
  }
  return {};
}

Texts TextsOfMore(std::string_view agency, Instant round, int64_t count, const Context& context) {
  const Both name = NamedAgency(agency, context);
  const std::string at = Moment(round, context.rulebook.default_calendar().zone());
  const bool one = count == 1;
  return {.summary = fmt::format("{}: {} more dossier{}", name.en, count, one ? "" : "s"),
          .summary_vi = fmt::format("{}: và {} hồ sơ khác", name.vi, count),
          .description = fmt::format("{} more dossier{} of {} came near {} due or passed it by {}; "
                                     "the list of open dossiers has them all.",
                                     count, one ? "" : "s", name.en, one ? "its" : "their", at),
          .description_vi = fmt::format("Tính đến {}, {} còn {} hồ sơ khác sắp đến hạn hoặc đã quá "
                                        "hạn; xem đầy đủ trong danh sách hồ sơ đang giải quyết.",
                                        at, name.vi, count),
          .standing = {}};
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
