#include "dunghan/sheet/workbook.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"
#include "input.h"
#include "packed.h"
#include "reader.h"

namespace dunghan::sheet {
namespace {

using namespace std::string_view_literals;

bool IsMarkup(std::string_view beginning) {
  std::string_view text = WithoutByteOrderMark(beginning);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.starts_with('<');
}

/// Why it is no list either.
std::optional<std::string> NoTextFault(std::string_view beginning) {
  if (beginning.starts_with("\x1F\x8B"sv)) return "compressed by gzip; unpack it first";
  if (beginning.starts_with("%PDF"sv)) return "a PDF, not a workbook";
  const bool utf16 = beginning.starts_with("\xFF\xFE"sv) || beginning.starts_with("\xFE\xFF"sv);
  if (!utf16 && IsMarkup(beginning)) {
    return "a web page or XML, although it may be named as a workbook; open it in Excel and save "
           "it "
           "as .xlsx";
  }
  if (!utf16 && beginning.find('\0') != std::string_view::npos) {
    return "neither a workbook nor a list; expected .xlsx, .xls, .ods or CSV (UTF-8, or UTF-16 "
           "with "
           "a byte-order mark)";
  }
  return std::nullopt;
}

Result<ReaderPointer> OpenInput(Input input, const Bounds& bounds) {
  std::string beginning(4096, '\0');
  const auto count = input.ReadAt(0, beginning);
  if (!count) return count.error();
  beginning.resize(*count);
  if (beginning.empty()) return Fault({input.name()}, "empty");
  if (beginning.starts_with("PK"sv)) return OpenPacked(std::move(input), bounds);
  if (beginning.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) {
    return OpenXls(std::move(input), bounds);
  }
  if (auto fault = NoTextFault(beginning)) return Fault({input.name()}, *fault);
  return OpenCsv(std::move(input), bounds);
}

}  // namespace

std::string_view ToString(FileKind kind) {
  switch (kind) {
    case FileKind::kXls:
      return "xls";
    case FileKind::kXlsx:
      return "xlsx";
    case FileKind::kOds:
      return "ods";
    case FileKind::kCsv:
      return "csv";
  }
  return "";
}

Error Workbook::Reader::NoSheet(size_t sheet, size_t sheets) const {
  return NotFound(fmt::format("{}: sheet {}: there are {}", name(), sheet + 1, sheets));
}

Result<ReaderPointer> OpenPacked(Input input, const Bounds& bounds) {
  auto zip = Zip::Open(std::move(input), bounds);
  if (!zip) return zip.error();
  // Of Excel's and OpenDocument's parts these are always there.
  if (zip->Has("[Content_Types].xml") || zip->Has("xl/workbook.xml")) {
    return OpenXlsx(*std::move(zip));
  }
  if (zip->Has("content.xml")) return OpenOds(*std::move(zip));
  return Fault({zip->file()}, "packed files, but no workbook: expected .xlsx or .ods");
}

Workbook::Workbook(ReaderPointer reader) : reader_(std::move(reader)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

Result<Workbook> Workbook::Open(const std::filesystem::path& path, const Bounds& bounds) {
  auto input = Input::Open(path, bounds.file_bytes);
  if (!input) return input.error();
  auto reader = OpenInput(*std::move(input), bounds);
  if (!reader) return reader.error();
  return Workbook(*std::move(reader));
}

Result<Workbook> Workbook::FromBytes(std::string bytes, std::string name, const Bounds& bounds) {
  auto input = Input::FromBytes(std::move(bytes), std::move(name), bounds.file_bytes);
  if (!input) return input.error();
  auto reader = OpenInput(*std::move(input), bounds);
  if (!reader) return reader.error();
  return Workbook(*std::move(reader));
}

FileKind Workbook::kind() const { return reader_->kind(); }
const std::string& Workbook::name() const { return reader_->name(); }
Result<std::vector<SheetName>> Workbook::Sheets() { return reader_->Sheets(); }
Result<void> Workbook::ForEachRow(size_t sheet, const Visit& visit) {
  return reader_->ForEachRow(sheet, visit);
}

Result<size_t> Workbook::FirstFilled() { return reader_->FirstFilled(); }

bool IsFilled(const Row& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](const Cell& cell) {
    return cell.text.find_first_not_of(" \t\r\n\xC2\xA0") != std::string::npos;
  });
}

Error Workbook::Reader::NothingInIt() const {
  return NotFound(fmt::format("{}: nothing stands in it", name()));
}

Result<size_t> Workbook::Reader::FirstFilled() {
  const auto sheets = Sheets();
  if (!sheets) return sheets.error();
  for (const bool hidden : {false, true}) {
    for (size_t i = 0; i < sheets->size(); ++i) {
      if ((*sheets)[i].hidden != hidden) continue;
      bool filled = false;
      const auto read = ForEachRow(i, [&](const Row& row) {
        filled = IsFilled(row);
        return !filled;
      });
      if (!read) return read.error();
      if (filled) return i;
    }
  }
  return NothingInIt();
}

}  // namespace dunghan::sheet
