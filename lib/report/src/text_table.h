#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunghan::report {

/// A table in fixed columns for a terminal. Widths are counted in columns on the screen, so that
/// Vietnamese text lines up. Columns that have the same group side by side share a heading.
class TextTable {
 public:
  enum class Align { kLeft, kRight };

  void AddColumn(std::string_view heading, Align align, std::string_view group = {});
  /// REQUIRES: as many cells as columns.
  void AddRow(std::vector<std::string> cells);
  void AddRule();

  std::string ToString() const;

 private:
  struct Column {
    std::string_view heading;
    Align align;
    std::string_view group;
    bool starts_group = false;
  };
  std::vector<size_t> Widths() const;
  size_t SpanOf(size_t first, const std::vector<size_t>& widths, size_t& last) const;
  std::string GroupLine(const std::vector<size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  ///< an empty one is a rule
};

/// The text cut to so many columns on the screen, with "…" where something is missing.
std::string CutTo(std::string_view text, size_t columns);

}  // namespace dunghan::report
