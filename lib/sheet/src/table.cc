#include "dunghan/sheet/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"
#include "reader.h"

namespace dunghan::sheet {
namespace {

constexpr size_t kMostHeadRows = 6;
constexpr size_t kMostHeading = 500;  // characters

bool IsNumberHeading(std::string_view plain) {
  constexpr std::array kNames{"stt", "tt", "so tt", "so thu tu"};
  return std::find(kNames.begin(), kNames.end(), plain) != kNames.end();
}

bool IsHeadRow(const Row& row, const TableOptions& options) {
  size_t known = 0;
  for (const Cell& cell : row.cells) {
    if (cell.kind != CellKind::kText) continue;
    const std::string plain = Plain(cell.text);
    if (IsNumberHeading(plain) && row.cells.size() >= 2) return true;
    if (std::find(options.known.begin(), options.known.end(), plain) != options.known.end()) {
      ++known;
    }
  }
  return known >= 2 && known * 2 >= row.cells.size();
}

/// What of a row can be headings, on one line and cut: what is merged is told again for each column
/// below it.
Row AsHead(Row row) {
  for (Cell& cell : row.cells) cell.text = FirstCharacters(OneLine(cell.text), kMostHeading);
  std::erase_if(row.cells, [](const Cell& cell) { return cell.text.empty(); });
  return row;
}

/// "(3)", "3", "(3)=(4)+(5)", "A": the number that such a cell begins with; 0 of a letter.
std::optional<int64_t> ColumnNumber(const Cell& cell) {
  if (cell.kind == CellKind::kNumber) return CountOf(cell);
  if (cell.kind != CellKind::kText) return std::nullopt;
  std::string text = OneLine(cell.text);
  std::erase_if(text, [](char c) { return c == '(' || c == ')' || c == ' '; });
  if (text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z') return 0;
  const size_t end = std::min(text.find('='), text.size());
  return ParseInteger(std::string_view(text).substr(0, end));
}

/// A row (1) (2) (3) ..., of which no row of a table has the look.
bool IsColumnNumbers(const Row& row) {
  int64_t last = 0;
  int64_t numbers = 0;
  for (const Cell& cell : row.cells) {
    if (IsNothing(&cell)) continue;
    const auto number = ColumnNumber(cell);
    if (!number || (*number != 0 && *number != last + 1 && !(numbers == 0 && *number <= 3))) {
      return false;
    }
    if (*number != 0) last = *number, ++numbers;
  }
  return numbers >= 2;
}

/// A further row of headings: texts alone, and nothing in the columns that are numbered and named.
bool GoesOn(const Row& row, const Row& first) {
  const int lead = first.cells.front().column;
  return std::all_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
    if (IsNothing(&cell)) return true;
    if (cell.kind != CellKind::kText || NumberOf(cell) || DateOf(cell)) return false;
    return cell.column > lead + 1 || first.At(cell.column) == nullptr;
  });
}

/// Headings of several rows joined per column. A merged cell stands where it begins: a blank one
/// takes what stands left of it as long as both lie under the same heading.
class HeadJoiner {
 public:
  explicit HeadJoiner(const std::vector<Row>& rows) : rows_(rows) {}

  std::vector<Heading> Join() {
    std::set<int> columns;
    for (const Row& row : rows_) {
      for (const Cell& cell : row.cells) columns.insert(cell.column);
    }
    std::vector<Heading> headings;
    for (const int column : columns) {
      Heading heading{.column = column, .text = {}, .plain = {}};
      const std::vector<int>& owners = owners_[column] = Owners(column);
      for (size_t level = 0; level < owners.size(); ++level) {
        const Cell* cell = owners[level] < 0 ? nullptr : rows_[level].At(owners[level]);
        if (!cell) continue;
        heading.text += (heading.text.empty() ? "" : " / ") + cell->text;
        heading.plain += (heading.plain.empty() ? "" : " / ") + Plain(cell->text);
      }
      if (!heading.text.empty()) headings.push_back(std::move(heading));
    }
    return headings;
  }

 private:
  /// For each row of headings the column whose cell is over `column`; -1: none.
  std::vector<int> Owners(int column) const {
    std::vector<int> owners;
    int deepest = -1;  // the last row in which something stands in this very column
    for (size_t level = 0; level < rows_.size(); ++level) {
      if (rows_[level].At(column)) deepest = static_cast<int>(level);
    }
    for (size_t level = 0; level < rows_.size(); ++level) {
      if (rows_[level].At(column)) {
        owners.push_back(column);
      } else if (static_cast<int>(level) < deepest) {
        owners.push_back(LeftOf(level, column, owners));
      } else {
        owners.push_back(-1);
      }
    }
    return owners;
  }

