#include <algorithm>
#include <variant>

#include "dunghan/report/explanation_text.h"
#include "dunghan/worktime/due.h"
#include "format.h"

namespace dunghan::report {
namespace {

using worktime::Explanation;
using worktime::LimitUnit;

/// Puts the steps of an explanation into sentences.
class LawfulText {
 public:
  LawfulText(const Case& the_case, const dossier::LawfulQuestion& question, Language language)
      : case_(the_case),
        question_(question),
        language_(language),
        zone_(the_case.terms.calendar->zone()) {}

  std::vector<std::string> Write() {
    Rule();
    const auto explanation =
        worktime::ExplainDue(*case_.terms.calendar, question_.from, question_.limit,
                             question_.suspensions, case_.terms.due_rules);
    if (!explanation) {
      Add(Say(language_, "Không tính được hạn: {}.", "The due date cannot be worked out: {}.",
              explanation.error().for_client));
      return std::move(lines_);
    }
    for (const Explanation::Step& step : explanation->steps) {
      std::visit([this](const auto& part) { Tell(part); }, step);
    }
    if (question_.open_since) {
      StillOpen(explanation->due);
    } else {
      TellDue(explanation->due);
    }
    return std::move(lines_);
  }

 private:
  void Add(std::string line) { lines_.push_back(std::move(line)); }
  std::string At(Instant instant) const { return Moment(instant, zone_, language_); }
  bool AddsWorkingTime() const {
    return question_.limit.unit != LimitUnit::kCalendarDays &&
           question_.limit.unit != LimitUnit::kMonths;
  }

  void Rule() {
    std::string of;
    if (case_.procedure) {
      of = Say(language_, " của thủ tục {}", " of procedure {}", case_.procedure->code.text());
      if (!case_.procedure->decision.empty()) {
        of += Say(language_, ", theo {}", ", by {}", case_.procedure->decision);
      }
    }
    Add(Say(language_, "Thời hạn giải quyết{}: {}.", "Time limit{}: {}.", of,
            Limit(question_.limit, language_)));
    Add(std::string(CountingRule(question_.limit.unit, language_)));
  }

  void Tell(const Explanation::Rule& rule) {
    const Instant receipt = case_.facts.receipt->at;
    Add(Say(language_, "Tiếp nhận lúc {}.", "Received at {}.", At(receipt)));
    if (rule.from != receipt) {
      Add(Say(language_, "Thời hạn tính lại từ đầu khi nhận bổ sung lúc {}.",
              "The limit starts anew with the supplement received at {}.", At(rule.from)));
    }
    const std::string day = DayName(rule.first_day, language_);
    switch (rule.limit.unit) {
      case LimitUnit::kWorkingDays:
        return Add(Say(language_, "Ngày làm việc thứ nhất là {}.", "Working day 1 is {}.", day));
      case LimitUnit::kCalendarDays:
        return Add(Say(language_, "Ngày thứ nhất là {}.", "Day 1 is {}.", day));
      case LimitUnit::kMonths:
        return Add(Say(language_, "Các tháng tính từ {}.", "Months count from {}.", day));
      case LimitUnit::kSameDay:
        if (!rule.after_cutoff) return;
        return Add(
            Say(language_, "Tiếp nhận từ giờ chốt trở đi.", "That is at or after the cut-off."));
      case LimitUnit::kWorkingHours:
      case LimitUnit::kWorkingSeconds:
        return Add(Say(language_, "Bắt đầu tính từ {}.", "The clock starts at {}.",
                       At(rule.first_instant)));
    }
  }

  void Tell(const Explanation::Counted& counted) {
    Add(Say(language_, "Từ {} đến hết {}: {} ngày làm việc, {} ngày nghỉ.",
            "From {} through {}: working days {}, days off {}.", Date(counted.from),
            Date(counted.to), counted.working_days, counted.days_off));
  }

  void Tell(const Explanation::Exception& day) {
    std::string hours;
    for (const auto& [open, close] : day.hours) {
      hours +=
          fmt::format("{}{:02}:{:02}-{:02}:{:02}", hours.empty() ? "" : ", ", open.count() / 60,
                      open.count() % 60, close.count() / 60, close.count() % 60);
    }
    std::string line =
        day.working ? Say(language_, "Làm việc {} ({})", "Open on {} ({})",
                          DayName(day.date, language_), hours)
                    : Say(language_, "Nghỉ {}", "Closed on {}", DayName(day.date, language_));
    if (!day.name.empty()) line += ": " + day.name;
    if (!day.confirmed) {
      line += Say(language_, " (chưa được công bố chính thức)", " (not announced yet)");
    }
    Add(line + ".");
  }

