#include "footnotes.h"

#include "format.h"
#include "further_notes.h"

namespace dunghan::report {
namespace {

using figures::Headline;
using figures::Rate;

/// What a rate counts, in words.
std::string Meaning(Headline rate, Language language) {
  switch (rate) {
    case Headline::kOfficial:
      return Say(language, "(trước hạn + đúng hạn) / đã giải quyết trong kỳ, gồm cả từ chối",
                 "(early + on time) / finished in the period, refusals included");
    case Headline::kStrict:
      return Say(language,
                 "1 - (giải quyết quá hạn + đang quá hạn + rút khi quá hạn) / tất cả có hạn",
                 "1 - (finished late + open overdue + withdrawn overdue) / all with a due date");
    case Headline::kDueCohort:
      return Say(language, "giải quyết kịp / đến hạn trong kỳ, tính đến thời điểm báo cáo",
                 "in time / due in the period, up to the time of the report");
  }
  return {};
}

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

std::string RateLine(const statement::Statement& statement, Headline which, Language language) {
  const Rate rate = figures::RateOf(statement.total.figures, which);
  std::string line = fmt::format("  {}: ", Text(which, language));
  if (rate.all == 0) {
    line += Text(Term::kNoData, language);
  } else {
    line += fmt::format("{}/{} = {}", Number(rate.on_time, language), Number(rate.all, language),
                        Percent(rate, language));
  }
  if (which == statement.headline && rate.all > 0) {
    const auto interval = figures::Wilson95(rate);
    line += Say(language, "; khoảng tin cậy 95 %: {} đến {}", "; 95% interval: {} to {}",
                Share(interval->low, language), Share(interval->high, language));
  }
  return line + fmt::format("  [{}]\n", Meaning(which, language));
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

/// Counts that have no column of their own.
std::string OtherCounts(const statement::Statement& statement, Language language) {
  const figures::Figures& f = statement.total.figures;
  std::string lines;
  const auto add = [&](bool wanted, const std::string& line) {
    if (wanted) lines += line + "\n";
  };
  const auto n = [language](int64_t value) { return Number(value, language); };
  add(f.refused_in_time + f.refused_late > 0,
      Say(language, "Trong đó từ chối: trong hạn {}, quá hạn {}",
          "Of which refused: in time {}, late {}", n(f.refused_in_time), n(f.refused_late)));
  add(f.withdrawn_overdue > 0, Say(language, "Trong đó rút khi quá hạn: {}",
                                   "Of which withdrawn when overdue: {}", n(f.withdrawn_overdue)));
  add(f.moved_in_overdue > 0, Say(language, "Trong đó đã quá hạn khi nhận bàn giao: {}",
                                  "Of which overdue when moved in: {}", n(f.moved_in_overdue)));
  add(f.moved_out_overdue > 0, Say(language, "Trong đó đã quá hạn khi bàn giao: {}",
                                   "Of which overdue when moved out: {}", n(f.moved_out_overdue)));
  add(f.reopened > 0,
      Say(language, "Mở lại trong kỳ: {}", "Reopened in the period: {}", n(f.reopened)));
  add(f.without_receipt > 0,
      Say(language, "Ngoài bảng: {} hồ sơ chưa có thông tin tiếp nhận",
          "Outside the table: {} dossiers without receipt", n(f.without_receipt)));
  add(statement.petitions_received > 0,
      Say(language, "Ngoài bảng: {} phản ánh, kiến nghị tiếp nhận trong kỳ",
          "Outside the table: {} petitions received in the period",
          n(statement.petitions_received)));
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
  for (const auto rate : {Headline::kOfficial, Headline::kStrict, Headline::kDueCohort}) {
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
