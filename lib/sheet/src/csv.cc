#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "csv_text.h"
#include "dunghan/base/text.h"
#include "reader.h"

namespace dunghan::sheet {
namespace {

/// Cuts text that comes in pieces into records and cells, as RFC 4180 says; lines end with LF, CRLF
/// or CR. A quotation mark within a cell that does not begin with one is a character like others.
class CsvSplitter {
 public:
  CsvSplitter(std::string_view file, char separator, const Bounds& bounds)
      : file_(file), separator_(separator), bounds_(bounds) {}

  /// A record; false: enough.
  using Take = std::function<Result<bool>(const Row& row)>;

  /// Whether to go on.
  Result<bool> Feed(std::string_view text, const Take& take) {
    for (const char c : text) {
      const bool line_feed_of_pair = after_return_ && c == '\n';
      after_return_ = c == '\r';
      if (c == '\n' && !line_feed_of_pair) ++line_;
      if (c == '\r') ++line_;
      if (state_ == State::kQuoted) {
        // Within quotes CRLF stays as it is.
        if (c == '"') {
          state_ = State::kQuoteInQuoted;
        } else {
          cell_ += c;
        }
      } else if (state_ == State::kQuoteInQuoted && c == '"') {
        cell_ += c;
        state_ = State::kQuoted;
      } else if (c == separator_) {
        if (auto ended = EndCell(); !ended) return ended.error();
      } else if (c == '\n' || c == '\r') {
        if (line_feed_of_pair) continue;
        auto more = EndRecord(take);
        if (!more || !*more) return more;
      } else if (state_ == State::kBegin && c == '"') {
        state_ = State::kQuoted;
        opened_ = line_;
      } else {
        if (state_ == State::kBegin) state_ = State::kPlain;
        cell_ += c;
      }
      if (cell_.size() > bounds_.cell_bytes) return TooLong();
    }
    return true;
  }

  Result<bool> Finish(const Take& take) {
    if (state_ == State::kQuoted) return NotClosed();
    return EndRecord(take);
  }

 private:
  enum class State : uint8_t { kBegin, kPlain, kQuoted, kQuoteInQuoted };

  Error Here(std::string_view what) const {
    return InvalidArgument(
        fmt::format("{}:{}: column {}: {}", file_, row_.number, column_ + 1, what));
  }
  Error NotClosed() const {
    return InvalidArgument(
        fmt::format("{}:{}: column {}: the quotation mark opened here is not closed", file_,
                    opened_, column_ + 1));
  }
  Error TooLong() const {
    if (state_ == State::kQuoted) return NotClosed();
    return Here(fmt::format("expected at most {} bytes, got more", bounds_.cell_bytes));
  }

  Result<void> EndCell() {
    state_ = State::kBegin;
    if (column_ >= bounds_.columns) {
      return Here(fmt::format("expected at most {} columns, got more", bounds_.columns));
    }
    if (!IsUtf8(cell_)) {
      return Here(
          "not valid UTF-8, Windows-1258 or TCVN3 perhaps; save it as \"CSV UTF-8 (comma "
          "delimited)\"");
    }
    row_bytes_ += cell_.size();
    if (row_bytes_ > bounds_.row_bytes) return Here(TooLongRow(bounds_));
    if (!cell_.empty()) {
      row_.cells.push_back({.column = column_, .kind = CellKind::kText, .text = cell_});
    }
    cell_.clear();
    ++column_;
    return {};
  }

  Result<bool> EndRecord(const Take& take) {
    if (auto ended = EndCell(); !ended) return ended.error();
    Result<bool> more = true;
    if (!row_.cells.empty()) more = take(row_);
    row_.cells.clear();
    row_bytes_ = 0;
    row_.number = line_;
    column_ = 0;
    return more;
  }

  std::string_view file_;
  char separator_;
  const Bounds& bounds_;
  State state_ = State::kBegin;
  bool after_return_ = false;
  std::string cell_;
  size_t row_bytes_ = 0;
  int column_ = 0;
  int64_t line_ = 1;
  int64_t opened_ = 0;
  Row row_{.number = 1, .cells = {}};
};

/// Whichever cuts most of the first records into the same number of cells, more than one.
char GuessSeparator(std::string_view beginning) {
  const Bounds bounds;  // those of the reader are told when it is read
  constexpr size_t kMostRecords = 30;
  char best = ',';
  std::pair<size_t, int> best_score{0, 0};
  for (const char separator : {',', ';', '\t'}) {
    CsvSplitter splitter("", separator, bounds);
    std::map<int, size_t> widths;
    size_t records = 0;
    const CsvSplitter::Take count_cells = [&](const Row& row) -> Result<bool> {
      ++widths[row.cells.back().column + 1];
      return ++records < kMostRecords;
    };
    // What is wrong is told when it is read.
    (void)splitter.Feed(beginning, count_cells);
    if (records == 0) (void)splitter.Finish(count_cells);
    for (const auto& [width, count] : widths) {
      const std::pair<size_t, int> score{width > 1 ? count : 0, width};
      if (score > best_score) best = separator, best_score = score;
    }
  }
  return best;
}

/// What Excel puts in the first line of some lists: "sep=;".
std::optional<char> SaidSeparator(std::string_view beginning) {
  if (beginning.size() < 6 || (!beginning.starts_with("sep=") && !beginning.starts_with("SEP=")))
    return std::nullopt;
  if (beginning[5] != '\r' && beginning[5] != '\n') return std::nullopt;
  return beginning[4];
}

class CsvReader final : public Workbook::Reader {
 public:
  CsvReader(Input input, const Bounds& bounds)
      : Reader(FileKind::kCsv, input.name()), input_(std::move(input)), bounds_(bounds) {}

  Result<std::vector<SheetName>> Sheets() override { return std::vector<SheetName>(1); }

  Result<void> ForEachRow(size_t sheet, const Workbook::Visit& visit) override {
    if (sheet > 0) return NoSheet(sheet, 1);
    CsvText text(input_);
    auto piece = text.Next();
    if (!piece) return piece.error();
    const auto said = SaidSeparator(*piece);
    CsvSplitter splitter(input_.name(), said.value_or(GuessSeparator(*piece)), bounds_);
    RowSink sink(bounds_, visit);
    bool skip = said.has_value();
    const CsvSplitter::Take take = [&](const Row& row) -> Result<bool> {
      if (std::exchange(skip, false)) return true;
      return sink.Take(row, {input_.name(), {}, row.number});
    };
    while (!piece->empty()) {
      const auto more = splitter.Feed(*piece, take);
      if (!more) return more.error();
      if (!*more) return {};
      piece = text.Next();
      if (!piece) return piece.error();
    }
    if (const auto finished = splitter.Finish(take); !finished) return finished.error();
    return {};
  }

 private:
  Input input_;
  Bounds bounds_;
};

}  // namespace

Result<ReaderPointer> OpenCsv(Input input, const Bounds& bounds) {
  return ReaderPointer(std::make_unique<CsvReader>(std::move(input), bounds));
}

}  // namespace dunghan::sheet
