#include <functional>

#include "dunghan/base/digest.h"
#include "dunghan/report/writers.h"
#include "footnotes.h"
#include "format.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using figures::Figures;

constexpr size_t kNameColumns = 40;
constexpr size_t kChainDigits = 16;  // what verify --against takes

struct Column {
  Term heading;
  std::optional<Term> group;
  int64_t Figures::*count;
  bool always;  ///< false: only where something stands in it
};
constexpr Column kCounts[] = {
    {Term::kReceived, {}, &Figures::received, true},
    {Term::kCarriedOver, {}, &Figures::carried_over, true},
    {Term::kMovedIn, {}, &Figures::moved_in, false},
    {Term::kEarly, Term::kGroupFinished, &Figures::finished_early, true},
    {Term::kOnTime, Term::kGroupFinished, &Figures::finished_on_time, true},
    {Term::kLate, Term::kGroupFinished, &Figures::finished_late, true},
    {Term::kFinishedUnmeasurable, Term::kGroupFinished, &Figures::finished_unmeasurable, false},
    {Term::kWithdrawn, {}, &Figures::withdrawn, true},
    {Term::kMovedOut, {}, &Figures::moved_out, false},
    {Term::kInTime, Term::kGroupOpen, &Figures::open_in_time, true},
    {Term::kOverdue, Term::kGroupOpen, &Figures::open_overdue, true},
    {Term::kSuspended, Term::kGroupOpen, &Figures::open_suspended, true},
    {Term::kUnmeasurable, Term::kGroupOpen, &Figures::open_unmeasurable, true},
};
constexpr figures::Headline kRates[] = {figures::Headline::kOfficial, figures::Headline::kStrict,
                                        figures::Headline::kDueCohort};

class TableWriter {
 public:
  TableWriter(const statement::Statement& statement, Language language)
      : statement_(statement), language_(language) {
    for (const Column& column : kCounts) {
      if (column.always || statement.total.figures.*column.count != 0) shown_.push_back(column);
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
    for (const Column& column : shown_) {
      table.AddColumn(Word(column.heading), TextTable::Align::kRight,
                      column.group ? Word(*column.group) : std::string_view());
    }
    for (const auto rate : kRates) {
      table.AddColumn(Text(rate, language_), TextTable::Align::kRight, Word(Term::kGroupRate));
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
    for (const Column& column : shown_) {
      cells.push_back(Number(row.figures.*column.count, language_));
    }
    for (const auto rate : kRates) {
      cells.push_back(Percent(figures::RateOf(row.figures, rate), language_));
    }
    const bool has_budget = row.budget.state != figures::BudgetState::kNoData;
    cells.push_back(has_budget ? Number(row.budget.left, language_) : "—");
    return cells;
  }

  const statement::Statement& statement_;
  Language language_;
  std::vector<Column> shown_;
};

}  // namespace

std::string WriteTable(const statement::Statement& statement, Language language) {
  return TableWriter(statement, language).Write();
}

}  // namespace dunghan::report
