#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "dunghan/base/text.h"
#include "packed.h"
#include "reader.h"
#include "xml.h"

namespace dunghan::sheet {
namespace {

constexpr std::string_view kContent = "content.xml";

/// Cut where no sheet goes on, so that a sum of many is still a number.
int64_t RepeatOf(std::string_view text) {
  constexpr long long kMost = 1LL << 32;
  return std::clamp(ParseInteger(text).value_or(1), 1LL, kMost);
}

/// The tables of a document, one after the other; the rows of one of them.
class ContentHandler final : public XmlHandler {
 public:
  /// `wanted`: of which sheet; nothing: of none, to learn their names.
  ContentHandler(const Zip& zip, std::optional<size_t> wanted, const Workbook::Visit& visit)
      : zip_(zip), wanted_(wanted), sink_(zip.bounds(), visit) {}

  std::vector<SheetName> names;

  void Begin(std::string_view name, const XmlAttributes& attributes) override {
    if (skipping_ > 0) {
      ++skipping_;
    } else if (in_cell_) {
      BeginInCell(name, attributes);
    } else if (name == "style") {
      style_ = attributes[":style:1.0|name"];
    } else if (name == "table-properties") {
      if (attributes[":table:1.0|display"] == "false") hidden_styles_.insert(style_);
    } else if (name == "table") {
      BeginTable(attributes);
    } else if (!IsWanted()) {
      return;
    } else if (name == "table-row") {
      row_.cells.clear();
      row_bytes_ = 0;
      row_repeat_ = RepeatOf(attributes[":table:1.0|number-rows-repeated"]);
      column_ = 0;
    } else if (name == "table-cell" || name == "covered-table-cell") {
      BeginCell(attributes);
    } else if (name == "shapes" || name == "tracked-changes") {
      skipping_ = 1;
    }
  }

  void End(std::string_view name) override {
    if (skipping_ > 0) {
      --skipping_;
    } else if (in_cell_ && (name == "table-cell" || name == "covered-table-cell")) {
      EndCell();
    } else if (in_cell_ && name == "p") {
      in_paragraph_ = false;
    } else if (!in_cell_ && IsWanted() && name == "table-row") {
      EndRow();
    } else if (!in_cell_ && name == "table") {
      if (IsWanted()) Stop();
      in_table_ = false;
    }
  }

  void Text(std::string_view text) override {
    if (skipping_ == 0 && in_paragraph_) Append(text);
  }

 private:
  bool IsWanted() const { return in_table_ && wanted_ && *wanted_ + 1 == names.size(); }
  Error Here(std::string_view what) const {
    return Fault({zip_.file(), names.empty() ? "" : names.back().name, row_number_ + 1}, what);
  }

  void BeginTable(const XmlAttributes& attributes) {
    names.push_back({std::string(attributes[":table:1.0|name"]),
                     hidden_styles_.contains(std::string(attributes[":table:1.0|style-name"]))});
    in_table_ = true;
    row_number_ = 0;
    if (names.size() > zip_.bounds().sheets) {
      Fail(Fault({zip_.file()},
                 fmt::format("expected at most {} sheets, got more", zip_.bounds().sheets)));
    }
  }

  void BeginCell(const XmlAttributes& attributes) {
    in_cell_ = true;
    in_paragraph_ = false;
    paragraphs_ = 0;
    text_.clear();
    cell_repeat_ = RepeatOf(attributes[":table:1.0|number-columns-repeated"]);
    type_ = attributes[":office:1.0|value-type"];
    is_error_ = attributes[":calcext:1.0|value-type"] == "error";
    value_ = type_ == "date"      ? attributes[":office:1.0|date-value"]
             : type_ == "boolean" ? attributes[":office:1.0|boolean-value"]
             : type_ == "string"  ? attributes[":office:1.0|string-value"]
                                  : attributes[":office:1.0|value"];
  }

  void BeginInCell(std::string_view name, const XmlAttributes& attributes) {
    if (name == "p" && !in_paragraph_) {
      if (paragraphs_++ > 0) Append("\n");
      in_paragraph_ = true;
    } else if (!in_paragraph_ || name == "annotation" || name == "ruby-text" || name == "frame") {
      skipping_ = 1;  // notes, pictures, and what is written upon them
    } else if (name == "s") {
      const int64_t most = static_cast<int64_t>(zip_.bounds().cell_bytes) + 1;
      const int64_t blanks = std::min(RepeatOf(attributes[":text:1.0|c"]), most);
      Append(std::string(static_cast<size_t>(blanks), ' '));
    } else if (name == "tab") {
      Append("\t");
    } else if (name == "line-break") {
      Append("\n");
    }
  }

  void Append(std::string_view text) {
    text_ += text;
    if (text_.size() > zip_.bounds().cell_bytes) {
      Fail(Here(fmt::format("column {}: expected at most {} bytes, got more",
                            ColumnName(static_cast<int>(column_)), zip_.bounds().cell_bytes)));
    }
  }

