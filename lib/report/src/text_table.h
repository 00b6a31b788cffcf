#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunghan::report {

/// A table in fixed columns for a terminal. Widths are counted in columns on the screen, so that
/// Vietnamese text lines up. Columns that have the same group side by side share a heading.
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::vector<std::string> heading;  ///< lines
    Align align = Align::kRight;
    std::vector<std::string> groups = {};  ///< headings above, the outermost first
    bool may_be_cut = false;               ///< where the table is wider than it may be
  };
  /// What a table is fitted to.
  struct Fit {
    size_t columns = 0;     ///< of the screen; 0: as wide as it needs
    size_t repeated = 1;    ///< how many of the first columns begin every block
    size_t narrowest = 12;  ///< no column is cut to less
  };

  void AddColumn(std::string_view heading, Align align, std::string_view group = {});
  void AddColumn(Column column) { columns_.push_back(std::move(column)); }
  /// REQUIRES: as many cells as columns.
  void AddRow(std::vector<std::string> cells);
  void AddRule();

  std::string ToString() const;
  /// Columns that have no room beside the others go into further blocks of all rows, an empty line
  /// between them.
  std::string ToString(const Fit& fit) const;

 private:
  /// The columns of a block, with their widths.
  struct Block {
    std::vector<size_t> columns;
    std::vector<size_t> widths;
    size_t Total() const;
  };
  std::vector<size_t> Needed() const;
  void Cut(std::vector<size_t>& widths, size_t count, size_t most, size_t narrowest) const;
  std::vector<size_t> FoldedWidths(const Fit& fit) const;
  std::vector<Block> BlocksOf(const Fit& fit) const;
  Block BlockOf(std::vector<size_t> columns, const std::vector<size_t>& widths) const;
  size_t Levels(const Block& block) const;
  bool HasGroup(const Block& block, size_t at, size_t level) const;
  bool GoesOn(const Block& block, size_t at, size_t level) const;
  size_t SpanOf(const Block& block, size_t first, size_t level, size_t& last) const;
  std::string GroupLine(const Block& block, size_t level) const;
  void AppendHeading(std::string& out, const Block& block) const;
  void Append(std::string& out, const Block& block) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  ///< an empty one is a rule
};

/// The text cut to so many columns on the screen, with "…" where something is missing.
std::string CutTo(std::string_view text, size_t columns);

/// The text in lines of so many columns, broken at blanks; a longer word has a line of its own.
std::vector<std::string> WrapTo(std::string_view text, size_t columns);

}  // namespace dunghan::report
