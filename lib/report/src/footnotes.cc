#include "footnotes.h"

#include "dunghan/figures/count_table.h"
#include "dunghan/figures/headlines.h"
#include "format.h"
#include "further_notes.h"

namespace dunghan::report {
namespace {

using figures::Rate;

/// "trên 98 %: đang đạt"; where it can still be lost, or is, how far it can come.
std::string Verdict(const statement::StatementRow& row, Language language) {
  using figures::TargetState;
  const figures::Outlook& outlook = row.outlook;
  std::string text =
      fmt::format("{}: {}", TargetText(row.target, language), Text(outlook.state, language));
  if (outlook.state == TargetState::kOutOfReach) {
    text += Say(language,
                "; với các hồ sơ đang có, kể cả khi mọi hồ sơ còn hạn đều xong đúng hạn, cuối kỳ "
                "cao nhất {}",
                "; with the dossiers on hand, even if each that still can be is finished in time, "
                "{} at best by the "
                "end",
                Percent(outlook.best, language));
  } else if (outlook.state == TargetState::kAtRisk) {
    text +=
        Say(language, "; với các hồ sơ đang có, cuối kỳ cao nhất còn có thể đạt {}",
            "; with the dossiers on hand {} at best by the end", Percent(outlook.best, language));
  }
  return text;
}

/// What the rate does not say yet.
std::string BacklogLine(const figures::Outlook& outlook, Language language) {
  if (outlook.backlog == 0) return {};
  if (outlook.state == figures::TargetState::kNoData) {
    return Say(language, "{} hồ sơ quá hạn chưa tính vào tỷ lệ nào\n",
               "{} overdue dossiers not counted in any rate yet\n",
               Number(outlook.backlog, language));
  }
  return Say(language, "{} hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: {}\n",
             "{} overdue dossiers not counted in this rate yet; with them: {}\n",
             Number(outlook.backlog, language), Percent(outlook.cleared, language));
}

/// What is said of a rate that the portal has too: that it is ours, and not verified.
std::string ScoreText(const statement::Statement& statement, const figures::HeadlineRate& which,
                      Language language) {
  const figures::Figures& of = statement.total.figures;
  std::string text;
  if (const auto score = figures::Score(which, of)) {
    text +=
        Say(language, "; điểm {}/{}", "; score {}/{}", TwoDigits(*score, language), which.points);
  }
  if (of.*which.left_out > 0) {
    text += Say(language, "; {} hồ sơ không có hạn, không tính", "; {} without a due, not counted",
                Number(of.*which.left_out, language));
  }
  if (!statement.index766.confirmed) {
    text += Say(language, "; công thức chưa kiểm chứng", "; formula not verified");
  }
  return text;
}

std::string RateLine(const statement::Statement& statement, const figures::HeadlineRate& which,
                     Language language) {
  const Rate rate = which.of(statement.total.figures);
  std::string line = fmt::format("  {}: ", which.title.In(language));
  if (which.points > 0 && !statement.has_index766) {
    line += Say(language, "Cổng chỉ tính trọn tháng, quý, sáu tháng, năm dương lịch",
                "the portal knows whole calendar months, quarters, half years and years alone");
  } else if (rate.all == 0) {
    line += Text(Term::kNoData, language);
  } else {
    line += fmt::format("{}/{} = {}", Number(rate.on_time, language), Number(rate.all, language),
                        Percent(rate, language));
  }
  if (which.headline == statement.headline && rate.all > 0) {
    const auto interval = figures::Wilson95(rate);
    line += Say(language, "; khoảng tin cậy 95 %: {} đến {}", "; 95% interval: {} to {}",
                Share(interval->low, language), Share(interval->high, language));
  }
  if (which.points > 0 && statement.has_index766) line += ScoreText(statement, which, language);
  return line + fmt::format("  [{}]\n", which.counting.In(language));
}

/// Of a period that is over nothing can be restored any more.
std::string BudgetLine(const statement::Statement& statement, Language language) {
  const figures::LateBudget& budget = statement.total.budget;
  std::string line =
      Say(language, "Số được quá hạn trong hồ sơ đến hạn: ", "Late budget, of those due: ");
  if (budget.state == figures::BudgetState::kNoData) {
    return line + std::string(Text(Term::kNoData, language)) + "\n";
  }
  line += Say(language, "đến hạn {}, được quá hạn {}, đã quá hạn {}, còn {}; {}",
              "due {}, allowed {}, late {}, left {}; {}", Number(budget.due, language),
              Number(budget.allowed, language), Number(budget.late, language),
              Number(budget.left, language), Text(budget.state, language));
  if (statement.period_over) return line + "\n";
  if (budget.needs_on_time > 0) {
    line += Say(language, "; cần thêm {} hồ sơ đến hạn được giải quyết đúng hạn để trở lại mức đó",
                "; {} more in time, of those due, would bring it back",
                Number(budget.needs_on_time, language));
  } else if (budget.needs_on_time < 0) {
    line += Say(language, "; không thể trở lại mức đó", "; it cannot come back");
  }
  return line + "\n";
}

/// Counts that have no column of their own: first the parts of those that have one.
std::string OtherCounts(const statement::Statement& statement, Language language) {
  using figures::Kind;
  const figures::Figures& f = statement.total.figures;
  std::string lines;
  const auto n = [language](int64_t value) { return Number(value, language); };
  for (const bool parts : {true, false}) {
    for (const figures::Count& count : figures::Counts()) {
      if (count.note.vi.empty() || (count.kind == Kind::kOfWhich) != parts) continue;
      const int64_t beside = count.beside ? f.*count.beside : 0;
      if (f.*count.of + beside == 0) continue;
      lines += fmt::format(fmt::runtime(count.note.In(language)), n(f.*count.of), n(beside)) + "\n";
    }
  }
  if (statement.petitions_received > 0) {
    lines += Say(language, "Ngoài bảng: {} phản ánh, kiến nghị tiếp nhận trong kỳ\n",
                 "Outside the table: {} petitions received in the period\n",
                 n(statement.petitions_received));
  }
  return lines;
}

/// Agencies judged by a target of their own.
std::string OwnTargets(const statement::Statement& statement, Language language) {
  std::string lines;
  for (const statement::StatementRow& row : statement.rows) {
    if (!row.own_target) continue;
    lines += fmt::format("  {} {}\n", WithCode(row.of, language), Verdict(row, language));
  }
  if (lines.empty()) return {};
  return Say(language, "Chỉ tiêu riêng:\n", "Targets of their own:\n") + lines;
}

}  // namespace

std::string Footnotes(const statement::Statement& statement, Language language) {
  std::string lines = std::string(Text(Term::kGroupRate, language)) + ":\n";
  for (const figures::HeadlineRate& rate : figures::Headlines()) {
    lines += RateLine(statement, rate, language);
  }
  lines += fmt::format("{} ({}) {}\n", Text(Term::kTarget, language),
                       Text(statement.headline, language), Verdict(statement.total, language));
  lines += BacklogLine(statement.total.outlook, language);
  lines += BudgetLine(statement, language);
  return lines + OtherCounts(statement, language) + OwnTargets(statement, language) +
         FurtherNotes(statement, language);
}

}  // namespace dunghan::report
