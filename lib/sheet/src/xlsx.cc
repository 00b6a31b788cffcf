#include "xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "dunghan/base/text.h"
#include "xml.h"

namespace dunghan::sheet {
namespace {

constexpr int64_t kLastRow = int64_t{1} << 31;  // Excel's is the 2^20th

/// The column of "AB12"; -1 where the text is no such reference.
int ColumnOf(std::string_view reference) {
  int column = 0;
  size_t letters = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || letters == 3) break;
    column = column * 26 + (c - 'A' + 1);
    ++letters;
  }
  return letters == 0 ? -1 : column - 1;
}

/// The cells of a sheet, row by row, as they come.
class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(const XlsxContext& context, const std::string& sheet, const Workbook::Visit& visit)
      : context_(context), sheet_(sheet), sink_(context.zip.bounds(), visit) {}

  void Begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") return BeginRow(attributes);
    if (name == "c") return BeginCell(attributes);
    if (name == "rPh") ++phonetic_;
    in_text_ = in_cell_ && phonetic_ == 0 && (name == "v" || name == "t");
  }
  void End(std::string_view name) override {
    in_text_ = false;
    if (name == "rPh") --phonetic_;
    if (name == "c" && in_cell_) EndCell();
    if (name == "row") EndRow();
    if (name == "sheetData") Stop();
  }
  void Text(std::string_view text) override {
    if (!in_text_) return;
    text_ += text;
    if (text_.size() > context_.zip.bounds().cell_bytes) {
      Fail(Here(fmt::format("column {}: expected at most {} bytes, got more", ColumnName(column_),
                            context_.zip.bounds().cell_bytes)));
    }
  }

 private:
  Error Here(std::string_view what) const {
    return Fault({context_.zip.file(), sheet_, row_.number}, what);
  }

  void BeginRow(const XmlAttributes& attributes) {
    const auto said = ParseInteger(attributes["r"]);
    const int64_t number = said && *said > 0 ? *said : row_.number + 1;
    if (number <= row_.number || number > kLastRow) {
      return Fail(Here(fmt::format("expected a row from {} to {} to follow, got {}",
                                   row_.number + 1, kLastRow, number)));
    }
    row_.number = number;
    row_.cells.clear();
    row_bytes_ = 0;
    column_ = -1;
  }

  void BeginCell(const XmlAttributes& attributes) {
    const int column = ColumnOf(attributes["r"]);
    column_ = column >= 0 ? column : column_ + 1;
    // One column may be told many times.
    const int most = context_.zip.bounds().columns;
    if (column_ >= most || row_.cells.size() >= static_cast<size_t>(most)) {
      return Fail(Here(fmt::format("expected at most {} columns, got more", most)));
    }
    type_ = attributes["t"];
    const auto style = ParseInteger(attributes["s"]).value_or(0);
    const auto& styles = context_.styles;
    const bool known = style >= 0 && static_cast<size_t>(style) < styles.size();
    format_ = known ? styles[static_cast<size_t>(style)] : FormatKind::kNumber;
    text_.clear();
    in_cell_ = true;
  }

  void EndCell() {
    in_cell_ = false;
    if (text_.empty()) return;
    if (type_ == "s") {
      TakeShared();
    } else if (type_ == "str" || type_ == "inlineStr") {
      TakeText(text_);
    } else if (type_ == "b") {
      row_.cells.push_back(BooleanCell(column_, text_ == "1" || text_ == "true"));
    } else if (type_ == "e") {
      row_.cells.push_back({.column = column_, .kind = CellKind::kError, .text = text_});
    } else if (type_ == "d") {
      TakeIsoDate();
    } else {
      TakeNumber();
    }
  }

  void TakeText(std::string_view text) {
    if (text.empty()) return;
    row_bytes_ += text.size();
    if (row_bytes_ > context_.zip.bounds().row_bytes) {
      return Fail(Here(TooLongRow(context_.zip.bounds())));
    }
    row_.cells.push_back({.column = column_, .kind = CellKind::kText, .text = std::string(text)});
  }
  void TakeShared() {
    const auto index = ParseInteger(text_);
    if (!index || *index < 0 || static_cast<size_t>(*index) >= context_.strings.size()) {
      return Fail(Here(fmt::format("column {}: shared string {} does not exist",
                                   ColumnName(column_), JsonQuote(text_))));
    }
    TakeText(context_.strings[static_cast<size_t>(*index)]);
  }
  void TakeIsoDate() {
    LocalTime at;
    if (!ParseLocalTime(text_, at)) return TakeText(text_);
    row_.cells.push_back(DateCell(column_, at));
  }
  void TakeNumber() {
    double number = 0;
    const char* end = text_.data() + text_.size();
    const auto [rest, error] = std::from_chars(text_.data(), end, number);
    if (error != std::errc() || rest != end || !std::isfinite(number)) {
      return Fail(Here(fmt::format("column {}: expected a number, got {}", ColumnName(column_),
                                   JsonQuote(text_))));
    }
    const auto at = FromSerial(number, context_.book.since_1904);
    const bool is_time = at && format_ == FormatKind::kTime;
    if (is_time && number < 1) {
      TakeText(DateCell(0, *at).has_time ? DateCell(0, *at).text.substr(11) : "00:00:00");
    } else if (is_time || (at && format_ == FormatKind::kDate)) {
      // With a day it is a date, though it may be shown by its time alone.
      row_.cells.push_back(DateCell(column_, *at));
    } else {
      row_.cells.push_back(NumberCell(column_, number, format_ == FormatKind::kPercent));
    }
  }

  void EndRow() {
    if (row_.cells.empty()) return;
    const auto by_column = [](const Cell& a, const Cell& b) { return a.column < b.column; };
    if (!std::is_sorted(row_.cells.begin(), row_.cells.end(), by_column)) {
      std::stable_sort(row_.cells.begin(), row_.cells.end(), by_column);
    }
    const auto more = sink_.Take(row_, {context_.zip.file(), sheet_, row_.number});
    if (!more) return Fail(more.error());
    if (!*more) Stop();
  }

  const XlsxContext& context_;
  const std::string& sheet_;
  RowSink sink_;
  Row row_;
  size_t row_bytes_ = 0;
  int column_ = -1;
  std::string type_;
  FormatKind format_ = FormatKind::kNumber;
  std::string text_;
  int phonetic_ = 0;
  bool in_cell_ = false;
  bool in_text_ = false;
};

