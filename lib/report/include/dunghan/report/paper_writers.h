#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/statement/paper.h"

/// Papers as files. Writers are pure but for a private folder that workbooks pass through: no
/// clock, no locale, no chance; the same paper gives the same bytes by the same build and the same
/// installed fonts. Safe from any thread.
namespace dunghan::report {

enum class PaperFormat : uint8_t {
  /// For reading on a terminal.
  kTable,
  /// Canonical, one line, fixed order of keys; the digest of this is what is frozen, so that it
  /// says nothing of `Paper::frozen`, the letterhead or signatures:
  /// {"form","title","language","period":{"name","from","to"},"basis","by"?,"tree"?,"agency"?,
  ///  "position":{"seq","at","chain"},"rulebook","simulated","provisional":[text],
  ///  "policies":[text],"sections":[section],"notes":[text],"identities":[{"equation","rows"}],
  ///  "trend":[{"label","value"}],"ranking":[..],"dossiers":section?}, a section being
  /// {"key","title","before":[text],"columns":[{"key","heading","number","kind"}],
  ///  "rows":[{"code","level","cells":{key:value}}],"after":[text]}.
  /// `heading` has the headings above before it, joined with " / "; `kind` is text, count, number,
  /// percent, time, day or instant; `level` plain, group or total. A percentage is
  /// {"on_time","all","ratio"}, the ratio cut to four digits and null for 0/0; working time is
  /// seconds; days are ISO, instants RFC 3339 with the offset of the paper's zone; nothing is null.
  kJson,
  /// For machines, RFC 4180: UTF-8, commas, CRLF, keys as heads, numbers and dates as in JSON.
  /// Columns in front, unless the paper has them under the same key: `section` where several
  /// sections have tables, `code`, `level` where some row is no plain one; at the end `period`,
  /// `basis`, `position` ("SEQ:DIGEST"), `simulated`. A percentage has three columns, KEY.on_time,
  /// KEY.all and KEY.ratio. Neighbouring sections with the same columns are one table; tables with
  /// others follow after an empty line. Texts that a spreadsheet would run: see csv_text.h.
  kCsv,
  /// For a Vietnamese spreadsheet program: byte-order mark, ";", decimal commas, headings as
  /// printed, dd/MM/yyyy, "97,96%"; working time in hours.
  kExcelCsv,
  kXlsx,
  /// One printable page that fetches nothing and runs nothing.
  kHtml,
  /// A4, landscape.
  kPdf,
};

/// The paper as bytes, in `paper.language`. `columns` is the width of the terminal that a table is
/// fitted to: texts are cut with "…", then columns go into several blocks, each beginning with the
/// name of its rows; 0: as wide as it needs. It is of no matter to other formats.
/// @error kUnavailable: a workbook's temporary folder cannot be used; kInternal: a library refused.
Result<std::string> WritePaper(const statement::Paper& paper, PaperFormat format, int columns = 0);

/// "table", "json", "csv", "excel", "xlsx", "html", "pdf".
std::optional<PaperFormat> ParsePaperFormat(std::string_view name);
/// "application/json"; of texts with their charset.
std::string_view MediaType(PaperFormat format);
/// Of a file's name, without the dot: "xlsx".
std::string_view Extension(PaperFormat format);

}  // namespace dunghan::report
