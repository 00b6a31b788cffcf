#include <fmt/format.h>

#include "dunghan/dossier/index766.h"
#include "dunghan/report/explanation_text.h"
#include "format.h"

namespace dunghan::report {
namespace {

using dossier::IndexReason;
using dossier::IndexSeen;
using dossier::IndexState;
using dossier::IndexVerdict;
using dossier::Standing;

std::string IndexVerdictText(IndexVerdict verdict, Language language) {
  switch (verdict) {
    case IndexVerdict::kOnTime:
      return Say(language, "đúng hạn", "on time");
    case IndexVerdict::kLate:
      return Say(language, "quá hạn", "late");
    case IndexVerdict::kUnmeasurable:
      return Say(language, "không có hạn, không tính vào tỷ lệ", "no due, in neither number");
  }
  return {};
}

/// What is held against the due.
std::string WhatEnds(const IndexSeen& index, const SeenDossier& seen, Language language) {
  const std::string at = Moment(index.counted_at, seen.zone(), language);
  if (index.state == IndexState::kEnded) {
    return Say(language, "kết thúc lúc {}", "ended at {}", at);
  }
  if (index.state == IndexState::kOpen) {
    return Say(language, "còn đang xử lý, tính đến {}", "still open, held against its due as of {}",
               at);
  }
  const std::chrono::year_month_day day{seen.zone().DayOf(index.counted_at)};
  const std::string month =
      fmt::format("{:02}/{}", static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
  if (index.by_request) {
    return Say(language,
               "đang chờ bổ sung, lúc yêu cầu {} được coi là lúc kết thúc và chỉ tính vào kỳ có "
               "tháng {}",
               "waiting for a supplement: its request at {} is taken for its end, in periods with "
               "{} alone",
               at, month);
  }
  return Say(language, "được coi là kết thúc lúc {}, chỉ tính vào kỳ có tháng {}",
             "taken to have ended at {}, in periods with {} alone", at, month);
}

std::string IndexDueText(const IndexSeen& index, const SeenDossier& seen, Language language) {
  if (!index.due) return {};
  const std::string due = Claimed(*index.due, seen.zone(), language);
  if (index.computed_due) {
    return Say(language, "; nguồn không nêu hạn nên lấy hạn theo quy định {}",
               "; nothing was promised, so the lawful due {} counts", due);
  }
  return Say(language, "; hạn {}", "; due {}", due);
}

std::string TakenOffText(const IndexSeen& index, Language language) {
  if (index.taken_off.count() == 0) return {};
  return Say(language, "; trừ {} chờ bổ sung", "; {} of waiting for supplements taken off",
             DaysAndHours(index.taken_off, language));
}

/// Late or not, on the promised basis; nothing where it has no verdict.
std::optional<bool> IsLateThere(Standing standing) {
  switch (standing) {
    case Standing::kFinishedLate:
    case Standing::kWithdrawnOverdue:
    case Standing::kOverdue:
      return true;
    case Standing::kFinishedEarly:
    case Standing::kFinishedOnTime:
    case Standing::kWithdrawn:
    case Standing::kInTime:
    case Standing::kSuspended:
      return false;
    default:
      return {};
  }
}

/// The first of the rules by which it differs from the promised basis and the official rate.
std::string WhyDifferent(const IndexSeen& index, const SeenDossier& seen, Language language) {
  const dossier::BasisJudgement& promised = seen.judged.judgement.On(dossier::Basis::kPromised);
  const Standing standing = StandingAt(promised, seen.at);
  if (dossier::IsOpen(standing) && index.state == IndexState::kSetAside) {
    return Say(language, "Tỷ lệ chính thức chưa tính hồ sơ này vì chưa giải quyết xong.",
               "The official rate does not count it, for it is not finished.");
  }
  if (dossier::IsOpen(standing) && index.state == IndexState::kOpen) {
    return Say(language, "Tỷ lệ chính thức chưa tính hồ sơ đang xử lý; cách tính 766 có tính.",
               "The official rate does not count open dossiers; this one does.");
  }
  const auto late = IsLateThere(standing);
  const bool same = late ? index.verdict == (*late ? IndexVerdict::kLate : IndexVerdict::kOnTime)
                         : index.verdict == IndexVerdict::kUnmeasurable;
  if (same) {
    if (standing == Standing::kWithdrawn || standing == Standing::kWithdrawnOverdue) {
      return Say(language, "Tỷ lệ chính thức không tính hồ sơ rút; cách tính 766 có tính.",
                 "The official rate leaves out what was withdrawn; this one counts it.");
    }
    return {};
  }
  if (index.reason == IndexReason::kSecondRequest) {
    return Say(language, "Khác với tỷ lệ chính thức vì đã yêu cầu bổ sung hơn một lần.",
               "It differs from the official rate for the second request for a supplement.");
  }
  if (promised.due && index.due && *promised.due != *index.due) {
    return Say(language,
               "Khác với tỷ lệ chính thức vì hạn nêu sau cùng được tính, dù không có hiệu lực.",
               "It differs from the official rate because the due said last counts, in force or "
               "not.");
  }
  if (index.taken_off.count() > 0) {
    return Say(language,
               "Khác với tỷ lệ chính thức vì thời gian chờ bổ sung được trừ theo lịch, kể cả ngày "
               "nghỉ.",
               "It differs from the official rate because waiting for supplements is taken off by "
               "the calendar, days off included.");
  }
  if (promised.due && index.due) {
    return Say(
        language,
        "Khác với tỷ lệ chính thức vì hạn được so theo dạng đã nêu, không theo cách tính của "
        "thời hạn.",
        "It differs from the official rate because the due is compared in the form in which "
        "it was said, not by the unit of the limit.");
  }
  return Say(language, "Khác với tỷ lệ chính thức vì hạn được lấy theo cách khác.",
             "It differs from the official rate because its due is taken another way.");
}

}  // namespace

std::vector<std::string> ExplainIndex766(const SeenDossier& seen, Language language) {
  const dossier::Judged& judged = seen.judged;
  const dossier::Index766Rules& rules = dossier::IndexRulesOf(judged.facts, judged.terms);
  const IndexSeen index =
      dossier::SeenForIndex(judged.facts, judged.terms, judged.judgement, rules, seen.at);
  if (index.state == IndexState::kNone) return {};
  std::string verdict = IndexVerdictText(index.verdict, language);
  if (index.reason == IndexReason::kSecondRequest) {
    verdict += Say(language, ", vì đã yêu cầu bổ sung {} lần",
                   ", for it was asked for supplements {} times", index.requests);
  }
  const std::string unverified =
      rules.confirmed ? std::string()
                      : Say(language, " (công thức chưa kiểm chứng)", " (formula not verified)");
  std::vector<std::string> lines = {
      Say(language, "Ước tính theo cách tính 766{}: {}{}{}. Kết luận: {}.",
          "Estimate by the rules of index 766{}: {}{}{}. Verdict: {}.", unverified,
          WhatEnds(index, seen, language), IndexDueText(index, seen, language),
          TakenOffText(index, language), verdict)};
  if (std::string why = WhyDifferent(index, seen, language); !why.empty()) {
    lines.push_back(std::move(why));
  }
  return lines;
}

}  // namespace dunghan::report