class XlsxReader final : public Workbook::Reader {
 public:
  XlsxReader(Zip zip, XlsxBook book)
      : Reader(FileKind::kXlsx, zip.file()), zip_(std::move(zip)), book_(std::move(book)) {}

  Result<std::vector<SheetName>> Sheets() override {
    std::vector<SheetName> names;
    for (const XlsxBook::Sheet& sheet : book_.sheets) names.push_back(sheet.of);
    return names;
  }

  Result<void> ForEachRow(size_t sheet, const Workbook::Visit& visit) override {
    if (sheet >= book_.sheets.size()) return NoSheet(sheet, book_.sheets.size());
    if (auto loaded = Load(); !loaded) return loaded.error();
    return ReadXlsxSheet({zip_, book_, strings_, styles_}, book_.sheets[sheet], visit);
  }

 private:
  Result<void> Load() {
    if (loaded_) return {};
    auto strings = ReadSharedStrings(zip_, book_.strings_part);
    if (!strings) return strings.error();
    auto styles = ReadStyles(zip_, book_.styles_part);
    if (!styles) return styles.error();
    strings_ = *std::move(strings);
    styles_ = *std::move(styles);
    loaded_ = true;
    return {};
  }

  Zip zip_;
  XlsxBook book_;
  SharedStrings strings_;
  std::vector<FormatKind> styles_;
  bool loaded_ = false;
};

}  // namespace

Result<void> ReadXlsxSheet(const XlsxContext& context, const XlsxBook::Sheet& sheet,
                           const Workbook::Visit& visit) {
  SheetHandler handler(context, sheet.of.name, visit);
  return ParseXml(context.zip, sheet.part, handler);
}

Result<ReaderPointer> OpenXlsx(Zip zip) {
  auto book = ReadXlsxBook(zip);
  if (!book) return book.error();
  return ReaderPointer(std::make_unique<XlsxReader>(std::move(zip), *std::move(book)));
}

}  // namespace dunghan::sheet
