#include "dunghan/report/explanation_text.h"

#include <algorithm>
#include <optional>

#include "due_text.h"
#include "dunghan/worktime/office_day.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::Basis;
using dossier::BasisJudgement;
using dossier::Claim;
using dossier::ClaimBy;
using dossier::Standing;

const worktime::Zone& ZoneOf(const SeenDossier& seen) { return seen.judged.terms.calendar->zone(); }

std::string ClaimSaid(const Claim& claim, const SeenDossier& seen, Language language) {
  return Claimed(claim.due, ZoneOf(seen), language);
}

std::string WhyInForce(const Claim& in_force, const dossier::Promise& promise,
                       const SeenDossier& seen, Language language) {
  const worktime::Zone& zone = ZoneOf(seen);
  const std::string due = ClaimSaid(in_force, seen, language);
  const std::string at = Moment(in_force.at, zone, language);
  if (const auto& replaced = promise.replaced) {
    const std::string since = Moment(*promise.suspended_from, zone, language);
    return Say(
        language,
        "Ngày hẹn trả có hiệu lực: {}, nêu lúc {}, thay cho {}, vì hồ sơ đã tạm dừng từ {}, "
        "trước khi qua ngày hẹn cũ.",
        "Promise in force: {}, said at {}; it replaces {}, because the dossier was suspended "
        "from {} on, before the earlier promise had passed.",
        due, at, ClaimSaid(*replaced, seen, language), since);
  }
  if (in_force.by != ClaimBy::kDueSet) {
    return Say(language, "Ngày hẹn trả có hiệu lực: {}, nêu khi tiếp nhận lúc {}.",
               "Promise in force: {}, said on receipt at {}.", due, at);
  }
  return Say(language,
             "Ngày hẹn trả có hiệu lực: {}, nêu lúc {}; khi tiếp nhận chưa nêu ngày hẹn trả.",
             "Promise in force: {}, said at {}; nothing was promised on receipt.", due, at);
}

std::string WhyDisputed(const Claim& claim, const dossier::Promise& promise,
                        const SeenDossier& seen, Language language) {
  const std::string due = ClaimSaid(claim, seen, language);
  const std::string at = Moment(claim.at, ZoneOf(seen), language);
  if (claim.by != ClaimBy::kDueSet) {
    return Say(language,
               "Ngày {} nêu lúc {} không có hiệu lực: việc tiếp nhận được gửi nhiều lần với ngày "
               "hẹn khác nhau, ngày hẹn sớm hơn được giữ.",
               "{}, said at {}, is not in force: the receipt was sent with other dues, and the "
               "earlier one is kept.",
               due, at);
  }
  if (promise.in_force->by != ClaimBy::kDueSet && claim.at <= promise.in_force->at) {
    return Say(language,
               "Ngày {} nêu lúc {} không có hiệu lực: ngày hẹn nêu khi tiếp nhận được ưu tiên.",
               "{}, said at {}, is not in force: what was said on receipt comes first.", due, at);
  }
  return Say(
      language,
      "Ngày {} nêu lúc {} không có hiệu lực: sau lần hẹn trước và trước khi qua ngày hẹn đó, "
      "hồ sơ không tạm dừng.",
      "{}, said at {}, is not in force: the dossier was not suspended between the two claims "
      "and before the earlier promise had passed.",
      due, at);
}

std::string WhyCompared(const BasisJudgement& basis, const SeenDossier& seen, Language language) {
  const dossier::Terms& terms = seen.judged.terms;
  if (terms.comparison != dossier::Comparison::kByUnit) {
    return Say(language, "theo thiết lập chung", "as configured");
  }
  if (terms.limit && basis.by_date) {
    return Say(language, "vì thời hạn tính theo ngày", "because the limit is one in days");
  }
  if (terms.limit) {
    return Say(language, "vì thời hạn tính theo giờ", "because the limit is one in hours");
  }
  return Say(language, "theo dạng của ngày hẹn trả", "by the form of the promise");
}

