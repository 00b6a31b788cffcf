#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"

namespace dunghan::rulebook {

struct FileText;

/// A column that a list may have.
struct CsvColumn {
  std::string_view name;
  bool required = false;  ///< must stand in the first line
};

/// One record: its cells in the order of the columns asked for, outer blanks removed; a column the
/// file does not have is empty everywhere.
struct CsvRow {
  int line = 0;  ///< where it begins; a quoted cell may run over several lines
  std::vector<std::string> cells;
};

/// Reads a comma-separated list whose first line names its columns (RFC 4180; UTF-8, LF or CRLF, a
/// byte-order mark is accepted, blank lines are skipped). Every fault of the file becomes a
/// problem; records that are whole are returned all the same, so that what they say can be checked
/// too. A file of another encoding or separator, or without a column that is needed, is one problem
/// and no records.
std::vector<CsvRow> ReadCsv(const FileText& input, std::span<const CsvColumn> columns,
                            std::vector<Problem>& problems);
/// The same from disk.
std::vector<CsvRow> ReadCsv(const std::filesystem::path& path, std::span<const CsvColumn> columns,
                            std::vector<Problem>& problems);

}  // namespace dunghan::rulebook