  void EndCell() {
    in_cell_ = false;
    in_paragraph_ = false;
    const int64_t first = column_;
    column_ += cell_repeat_;
    const auto cell = MakeCell(static_cast<int>(std::min<int64_t>(first, zip_.bounds().columns)));
    if (!cell) return;
    if (column_ > zip_.bounds().columns) {
      return Fail(
          Here(fmt::format("expected at most {} columns, got more", zip_.bounds().columns)));
    }
    row_bytes_ += cell->text.size() * static_cast<size_t>(column_ - first);
    if (row_bytes_ > zip_.bounds().row_bytes) return Fail(Here(TooLongRow(zip_.bounds())));
    for (int64_t i = first; i < column_; ++i) {
      row_.cells.push_back(*cell);
      row_.cells.back().column = static_cast<int>(i);
    }
  }

  std::optional<Cell> MakeCell(int column) {
    if (is_error_) return Cell{.column = column, .kind = CellKind::kError, .text = text_};
    if (type_ == "float" || type_ == "percentage" || type_ == "currency") {
      double number = 0;
      const char* end = value_.data() + value_.size();
      const auto [rest, error] = std::from_chars(value_.data(), end, number);
      if (error == std::errc() && rest == end && std::isfinite(number)) {
        return NumberCell(column, number, type_ == "percentage");
      }
      Fail(Here(fmt::format("column {}: expected a number, got {}", ColumnName(column),
                            JsonQuote(value_))));
      return std::nullopt;
    }
    if (type_ == "boolean") return BooleanCell(column, value_ == "true");
    LocalTime at;
    if (type_ == "date" && ParseLocalTime(value_, at)) return DateCell(column, at);
    std::string text = text_.empty() ? value_ : text_;
    if (text.empty()) return std::nullopt;
    return Cell{.column = column, .kind = CellKind::kText, .text = std::move(text)};
  }

  void EndRow() {
    const int64_t first = row_number_;
    row_number_ += row_repeat_;
    if (row_.cells.empty()) return;  // a sheet is filled up with a million of these
    for (int64_t i = first; i < row_number_ && !done(); ++i) {
      row_.number = i + 1;
      const auto more = sink_.Take(row_, {zip_.file(), names.back().name, row_.number});
      if (!more) return Fail(more.error());
      if (!*more) Stop();
    }
  }

  const Zip& zip_;
  std::optional<size_t> wanted_;
  RowSink sink_;
  Row row_;
  std::string style_;
  std::set<std::string> hidden_styles_;
  int64_t row_number_ = 0;  // rows that are over
  int64_t row_repeat_ = 1;
  size_t row_bytes_ = 0;
  int64_t column_ = 0;
  int64_t cell_repeat_ = 1;
  std::string type_;
  std::string value_;
  std::string text_;
  int paragraphs_ = 0;
  int skipping_ = 0;
  bool in_table_ = false;
  bool in_cell_ = false;
  bool in_paragraph_ = false;
  bool is_error_ = false;
};

class OdsReader final : public Workbook::Reader {
 public:
  explicit OdsReader(Zip zip) : Reader(FileKind::kOds, zip.file()), zip_(std::move(zip)) {}

  Result<std::vector<SheetName>> Sheets() override {
    const Workbook::Visit none = [](const Row&) { return false; };
    ContentHandler handler(zip_, std::nullopt, none);
    if (auto read = ParseXml(zip_, kContent, handler); !read) return read.error();
    return std::move(handler.names);
  }

  Result<void> ForEachRow(size_t sheet, const Workbook::Visit& visit) override {
    ContentHandler handler(zip_, sheet, visit);
    if (auto read = ParseXml(zip_, kContent, handler); !read) return read.error();
    if (sheet >= handler.names.size()) return NoSheet(sheet, handler.names.size());
    return {};
  }

  /// Reads no further than it must: names alone would take the whole file.
  Result<size_t> FirstFilled() override {
    std::optional<size_t> hidden;
    for (size_t sheet = 0;; ++sheet) {
      bool filled = false;
      const Workbook::Visit look = [&](const Row& row) {
        filled = IsFilled(row);
        return !filled;
      };
      ContentHandler handler(zip_, sheet, look);
      if (auto read = ParseXml(zip_, kContent, handler); !read) return read.error();
      if (sheet >= handler.names.size()) break;
      if (filled && !handler.names[sheet].hidden) return sheet;
      if (filled && !hidden) hidden = sheet;
    }
    if (!hidden) return NothingInIt();
    return *hidden;
  }

 private:
  Zip zip_;
};

/// The list of parts says which are encrypted. It is searched, not parsed: old ones have a document
/// type.
constexpr std::string_view kManifest = "META-INF/manifest.xml";
constexpr size_t kMostManifest = size_t{16} << 20;

}  // namespace

Result<ReaderPointer> OpenOds(Zip zip) {
  if (zip.Has(kManifest)) {
    const auto manifest = zip.Read(kManifest, kMostManifest);
    if (!manifest) return manifest.error();
    if (manifest->find(":encryption-data") != std::string::npos ||
        manifest->find(":encrypted-key") != std::string::npos) {
      return Fault({zip.file()}, "encrypted: open it with its password and save it without one");
    }
  }
  return ReaderPointer(std::make_unique<OdsReader>(std::move(zip)));
}

}  // namespace dunghan::sheet