std::string HowCompared(const BasisJudgement& basis, const SeenDossier& seen, Language language) {
  const std::string why = WhyCompared(basis, seen, language);
  if (basis.by_date) {
    return Say(language, "So sánh theo ngày, {}: quá hạn nếu xong sau hết ngày {}.",
               "Compared by date, {}: late if ended after the end of {}.", why,
               DayName(*basis.due_day, language));
  }
  // The last instant that is still in time.
  const Instant last = *basis.overdue_from - std::chrono::milliseconds{1};
  if (basis.due && std::holds_alternative<LocalDay>(*basis.due)) {
    return Say(language, "So sánh theo thời điểm, {}: quá hạn nếu xong sau hết ngày {}.",
               "Compared by instant, {}: late if ended after the end of {}.", why,
               DayName(*basis.due_day, language));
  }
  return Say(language, "So sánh theo thời điểm, {}: quá hạn nếu xong sau {}.",
             "Compared by instant, {}: late if ended after {}.", why,
             Moment(last, ZoneOf(seen), language));
}

/// A due that had passed when the dossier was received.
std::optional<std::string> BeforeReceipt(const BasisJudgement& basis, const SeenDossier& seen,
                                         Language language) {
  const auto& receipt = seen.judged.facts.receipt;
  if (!receipt || *basis.overdue_from > receipt->at) return {};
  return Say(language,
             "Hạn này đã qua trước lúc tiếp nhận {}, nên hồ sơ quá hạn ngay khi tiếp nhận và được "
             "tính vào ngày tiếp nhận.",
             "That had passed before the receipt at {}, so the dossier was late from its receipt "
             "on and counts on the day of receipt.",
             Moment(receipt->at, ZoneOf(seen), language));
}

/// The end as it counts, and the day it fell on.
std::string EndText(const SeenDossier& seen, Language language) {
  const Instant at = std::max(seen.judged.facts.end->at, seen.judged.facts.receipt->at);
  std::string text = fmt::format("{}: {}", Text(seen.judged.facts.end->kind, language),
                                 Moment(at, ZoneOf(seen), language));
  if (at != seen.judged.facts.end->at) {
    text += Say(language, " (nguồn ghi trước lúc tiếp nhận, nên tính tại lúc tiếp nhận)",
                " (the source says before its receipt, so the receipt counts)");
  }
  return text;
}

std::string WhyStanding(const BasisJudgement& judgement, Standing standing, const SeenDossier& seen,
                        Language language) {
  const std::string name(Text(standing, language));
  if (dossier::IsEnded(standing)) {
    std::string why;
    if (standing == Standing::kFinishedEarly) {
      why = Say(language, ", vào ngày trước ngày đến hạn", ", on a day before the day it was due");
    } else if (standing == Standing::kFinishedOnTime) {
      why = Say(language, ", vào ngày đến hạn và chưa quá hạn",
                ", on the day it was due and not after it");
    } else if (standing == Standing::kFinishedLate || standing == Standing::kWithdrawnOverdue) {
      why = Say(language, ", khi đã quá hạn", ", after it was due");
    }
    return Say(language, "{}{}. Kết luận: {}.", "{}{}. Verdict: {}.", EndText(seen, language), why,
               name);
  }
  if (standing == Standing::kOverdue) {
    return Say(language, "Lúc {} chưa xong và đã quá hạn. Kết luận: {}.",
               "At {} it was not ended and past its due. Standing: {}.",
               Moment(seen.at, ZoneOf(seen), language), name);
  }
  if (standing == Standing::kUnmeasurable && judgement.awaits_list) {
    return Say(language, "Lúc {}: đến hạn, chờ dữ liệu mới (danh sách mới nhất là trước hạn).",
               "At {}: fallen due since the newest list; the next one has to say whether it is "
               "done.",
               Moment(seen.at, ZoneOf(seen), language));
  }
  return Say(language, "Lúc {}: {}.", "At {}: {}.", Moment(seen.at, ZoneOf(seen), language), name);
}

/// Working time from now to the due, or from the due to the end or now.
std::optional<std::string> Distance(const BasisJudgement& judgement, Standing standing,
                                    const SeenDossier& seen, Language language) {
  if (!judgement.overdue_from) return {};
  if (standing == Standing::kSuspended && ClockStands(seen.judged.facts, seen.judged.terms))
    return {};
  const Instant due = TurningPoint(judgement, seen.judged.facts);
  const auto hours = [&](Instant from, Instant to) -> std::optional<std::string> {
    const auto worked = seen.judged.terms.calendar->WorkingTime(from, to);
    if (!worked) return {};
    return Worked(*worked, worktime::UsualDay(*seen.judged.terms.calendar), language);
  };
  if (standing == Standing::kInTime || standing == Standing::kSuspended) {
    const auto left = hours(seen.at, due);
    if (!left) return {};
    return Say(language, "Thời gian làm việc còn lại: {}.", "Working time left: {}.", *left);
  }
  const bool ended = standing == Standing::kFinishedLate || standing == Standing::kWithdrawnOverdue;
  if (!ended && standing != Standing::kOverdue) return {};
  const auto late = hours(due, ended ? seen.judged.facts.end->at : seen.at);
  if (!late) return {};
  return Say(language, "Thời gian làm việc đã quá hạn: {}.", "Working time past the due: {}.",
             *late);
}

}  // namespace

