#include "dunghan/rulebook/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/base/text_form.h"
#include "input.h"

namespace dunghan::rulebook {
namespace {

struct Record {
  int line = 0;
  std::vector<std::string> cells;
  std::string fault;  // why the record cannot be used
};

std::string Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

/// Cuts a text into records and cells.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  /// The next record that is not blank.
  std::optional<Record> Next() {
    while (at_ < text_.size()) {
      Record record = ReadRecord();
      if (record.cells.size() > 1 || !record.cells.front().empty() || !record.fault.empty()) {
        return record;
      }
    }
    return std::nullopt;
  }

 private:
  Record ReadRecord() {
    Record record{.line = line_, .cells = {}, .fault = {}};
    do {
      record.cells.push_back(ReadCell(record.fault));
    } while (Skip(','));
    SkipLineEnd();
    return record;
  }

  std::string ReadCell(std::string& fault) {
    const size_t start = at_;
    while (Peek() == ' ' || Peek() == '\t') ++at_;
    if (Peek() == '"') return ReadQuoted(fault);
    at_ = std::min(text_.find_first_of(",\n", start), text_.size());
    std::string_view cell = text_.substr(start, at_ - start);
    if (AtLineEnd() && cell.ends_with('\r')) cell.remove_suffix(1);
    if (cell.find('"') != std::string_view::npos && fault.empty()) {
      fault =
          fmt::format("a quotation mark inside the cell {}: quote the whole cell, and double it",
                      JsonQuote(cell));
    }
    return Trimmed(cell);
  }

  std::string ReadQuoted(std::string& fault) {
    const int opened = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        cell += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += text_[++at_];
      } else {
        ++at_;
        RequireCellEnd(fault);
        return Trimmed(cell);
      }
    }
    if (fault.empty())
      fault = fmt::format("the quotation mark opened in line {} is not closed", opened);
    return cell;
  }

  void RequireCellEnd(std::string& fault) {
    const size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    const std::string rest = Trimmed(text_.substr(at_, end - at_));
    if (!rest.empty() && rest != "\r" && fault.empty()) {
      fault = fmt::format("text after the closing quotation mark: {}", JsonQuote(rest));
    }
    at_ = end;
  }

  bool Skip(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  void SkipLineEnd() {
    if (Skip('\n')) ++line_;
  }

  bool AtLineEnd() const { return at_ == text_.size() || text_[at_] == '\n'; }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
};

/// Matches the records of a file with the columns asked for.
class Reader {
 public:
  Reader(const FileText& input, std::span<const CsvColumn> columns, std::vector<Problem>& problems)
      : file_(input.file), recorded_(input.recorded), columns_(columns), problems_(problems) {}

  /// Learns where each column stands; false if rows would make no sense. A column whose name is
  /// misspelt counts as the one that is meant, so that its rows do not complain of it once more.
  bool ReadHeader(const Record& header) {
    if (!Usable(header)) return false;
    width_ = header.cells.size();
    place_.assign(columns_.size(), std::nullopt);
    std::vector<size_t> strange;
    bool legible = true;
    for (size_t i = 0; i < width_; ++i) {
      const Known known = PlaceColumn(header, i);
      legible = legible && known != Known::kNoText;
      if (known == Known::kNo) strange.push_back(i);
    }
    std::erase_if(strange, [&](size_t i) { return PlaceMisspelt(header, i); });
    return legible && !TellMissing(header, strange) && TellStrange(header, strange);
  }

