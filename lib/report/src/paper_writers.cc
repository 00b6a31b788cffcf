#include "dunghan/report/paper_writers.h"

#include <algorithm>
#include <array>

#include "paper_parts.h"

namespace dunghan::report {
namespace {

struct PaperFormatRow {
  PaperFormat format;
  std::string_view name;
  std::string_view media_type;
  std::string_view extension;
};

constexpr std::array<PaperFormatRow, 7> kPaperFormats = {{
    {PaperFormat::kTable, "table", "text/plain; charset=utf-8", "txt"},
    {PaperFormat::kJson, "json", "application/json", "json"},
    {PaperFormat::kCsv, "csv", "text/csv; charset=utf-8", "csv"},
    {PaperFormat::kExcelCsv, "excel", "text/csv; charset=utf-8", "csv"},
    {PaperFormat::kXlsx, "xlsx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {PaperFormat::kHtml, "html", "text/html; charset=utf-8", "html"},
    {PaperFormat::kPdf, "pdf", "application/pdf", "pdf"},
}};

const PaperFormatRow& RowOf(PaperFormat format) {
  return kPaperFormats.at(static_cast<size_t>(format));
}

}  // namespace

Result<std::string> WritePaper(const statement::Paper& paper, PaperFormat format, int columns) {
  switch (format) {
    case PaperFormat::kTable:
      return WritePaperTable(paper, columns);
    case PaperFormat::kJson:
      return WritePaperJson(paper);
    case PaperFormat::kCsv:
      return WritePaperCsv(paper);
    case PaperFormat::kExcelCsv:
      return WritePaperExcelCsv(paper);
    case PaperFormat::kXlsx:
      return WritePaperXlsx(paper);
    case PaperFormat::kHtml:
      return WritePaperHtml(paper);
    case PaperFormat::kPdf:
      return WritePaperPdf(paper);
  }
  return Internal("no such format of a paper");
}

std::optional<PaperFormat> ParsePaperFormat(std::string_view name) {
  const auto* row = std::find_if(kPaperFormats.begin(), kPaperFormats.end(),
                                 [name](const PaperFormatRow& each) { return each.name == name; });
  if (row == kPaperFormats.end()) return {};
  return row->format;
}

std::string_view MediaType(PaperFormat format) { return RowOf(format).media_type; }
std::string_view Extension(PaperFormat format) { return RowOf(format).extension; }

}  // namespace dunghan::report