std::vector<std::string> ExplainPromise(const SeenDossier& seen, Language language) {
  const dossier::Promise promise = dossier::PromiseInForce(seen.judged.facts, seen.judged.terms);
  std::vector<std::string> lines;
  if (promise.in_force) {
    lines.push_back(WhyInForce(*promise.in_force, promise, seen, language));
    for (const Claim& claim : promise.disputed) {
      lines.push_back(WhyDisputed(claim, promise, seen, language));
    }
  } else if (seen.judged.facts.receipt) {
    lines.push_back(Say(language, "Nguồn không nêu ngày hẹn trả; hạn theo quy định được dùng thay.",
                        "The source promised nothing; the lawful due is used instead."));
  }
  const worktime::Zone& zone = ZoneOf(seen);
  if (const auto& extension = seen.judged.facts.extension) {
    lines.push_back(Say(language,
                        "Đã gia hạn đến {}, nêu lúc {} (lần {}); việc gia hạn không xóa việc quá "
                        "hạn.",
                        "Extended to {}, said at {} (number {}); that never erases lateness.",
                        Claimed(extension->due, zone, language),
                        Moment(extension->at, zone, language), seen.judged.facts.extensions));
  }
  if (const auto& appointment = seen.judged.facts.reappointment) {
    lines.push_back(Say(language,
                        "Đã xin lỗi và hẹn lại {}, nêu lúc {} (lần {}); việc hẹn lại không xóa "
                        "việc quá hạn.",
                        "Re-appointed for {}, said at {} (number {}); that never erases lateness.",
                        Claimed(appointment->due, zone, language),
                        Moment(appointment->at, zone, language), seen.judged.facts.reappointments));
  }
  return lines;
}

std::vector<std::string> ExplainReopening(const SeenDossier& seen, Language language) {
  const dossier::Facts& facts = seen.judged.facts;
  if (facts.reopened_at.empty() || !facts.first_end) return {};
  const worktime::Zone& zone = ZoneOf(seen);
  std::string again;
  for (const Instant at : facts.reopened_at) {
    again += fmt::format("{}{}", again.empty() ? "" : "; ", Moment(at, zone, language));
  }
  return {Say(
      language,
      "{} lần đầu lúc {}; hồ sơ được mở lại lúc {}, nên lần đó không được tính là kết thúc: "
      "thời hạn vẫn chạy và kết luận theo lần kết thúc sau cùng.",
      "{} for the first time at {}; the dossier was reopened at {}, so that does not count "
      "as its end: the time went on, and the verdict is that of the last end.",
      Text(facts.first_end->kind, language), Moment(facts.first_end->at, zone, language), again)};
}

std::vector<std::string> ExplainStanding(const SeenDossier& seen, Basis basis, Language language) {
  const BasisJudgement& judgement = seen.judged.judgement.On(basis);
  std::vector<std::string> lines;
  if (judgement.overdue_from) {
    lines.push_back(HowCompared(judgement, seen, language));
    if (auto line = BeforeReceipt(judgement, seen, language)) lines.push_back(*line);
  } else if (judgement.no_due != dossier::NoDue::kHasOne) {
    std::string why(Text(judgement.no_due, language));
    if (judgement.no_due == dossier::NoDue::kBeyondCalendar) {
      why += fmt::format("; {}", CalendarReach(seen, language));
    }
    lines.push_back(Say(language, "Không có hạn: {}.", "There is no due date: {}.", why));
  }
  const Standing standing = dossier::StandingAt(judgement, seen.at);
  lines.push_back(WhyStanding(judgement, standing, seen, language));
  if (const auto distance = Distance(judgement, standing, seen, language)) {
    lines.push_back(*distance);
  }
  return lines;
}

}  // namespace dunghan::report