  std::optional<CsvRow> ReadRow(Record record) {
    if (!Usable(record)) return std::nullopt;
    if (record.cells.size() != width_) {
      Add(record.line, "", fmt::format("expected {} cells, got {}", width_, record.cells.size()));
      return std::nullopt;
    }
    CsvRow row{.line = record.line, .cells = std::vector<std::string>(columns_.size())};
    bool whole = true;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!place_[i]) continue;
      std::string& cell = record.cells[*place_[i]];
      if (CheckText(record.line, columns_[i].name, cell)) {
        row.cells[i] = std::move(cell);
      } else {
        whole = whole && !columns_[i].required;
      }
    }
    if (!whole) return std::nullopt;
    return row;
  }

 private:
  bool Usable(const Record& record) {
    if (!record.fault.empty()) Add(record.line, "", record.fault);
    return record.fault.empty();
  }

  enum class Known { kYes, kNo, kNoText };

  Known PlaceColumn(const Record& header, size_t index) {
    const std::string& name = header.cells[index];
    const std::string label = fmt::format("column {}", index + 1);
    if (!CheckText(header.line, label, name)) return Known::kNoText;
    if (name.empty()) Add(header.line, label, "column without a name");
    if (name.empty()) return Known::kYes;
    const auto column = std::find_if(columns_.begin(), columns_.end(),
                                     [&](const CsvColumn& known) { return known.name == name; });
    if (column == columns_.end()) return Known::kNo;
    std::optional<size_t>& place = place_[static_cast<size_t>(column - columns_.begin())];
    if (place) Add(header.line, name, "column stands there twice");
    place = index;
    return Known::kYes;
  }

  /// Whether it is near one that is missing, told and taken for it.
  bool PlaceMisspelt(const Record& header, size_t index) {
    const std::string& name = header.cells[index];
    const auto nearest = NearestName(name, Missing());
    if (!nearest) return false;
    Add(header.line, name, fmt::format("unknown column (did you mean \"{}\"?)", *nearest));
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name == *nearest) place_[i] = index;
    }
    return true;
  }

  std::vector<std::string_view> Missing() const {
    std::vector<std::string_view> names;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!place_[i]) names.push_back(columns_[i].name);
    }
    return names;
  }

  /// Whether a required column is missing; one problem then says all there is to the first line.
  bool TellMissing(const Record& header, const std::vector<size_t>& strange) {
    std::vector<std::string> missing;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].required && !place_[i]) missing.emplace_back(columns_[i].name);
    }
    if (missing.empty()) return false;
    std::string text =
        missing.size() == 1 ? "required column is missing" : "required columns are missing";
    std::vector<std::string> found;
    for (const size_t i : strange) found.push_back(JsonQuote(header.cells[i]));
    if (!found.empty()) {
      text += fmt::format("; unknown: {}; known: {}", fmt::join(found, ", "), Names());
    }
    Add(header.line, fmt::format("{}", fmt::join(missing, ", ")), text);
    return true;
  }

  /// False: one of them may be meant for a column that is missing, which rows would complain of.
  bool TellStrange(const Record& header, const std::vector<size_t>& strange) {
    for (const size_t i : strange) {
      Add(header.line, header.cells[i], "unknown column; known: " + Names());
    }
    return strange.empty() || Missing().empty();
  }

  std::string Names() const {
    std::vector<std::string_view> names;
    for (const CsvColumn& known : columns_) names.push_back(known.name);
    return fmt::format("{}", fmt::join(names, ", "));
  }

  bool CheckText(int line, std::string_view field, std::string_view text) {
    if (!IsUtf8(text)) {
      Add(line, field, "not valid UTF-8");
      return false;
    }
    if (!IsPrintable(text) || (!recorded_ && !IsName(text))) {
      Add(line, field,
          fmt::format("expected printable characters, got {}{}", JsonQuote(text),
                      HiddenNameFault(text)));
      return false;
    }
    return true;
  }

  void Add(int line, std::string_view field, std::string message) {
    problems_.push_back(
        {.file = file_, .line = line, .field = std::string(field), .message = std::move(message)});
  }

  std::string file_;
  bool recorded_;
  std::span<const CsvColumn> columns_;
  std::vector<Problem>& problems_;
  std::vector<std::optional<size_t>> place_;  // per column asked for: its place in the file
  size_t width_ = 0;
};

constexpr std::string_view kSaveAs =
    "\"CSV UTF-8 (comma delimited)\" (in Excel: Save As, or File > Export)";

int LineAt(std::string_view text, size_t offset) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(offset), '\n'));
}

/// Lists of other separators have a first line of one cell.
std::optional<Problem> FindOtherSeparator(const FileText& input) {
  const size_t begin = input.text.find_first_not_of("\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  std::string_view line = input.text.substr(begin);
  line = line.substr(0, line.find_first_of("\r\n"));
  if (line.find(',') != std::string_view::npos) return std::nullopt;
  const bool semicolon = line.find(';') != std::string_view::npos;
  if (!semicolon && line.find('\t') == std::string_view::npos) return std::nullopt;
  return Problem{
      input.file, LineAt(input.text, begin), "",
      fmt::format("expected columns separated by commas, got {}{}: {}",
                  semicolon ? "semicolons" : "tabs",
                  semicolon ? ", as Excel writes where the comma is the decimal mark" : "",
                  JsonQuote(line))};
}

/// The first line that is not UTF-8, and how many more.
std::optional<Problem> FindOtherEncoding(const FileText& input) {
  if (IsUtf8(input.text)) return std::nullopt;
  int line = 0;
  int first = 0;
  int more = 0;
  for (std::string_view rest = input.text; !rest.empty();) {
    ++line;
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (!IsUtf8(rest.substr(0, end))) first == 0 ? first = line : ++more;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::string others = more == 0   ? ""
                             : more == 1 ? ", nor is 1 more line"
                                         : fmt::format(", nor are {} more lines", more);
  return Problem{input.file, first, "",
                 fmt::format("not valid UTF-8{}; save it as {}", others, kSaveAs)};
}

/// Why a list as a whole cannot be read: one problem, not one for each of its rows.
std::optional<Problem> FindWrongForm(const FileText& input) {
  if (auto fault = FormFault(input.text, kSaveAs)) return Problem{input.file, 0, "", *fault};
  if (auto fault = FindOtherEncoding(input)) return fault;
  return FindOtherSeparator(input);
}

}  // namespace

std::vector<CsvRow> ReadCsv(const std::filesystem::path& path, std::span<const CsvColumn> columns,
                            std::vector<Problem>& problems) {
  const auto bytes = ReadBytes(path, kMostList, problems);
  if (!bytes) return {};
  return ReadCsv(FileText{path.string(), WithoutByteOrderMark(*bytes)}, columns, problems);
}

std::vector<CsvRow> ReadCsv(const FileText& input, std::span<const CsvColumn> columns,
                            std::vector<Problem>& problems) {
  // What is on record was read, and stays readable.
  if (auto fault = input.recorded ? std::nullopt : FindWrongForm(input)) {
    problems.push_back(*std::move(fault));
    return {};
  }
  Splitter splitter(input.text);
  Reader reader(input, columns, problems);
  auto record = splitter.Next();
  if (!record) {
    problems.push_back({input.file, 0, "", "empty: expected a line of column names"});
    return {};
  }
  if (!reader.ReadHeader(*record)) return {};
  std::vector<CsvRow> rows;
  while ((record = splitter.Next())) {
    if (auto row = reader.ReadRow(*std::move(record))) rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace dunghan::rulebook
