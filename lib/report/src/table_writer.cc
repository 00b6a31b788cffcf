
#include "dunghan/base/digest.h"
#include "dunghan/figures/count_table.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/writers.h"
#include "footnotes.h"
#include "format.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using figures::Figures;

constexpr size_t kNameColumns = 40;
constexpr size_t kChainDigits = 16;  // what verify --against takes

class TableWriter {
 public:
  TableWriter(const statement::Statement& statement, Language language)
      : statement_(statement), language_(language) {
    for (const figures::Count& count : figures::Counts()) {
      const figures::Column& column = count.column;
      if (column.heading.vi.empty()) continue;
      const bool any = statement.total.figures.*count.of != 0;
      if (any || !column.only_if_any) shown_.push_back(&count);
    }
  }

  std::string Write() const {
    return Heading() + "\n" + Table() + "\n" + Footnotes(statement_, language_);
  }

 private:
  std::string_view Word(Term term) const { return Text(term, language_); }

  void AddLine(std::string& out, Term name, const std::string& text) const {
    out += fmt::format("{}: {}\n", Word(name), text);
  }

  std::string Heading() const {
    std::string out(Word(Term::kTitle));
    out += '\n';
    if (statement_.simulated) out += fmt::format("*** {} ***\n", Word(Term::kSimulated));
    AddLine(out, Term::kPeriod, PeriodText());
    if (statement_.agency) {
      AddLine(out, Term::kAgency,
              Say(language_, "{} và các cơ quan trực thuộc", "{} and all below it",
                  WithCode(*statement_.agency, language_)));
    }
    AddLine(out, Term::kBasis, std::string(Text(statement_.basis, language_)));
    AddLine(out, Term::kTarget, TargetText(statement_.total.target, language_));
    AddLine(out, Term::kComparison, std::string(Text(statement_.comparison, language_)));
    if (Moves()) AddLine(out, Term::kTree, std::string(Text(statement_.tree, language_)));
    const ledger::Position& position = statement_.position;
    AddLine(
        out, Term::kPosition,
        Say(language_, "sự kiện {0}, lúc {1}, chuỗi {0}:{2}", "event {0}, at {1}, chain {0}:{2}",
            position.seq, Exactly(position.at, statement_.zone),
            ToHex(position.chain).substr(0, kChainDigits)));
    return out;
  }

  /// Said where it makes a difference.
  bool Moves() const {
    const Figures& total = statement_.total.figures;
    return statement_.tree != statement::Tree::kAsWas || total.moved_in + total.moved_out > 0;
  }

  std::string PeriodText() const {
    const figures::Period& period = statement_.period;
    std::string text = Say(language_, "từ ngày {} đến ngày {} ({})", "from {} to {} ({})",
                           Date(period.from), Date(period.to), period.name);
    if (!statement_.begun) return text + Say(language_, ", chưa bắt đầu", ", not begun yet");
    if (!statement_.period_over) text += Say(language_, ", chưa kết thúc", ", not over yet");
    return text;
  }

  std::string Table() const {
    TextTable table;
    table.AddColumn(Word(Term::kCode), TextTable::Align::kLeft);
    table.AddColumn(Word(Term::kName), TextTable::Align::kLeft);
    for (const figures::Count* count : shown_) {
      table.AddColumn(count->column.heading.In(language_), TextTable::Align::kRight,
                      count->column.group.In(language_));
    }
    for (const figures::HeadlineRate& rate : figures::Headlines()) {
      table.AddColumn(rate.title.In(language_), TextTable::Align::kRight, Word(Term::kGroupRate));
    }
    table.AddColumn(Word(Term::kBudgetLeft), TextTable::Align::kRight);
    table.AddRule();
    for (const statement::StatementRow& row : statement_.rows) {
      table.AddRow(Cells(row.of.code, NameOf(row.of, language_), row));
    }
    table.AddRule();
    table.AddRow(Cells("", std::string(Word(Term::kTotal)), statement_.total));
    return table.ToString();
  }

  std::vector<std::string> Cells(const std::string& code, const std::string& name,
                                 const statement::StatementRow& row) const {
    std::vector<std::string> cells = {code, CutTo(name == code ? "" : name, kNameColumns)};
    for (const figures::Count* count : shown_) {
      cells.push_back(Number(row.figures.*count->of, language_));
    }
    for (const figures::HeadlineRate& rate : figures::Headlines()) {
      cells.push_back(Percent(rate.of(row.figures), language_));
    }
    const bool has_budget = row.budget.state != figures::BudgetState::kNoData;
    cells.push_back(has_budget ? Number(row.budget.left, language_) : "—");
    return cells;
  }

  const statement::Statement& statement_;
  Language language_;
  std::vector<const figures::Count*> shown_;
};

}  // namespace

std::string WriteTable(const statement::Statement& statement, Language language) {
  return TableWriter(statement, language).Write();
}

}  // namespace dunghan::report
