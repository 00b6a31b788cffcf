#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dunghan/base/text.h"
#include "dunghan/statement/behind.h"
#include "form_behind.h"
#include "form_counts.h"
#include "form_equations.h"
#include "form_rows.h"

/// Forms that are columns of counts, as config/forms.toml says: II.06a, II.06b, 07a.
namespace dunghan::report {
namespace {

struct Apologies {
  std::map<std::string, Apologised> by_row;
  statement::Walked walked;
};

bool NeedsApologies(const FormDefinition& form) {
  return std::any_of(form.columns.begin(), form.columns.end(), [](const FormColumn& column) {
    return std::any_of(column.counts.begin(), column.counts.end(), [](const std::string& count) {
      const NamedCount* named = FindFormCount(count);
      return named && named->of_apologies;
    });
  });
}

/// By row, under "total" all of them, under "tier:x" those of a tier.
Result<Apologies> CountApologies(const FormMaking& making, const statement::Statement& statement) {
  std::map<std::string, std::string> head_of;
  for (const RowGroup& group : GroupsOf(statement, making.view.rulebook())) {
    for (const statement::StatementRow* row : group.rows)
      head_of[row->of.code] = "tier:" + group.code;
  }
  Apologies apologies;
  auto& by_row = apologies.by_row;
  auto read = statement::ForEachBehind(
      making.view, making.Options(statement.by), [&](const statement::BehindDossier& dossier) {
        const auto& apologised = dossier.judged.facts.apologised;
        if (dossier.petition || !apologised || *apologised > dossier.seen_at) return;
        const Apologised one{.late = dossier.figures.finished_late,
                             .overdue = dossier.figures.open_overdue};
        for (const std::string& row : {dossier.row, head_of[dossier.row], std::string("total")}) {
          by_row[row].late += one.late;
          by_row[row].overdue += one.overdue;
        }
      });
  if (!read) return read.error();
  apologies.walked = std::move(*read);
  return apologies;
}

/// What the columns of a form come to.
class FormColumns {
 public:
  explicit FormColumns(const FormDefinition& form) : form_(form) {}

  std::vector<int64_t> Values(const RowToCount& row) const {
    std::vector<int64_t> values;
    for (const FormColumn& column : form_.columns) {
      int64_t sum = 0;
      for (const std::string& count : column.counts) sum += CountOf(count, row).value_or(0);
      values.push_back(sum);
    }
    return values;
  }

  /// The value of the column of that number.
  ColumnValue In(const std::vector<int64_t>& values) const {
    return [this, &values](const std::string& number) {
      for (size_t i = 0; i < form_.columns.size(); ++i) {
        if (form_.columns[i].number == number) return values[i];
      }
      return int64_t{0};
    };
  }