  /// The nearest cell to the left in that row, if it lies under the same headings.
  int LeftOf(size_t level, int column, const std::vector<int>& above) const {
    const std::vector<Cell>& cells = rows_[level].cells;
    const auto right =
        std::lower_bound(cells.begin(), cells.end(), column,
                         [](const Cell& cell, int wanted) { return cell.column < wanted; });
    if (right == cells.begin()) return -1;
    const int left = std::prev(right)->column;
    return std::equal(above.begin(), above.end(), owners_.at(left).begin()) ? left : -1;
  }

  const std::vector<Row>& rows_;
  // Of the columns so far. Asked for anew each time, they would take twice as long for every
  // column more.
  std::map<int, std::vector<int>> owners_;
};

class TableReader {
 public:
  TableReader(const TableOptions& options, const TakeHead& take_head, const TakeRow& take_row)
      : options_(options), take_head_(take_head), take_row_(take_row) {}

  std::optional<Error> failure;
  bool found() const { return state_ != State::kAbove; }

  /// Whether to go on.
  bool Take(const Row& row) {
    switch (state_) {
      case State::kAbove:
        return TakeAbove(row);
      case State::kHead:
        return TakeHeadRow(row);
      case State::kRows:
        return TakeTableRow(row);
    }
    return false;
  }

  /// A table may end with its headings.
  void Finish() {
    if (state_ == State::kHead) GiveHead(rows_.back().number);
  }

 private:
  enum class State : uint8_t { kAbove, kHead, kRows };

  bool TakeAbove(const Row& row) {
    if (IsHeadRow(row, options_)) {
      if (IsHeadAbove(row)) rows_.push_back(AsHead(last_));
      rows_.push_back(AsHead(row));
      lead_ = rows_.back();
      head_.first_row = rows_.front().number;
      state_ = State::kHead;
      return true;
    }
    last_ = row;
    for (const Cell& cell : row.cells) {
      if (!IsNothing(&cell)) head_.above.push_back(OneLine(cell.text));
    }
    return ++above_ < options_.most_rows_above;
  }

  /// Whether the row just above has headings over some of the columns: more than one, and none over
  /// those that are numbered and named.
  bool IsHeadAbove(const Row& row) const {
    const Row last = AsHead(last_);
    if (last.number + 1 != row.number || last.cells.size() < 2) return false;
    return last.cells.front().column > AsHead(row).cells.front().column + 1;
  }

  bool TakeHeadRow(const Row& row) {
    if (IsColumnNumbers(row)) return GiveHead(row.number);
    if (rows_.size() < kMostHeadRows && GoesOn(row, lead_)) {
      rows_.push_back(AsHead(row));
      return true;
    }
    return GiveHead(rows_.back().number) && TakeTableRow(row);
  }

  bool GiveHead(int64_t last_row) {
    state_ = State::kRows;
    head_.last_row = last_row;
    head_.headings = HeadJoiner(rows_).Join();
    auto taken = take_head_(head_);
    if (!taken) failure = taken.error();
    return taken.has_value();
  }

  bool TakeTableRow(const Row& row) {
    const auto more = take_row_(row);
    if (!more) failure = more.error();
    return more && *more;
  }

  const TableOptions& options_;
  const TakeHead& take_head_;
  const TakeRow& take_row_;
  State state_ = State::kAbove;
  TableHead head_;
  Row last_;               // above the table
  Row lead_;               // the row by which the headings were found
  std::vector<Row> rows_;  // of headings
  int64_t above_ = 0;
};

}  // namespace

int TableHead::Find(std::span<const std::string_view> plain) const {
  for (const std::string_view wanted : plain) {
    for (const Heading& heading : headings) {
      if (heading.plain == wanted) return heading.column;
    }
  }
  return -1;
}

Result<void> ReadTable(Workbook& workbook, size_t sheet, const TableOptions& options,
                       const TakeHead& take_head, const TakeRow& take_row) {
  TableReader reader(options, take_head, take_row);
  auto read = workbook.ForEachRow(sheet, [&](const Row& row) { return reader.Take(row); });
  if (reader.failure) return *reader.failure;
  if (!read) return read;
  reader.Finish();
  if (reader.failure) return *reader.failure;
  if (!reader.found()) {
    return Fault({workbook.name()},
                 "no row of headings: expected one with \"STT\", or with the names of columns");
  }
  return {};
}

}  // namespace dunghan::sheet
