#include <algorithm>

#include "due_text.h"
#include "dunghan/report/explanation_text.h"
#include "dunghan/worktime/due.h"
#include "dunghan/worktime/office_day.h"
#include "format.h"

namespace dunghan::report {
namespace {

using worktime::Explanation;

/// The lawful due of one dossier.
class LawfulText {
 public:
  LawfulText(const SeenDossier& seen, const dossier::LawfulQuestion& question, Language language)
      : seen_(seen),
        question_(question),
        language_(language),
        zone_(seen.judged.terms.calendar->zone()),
        text_(seen, language) {}

  std::vector<std::string> Write() {
    Rule();
    Start();
    const auto explanation =
        worktime::ExplainDue(*seen_.judged.terms.calendar, question_.from, question_.limit,
                             question_.suspensions, seen_.judged.terms.due_rules);
    if (!explanation) {
      text_.Add(Say(language_, "Không tính được hạn: {}.", "The due date cannot be worked out: {}.",
                    CalendarReach(seen_, language_)));
      return text_.Take();
    }
    text_.Tell(*explanation);
    if (!WasMoved(*explanation)) Gross();
    if (question_.open_since) {
      StillOpen(explanation->due);
    } else {
      TellDue(explanation->due);
    }
    return text_.Take();
  }

 private:
  void Rule() {
    std::string of;
    if (const auto* procedure = seen_.rules.procedure) {
      of = Say(language_, " của thủ tục {}", " of procedure {}", procedure->code.text());
      if (!procedure->decision.empty()) {
        of += Say(language_, ", theo {}", ", by {}", procedure->decision);
      }
    }
    text_.Add(Say(language_, "Thời hạn giải quyết{}: {}.", "Time limit{}: {}.", of,
                  Limit(question_.limit, language_)));
    if (seen_.rules.limit_by) {
      text_.Add(Say(language_, "Thời hạn lấy từ bộ quy tắc {}.", "The limit is from rulebook {}.",
                    VersionText(seen_, *seen_.rules.limit_by, language_)));
    }
    text_.Add(std::string(CountingRule(question_.limit.unit, language_)));
    if (seen_.rules.judged_by != seen_.rules.limit_by) {
      text_.Add(Say(language_, "Lịch và cách so sánh lấy từ bộ quy tắc {}.",
                    "Calendar and comparison are from rulebook {}.",
                    VersionText(seen_, *seen_.rules.judged_by, language_)));
    }
    text_.Add(CalendarText(seen_, language_));
  }

  void Start() {
    const Instant receipt = seen_.judged.facts.receipt->at;
    text_.Add(Say(language_, "Tiếp nhận lúc {}.", "Received at {}.", text_.At(receipt)));
    if (question_.from == receipt) return;
    text_.Add(Say(language_, "Thời hạn tính lại từ đầu khi nhận bổ sung lúc {}.",
                  "The limit starts anew with the supplement received at {}.",
                  text_.At(question_.from)));
  }

  static bool WasMoved(const Explanation& explanation) {
    return std::any_of(explanation.steps.begin(), explanation.steps.end(), [](const auto& step) {
      return std::holds_alternative<Explanation::Moved>(step);
    });
  }

  /// Where the steps do not tell the due without suspensions, though there were some.
  void Gross() {
    if (seen_.judged.facts.suspensions.empty() || question_.from == seen_.judged.facts.receipt->at)
      return;
    const auto due =
        worktime::ComputeDue(*seen_.judged.terms.calendar, seen_.judged.facts.receipt->at,
                             question_.limit, {}, seen_.judged.terms.due_rules);
    if (!due) return;
    text_.Add(Say(language_, "Nếu không tạm dừng và không tính lại, hạn là {}.",
                  "Without suspensions and a new start the due would be {}.",
                  Closing(due->at, due->date, zone_, language_)));
  }

  void TellDue(const worktime::DueDate& due) {
    text_.Add(Say(language_, "Hạn theo quy định: {}.", "Lawful due: {}.",
                  Closing(due.at, due.date, zone_, language_)));
    if (due.confirmed) return;
    text_.Add(Say(language_,
                  "Hạn này dựa vào ngày nghỉ chưa được công bố chính thức, nên có thể thay đổi.",
                  "It rests on days that are not announced yet and may change."));
  }

  /// The due as it would be had the clock not been stopped, and what was left of it then.
  void StillOpen(const worktime::DueDate& due) {
    const Instant since = *question_.open_since;
    text_.Add(
        Say(language_,
            "Hồ sơ đang tạm dừng tính thời gian từ {}, {}; hạn theo quy định chỉ xác định được khi "
            "tiếp tục.",
            "Suspended since {}, {}; the lawful due is known once the dossier is resumed.",
            text_.At(since), SuspendedFor(seen_.judged.facts, since, seen_.at, language_)));
    if (!AddsWorkingTime(question_.limit.unit)) {
      const auto days = std::max<int64_t>(0, (due.date - zone_.DayOf(since)).count());
      return text_.Add(Say(language_, "Thời gian còn lại khi tạm dừng: {} ngày.",
                           "Left when it was suspended: days {}.", days));
    }
    const auto left = seen_.judged.terms.calendar->WorkingTime(since, due.at);
    if (!left) return;
    text_.Add(Say(language_, "Thời gian làm việc còn lại khi tạm dừng: {}.",
                  "Working time left when it was suspended: {}.",
                  Worked(*left, worktime::UsualDay(*seen_.judged.terms.calendar), language_)));
  }

  const SeenDossier& seen_;
  const dossier::LawfulQuestion& question_;
  Language language_;
  const worktime::Zone& zone_;
  DueText text_;
};

}  // namespace

std::vector<std::string> ExplainLawful(const SeenDossier& seen, Language language) {
  if (!seen.judged.facts.receipt) {
    return {Say(language, "Hồ sơ chưa được tiếp nhận, nên chưa có hạn theo quy định.",
                "The dossier is not received, so there is no lawful due.")};
  }
  const auto question = dossier::AskLawful(seen.judged.facts, seen.judged.terms);
  if (question) return LawfulText(seen, *question, language).Write();
  const std::string code(seen.judged.facts.receipt->procedure.text());
  return {Say(language,
              "Danh mục không có thời hạn của thủ tục {} vào ngày tiếp nhận, nên không có hạn theo "
              "quy định.",
              "The lists give no time limit for procedure {} on the day of receipt, so there is no "
              "lawful due.",
              code)};
}

}  // namespace dunghan::report