 private:
  const FormDefinition& form_;
};

Error DoesNotAddUp(const std::string& form, const std::string& equation, const std::string& row,
                   int64_t left, int64_t right) {
  return Internal(
      fmt::format("form {}, row {}: {} does not hold: {} against {}; run dunghan verify", form,
                  JsonQuote(row), equation, left, right));
}

/// The values of every row, by its code, "total" and "tier:x" among them.
using Values = std::map<std::string, std::vector<int64_t>>;

Result<void> CheckEquations(statement::Paper& paper, const FormDefinition& form,
                            const Values& values) {
  const FormColumns columns(form);
  for (const std::string& text : form.equations) {
    const auto equation = ParseEquation(text);
    for (const auto& [code, row] : values) {
      const int64_t left = SumOf(equation->left, columns.In(row));
      const int64_t right = SumOf(equation->right, columns.In(row));
      if (left != right) return DoesNotAddUp(form.code, text, code, left, right);
    }
    paper.identities.push_back({text, static_cast<int64_t>(values.size())});
  }
  return {};
}

/// Heads are the sums of their rows, and the total is that of all.
Result<void> CheckSums(statement::Paper& paper, const FormDefinition& form,
                       const std::vector<RowGroup>& groups, const Values& values) {
  std::vector<int64_t> all(form.columns.size(), 0);
  for (const RowGroup& group : groups) {
    std::vector<int64_t> sum(form.columns.size(), 0);
    for (const statement::StatementRow* row : group.rows) {
      const auto& of_row = values.at(row->of.code);
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += of_row[i];
    }
    for (size_t i = 0; i < sum.size(); ++i) all[i] += sum[i];
    const auto head = values.find("tier:" + group.code);
    if (head != values.end() && head->second != sum) {
      return Internal(fmt::format("form {}: {} is not the sum of its rows", form.code, group.code));
    }
  }
  if (all != values.at("total")) {
    return Internal(fmt::format("form {}: the total is not the sum of its rows", form.code));
  }
  paper.identities.push_back({Say(paper.language, "tổng số = cộng các dòng, ở {} cột",
                                  "total = sum of the rows, in {} columns", form.columns.size()),
                              static_cast<int64_t>(groups.size()) + 1});
  return {};
}

/// What one period leaves open the next one carries over, in every row.
Result<void> CheckCarried(statement::Paper& paper, const FormMaking& making,
                          const FormDefinition& form, const Values& values) {
  const auto before = figures::Previous(making.request.period);
  // A period seen before its end is carried over into nothing yet, and where all is seen by the
  // tree of the period's end the one before has another tree.
  if (form.carried.empty() || !before || making.request.tree == statement::Tree::kPeriodEnd)
    return {};
  auto options = making.Options(form.by);
  options.period = *before;
  const auto earlier = statement::MakeMonthly(making.view, making.policy, options);
  if (!earlier) return earlier.error();
  if (!earlier->period_over) return {};
  const auto equation = ParseEquation(form.carried);
  const FormColumns columns(form);
  Values open;
  for (const statement::StatementRow& row : earlier->rows) {
    open[row.of.code] = columns.Values({row, {}, form.placing});
  }
  open["total"] = columns.Values({earlier->total, {}, form.placing});
  for (const auto& [code, row] : values) {
    if (code.starts_with("tier:")) continue;  // a row may be of another tier by now
    const auto found = open.find(code);
    const int64_t left = SumOf(equation->left, columns.In(row));
    const int64_t right =
        found == open.end() ? 0 : SumOf(equation->right, columns.In(found->second));
    if (left != right) return DoesNotAddUp(form.code, form.carried + " ←", code, left, right);
  }
  paper.identities.push_back({Say(paper.language, "{} của kỳ trước ({})",
                                  "{} of the period before ({})", form.carried, before->name),
                              static_cast<int64_t>(values.size())});
  return {};
}

std::vector<statement::Said> PlacingLines(const FormDefinition& form) {
  const bool withdrawn_own = form.placing.withdrawn == Placing::Withdrawn::kOwn;
  const bool suspended_own = form.placing.suspended == Placing::Suspended::kOwn;
  return {withdrawn_own
              ? statement::Said{"Hồ sơ rút: ghi ở cột riêng",
                                "Withdrawn dossiers: in a column of their own"}
              : statement::Said{"Hồ sơ rút: tính vào hồ sơ đã giải quyết, đúng hạn hoặc quá hạn",
                                "Withdrawn dossiers: among those solved, in time or late"},
          suspended_own
              ? statement::Said{"Hồ sơ tạm dừng: ghi ở cột riêng",
                                "Suspended dossiers: in a column of their own"}
              : statement::Said{"Hồ sơ tạm dừng: tính vào hồ sơ đang giải quyết trong hạn",
                                "Suspended dossiers: among those open in time"}};
}

/// Not one that counts nothing by where the form has its dossiers.
bool IsPrinted(const FormColumn& column, const Placing& placing) {
  return !std::all_of(column.counts.begin(), column.counts.end(), [&](const std::string& count) {
    return (count == "suspended_own" && placing.suspended == Placing::Suspended::kInTime) ||
           (count == "withdrawn_own" && placing.withdrawn == Placing::Withdrawn::kSolved);
  });
}

statement::PaperSection EmptySection(const FormDefinition& form) {
  statement::PaperSection section{.key = "rows"};
  statement::PaperColumn first = TextColumn("name", {}, 30);
  first.heading = form.first;
  first.number = "2";
  section.columns.push_back(std::move(first));
  for (const FormColumn& column : form.columns) {
    if (!IsPrinted(column, form.placing)) continue;
    section.columns.push_back({.key = column.key,
                               .heading = column.heading,
                               .groups = column.groups,
                               .number = column.number,
                               .kind = statement::CellKind::kCount,
                               .width = 8});
  }
  return section;
}

/// Of dossiers for which the official form has no column: so many, and why its own equation does
/// not hold without them.
void AddOutsideNote(statement::Paper& paper, const statement::Statement& statement,
                    const FormDefinition& form) {
  const figures::Figures& of = statement.total.figures;
  const int64_t withdrawn =
      form.placing.withdrawn == Placing::Withdrawn::kOwn ? of.withdrawn : int64_t{0};
  const int64_t undated = of.finished_unmeasurable + of.open_unmeasurable;
  if (withdrawn + undated + of.moved_in + of.moved_out == 0) return;
  paper.notes.push_back(InBoth([&](Language language) {
    return Say(
        language,
        "Biểu chính thức không có cột cho hồ sơ rút ({}), hồ sơ không có hạn ({}), hồ sơ "
        "nhận và bàn giao ({} và {}): vì vậy số tiếp nhận khác tổng đã giải quyết và đang "
        "giải quyết; các cột bổ sung cho biết phần chênh.",
        "The official form has no column for those withdrawn ({}), without a due ({}), moved "
        "in and out ({} and {}): what was taken in is not what was solved or is open; the "
        "further columns have the difference.",
        Number(withdrawn, language), Number(undated, language), Number(of.moved_in, language),
        Number(of.moved_out, language));
  }));
}

/// Which rows have late dossiers of whose letters of apology nothing ever came in: their numbers
/// under "without" are no accusation.
void AddApologiesNote(statement::Paper& paper, const FormMaking& making,
                      const statement::Statement& statement, const Apologies& apologies) {
  constexpr size_t kNamed = 10;
  std::vector<statement::Said> names;
  for (const statement::StatementRow& row : statement.rows) {
    const bool any = row.figures.finished_late + row.figures.open_overdue > 0;
    if (!any || apologies.walked.apologising.contains(row.of.code)) continue;
    names.push_back(PrintedName(row.of, making.rules));
  }
  if (names.empty()) return;
  paper.notes.push_back(InBoth([&](Language language) {
    std::string list;
    for (size_t i = 0; i < std::min(names.size(), kNamed); ++i) {
      list += (i == 0 ? "" : "; ") + std::string(names[i].In(language));
    }
    const size_t more = names.size() - std::min(names.size(), kNamed);
    if (more > 0) {
      list += Say(language, "; và {} dòng khác", "; and {} more rows",
                  Number(static_cast<int64_t>(more), language));
    }
    return Say(
        language,
        "Chưa có thông tin về văn bản xin lỗi (nguồn dữ liệu chưa từng gửi) của: {}. Số chưa xin "
        "lỗi ở các dòng này không có nghĩa là chưa có văn bản xin lỗi.",
        "No letter of apology was ever sent in of: {}. Their numbers under \"Not "
        "apologised\" do not say that none was written.",
        list);
  }));
}

/// The form for heads: where all of its first words are those of the form itself.
std::vector<statement::Said> FormLines(const FormDefinition& form) {
  if (!form.confirmed) return {form.unconfirmed};
  std::vector<statement::Said> lines = {form.number};
  if (!form.circular.empty()) lines.push_back(form.circular);
  return lines;
}

}  // namespace

Result<statement::Paper> MakeColumnsForm(const FormMaking& making) {
  const FormDefinition& form = *making.rules.forms.Find(making.request.form);
  const auto statement =
      statement::MakeMonthly(making.view, making.policy, making.Options(form.by));
  if (!statement) return statement.error();
  Apologies apologies;
  if (NeedsApologies(form)) {
    auto counted = CountApologies(making, *statement);
    if (!counted) return counted.error();
    apologies = std::move(*counted);
  }
  auto started = StartPaper(making, *statement, form.title);
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.head.form = FormLines(form);
  paper.subtitle.push_back({"Tính theo số hồ sơ thủ tục hành chính", "In dossiers"});
  for (statement::Said& line : PlacingLines(form)) paper.policies.push_back(std::move(line));
  const FormColumns columns(form);
  Values values;
  statement::PaperSection section = EmptySection(form);
  FillRows(section, making, *statement,
           [&](const statement::StatementRow& row, const std::string& code) {
             auto& of_row = values[code];
             of_row = columns.Values({row, apologies.by_row[code], form.placing});
             std::vector<statement::CellValue> cells;
             for (size_t i = 0; i < of_row.size(); ++i) {
               if (IsPrinted(form.columns[i], form.placing)) cells.emplace_back(of_row[i]);
             }
             return cells;
           });
  const auto groups = GroupsOf(*statement, making.view.rulebook());
  if (auto checked = CheckEquations(paper, form, values); !checked) return checked.error();
  if (auto checked = CheckSums(paper, form, groups, values); !checked) return checked.error();
  if (auto checked = CheckCarried(paper, making, form, values); !checked) return checked.error();
  AddOutsideNote(paper, *statement, form);
  if (NeedsApologies(form)) AddApologiesNote(paper, making, *statement, apologies);
  NumberRows(section);
  section.columns.front().number = "1";
  paper.sections.push_back(std::move(section));
  if (making.request.dossiers) {
    if (auto behind = AddDossiersBehind(paper, making, *statement); !behind) return behind.error();
  }
  return started;
}

}  // namespace dunghan::report