  void Tell(const Explanation::Pause& pause) {
    const std::string span = Say(language_, "Tạm dừng từ {} đến {}", "Suspended from {} to {}",
                                 At(pause.from), At(pause.to));
    if (!pause.counted) {
      return Add(span + Say(language_, ": không tính, vì bắt đầu khi đã hết hạn.",
                            ": does not count, because it began after the due."));
    }
    if (AddsWorkingTime()) {
      return Add(span + Say(language_, ": cộng thêm {} làm việc.", ": adds {} of working time.",
                            Hours(pause.added, language_)));
    }
    Add(span +
        Say(language_, ": cộng thêm {}.", ": adds {}.", DaysAndHours(pause.added, language_)));
  }

  void Tell(const Explanation::Moved& moved) {
    const std::string due = Closing(moved.unsuspended.at, moved.unsuspended.date, zone_, language_);
    std::string total = Hours(moved.total, language_);
    if (!AddsWorkingTime()) {
      total = Say(language_, "{}, làm tròn lên {} ngày", "{}, rounded up to days: {}",
                  DaysAndHours(moved.total, language_), moved.days);
    }
    Add(Say(language_, "Nếu không tạm dừng, hạn là {}; tổng thời gian cộng thêm: {}.",
            "Without suspensions the due would be {}; added in all: {}.", due, total));
  }

  void Tell(const Explanation::Rolled& rolled) {
    Add(Say(language_, "{} là ngày nghỉ, nên hạn chuyển sang {} (Bộ luật Dân sự 2015, Điều 148).",
            "{} is a day off, so the due moves to {} (Civil Code 2015, article 148).",
            DayName(rolled.from, language_), DayName(rolled.to, language_)));
  }

  void TellDue(const worktime::DueDate& due) {
    Add(Say(language_, "Hạn theo quy định: {}.", "Lawful due: {}.",
            Closing(due.at, due.date, zone_, language_)));
    if (due.confirmed) return;
    Add(Say(language_,
            "Hạn này dựa vào ngày nghỉ chưa được công bố chính thức, nên có thể thay đổi.",
            "It rests on days that are not announced yet and may change."));
  }

  /// The due as it would be had the clock not been stopped, and what was left of it then.
  void StillOpen(const worktime::DueDate& due) {
    const Instant since = *question_.open_since;
    Add(Say(language_,
            "Hồ sơ đang tạm dừng từ {}; hạn theo quy định chỉ xác định được khi tiếp tục.",
            "Suspended since {}; the lawful due is known once the dossier is resumed.", At(since)));
    if (!AddsWorkingTime()) {
      const auto days = std::max<int64_t>(0, (due.date - zone_.DayOf(since)).count());
      return Add(Say(language_, "Thời gian còn lại khi tạm dừng: {} ngày.",
                     "Left when it was suspended: days {}.", days));
    }
    const auto left = case_.terms.calendar->WorkingTime(since, due.at);
    if (!left) return;
    Add(Say(language_, "Thời gian làm việc còn lại khi tạm dừng: {}.",
            "Working time left when it was suspended: {}.", Hours(*left, language_)));
  }

  const Case& case_;
  const dossier::LawfulQuestion& question_;
  Language language_;
  const worktime::Zone& zone_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> ExplainLawful(const Case& the_case, Language language) {
  if (!the_case.facts.receipt) {
    return {Say(language, "Hồ sơ chưa được tiếp nhận, nên chưa có hạn theo quy định.",
                "The dossier is not received, so there is no lawful due.")};
  }
  const auto question = dossier::AskLawful(the_case.facts, the_case.terms);
  if (question) return LawfulText(the_case, *question, language).Write();
  const std::string code(the_case.facts.receipt->procedure.text());
  return {Say(language,
              "Danh mục không có thời hạn của thủ tục {} vào ngày tiếp nhận, nên không có hạn theo "
              "quy định.",
              "The lists give no time limit for procedure {} on the day of receipt, so there is no "
              "lawful due.",
              code)};
}

}  // namespace dunghan::report
