#include "text_table.h"

#include <algorithm>
#include <numeric>

#include "dunghan/base/text.h"

namespace dunghan::report {
namespace {

constexpr size_t kGap = 2;

std::string Blanks(size_t count) { return std::string(count, ' '); }

std::string Rule(size_t count) {
  std::string rule;
  for (size_t i = 0; i < count; ++i) rule += "─";
  return rule;
}

std::string Padded(std::string_view text, size_t width, TextTable::Align align) {
  const size_t columns = Columns(text);
  const std::string blanks = Blanks(width > columns ? width - columns : 0);
  return align == TextTable::Align::kRight ? blanks + std::string(text)
                                           : std::string(text) + blanks;
}

/// "─── Đang giải quyết ───".
std::string Centred(std::string_view text, size_t width) {
  const size_t rest = width - Columns(text) - 2;
  return Rule(rest / 2) + " " + std::string(text) + " " + Rule(rest - rest / 2);
}

void EndLine(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

}  // namespace

void TextTable::AddColumn(std::string_view heading, Align align, std::string_view group) {
  Column column{.heading = {std::string(heading)}, .align = align};
  if (!group.empty()) column.groups.emplace_back(group);
  columns_.push_back(std::move(column));
}

void TextTable::AddRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void TextTable::AddRule() { rows_.emplace_back(); }

size_t TextTable::Block::Total() const {
  return std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
}

size_t TextTable::Levels(const Block& block) const {
  size_t levels = 0;
  for (const size_t column : block.columns) {
    levels = std::max(levels, columns_[column].groups.size());
  }
  return levels;
}

bool TextTable::HasGroup(const Block& block, size_t at, size_t level) const {
  return columns_[block.columns[at]].groups.size() > level;
}

/// Whether the column at that place shares its heading with the one before it.
bool TextTable::GoesOn(const Block& block, size_t at, size_t level) const {
  if (at == 0 || !HasGroup(block, at, level) || !HasGroup(block, at - 1, level)) return false;
  const auto& groups = columns_[block.columns[at]].groups;
  const auto& before = columns_[block.columns[at - 1]].groups;
  return std::equal(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(level) + 1,
                    before.begin());
}

size_t TextTable::SpanOf(const Block& block, size_t first, size_t level, size_t& last) const {
  size_t span = block.widths[first];
  for (last = first; last + 1 < block.columns.size() && GoesOn(block, last + 1, level); ++last) {
    span += kGap + block.widths[last + 1];
  }
  return span;
}

std::vector<size_t> TextTable::Needed() const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) {
    size_t width = 0;
    for (const std::string& line : column.heading) width = std::max(width, Columns(line));
    widths.push_back(width);
  }
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Columns(row[i]));
  }
  return widths;
}

/// The widths of some columns cut until they take no more than `most`, the widest first.
void TextTable::Cut(std::vector<size_t>& widths, size_t count, size_t most,
                    size_t narrowest) const {
  size_t total = kGap * (count - 1);
  for (size_t i = 0; i < count; ++i) total += widths[i];
  for (; total > most; --total) {
    size_t* widest = nullptr;
    for (size_t i = 0; i < count; ++i) {
      if (!columns_[i].may_be_cut || widths[i] <= narrowest) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

/// Where one block does not do, names may be longer: they take up to half of every block.
std::vector<size_t> TextTable::FoldedWidths(const Fit& fit) const {
  const size_t repeated = std::min(fit.repeated, columns_.size());
  std::vector<size_t> widths = Needed();
  Cut(widths, repeated, fit.columns / 2, fit.narrowest);
  size_t names = kGap * repeated;
  for (size_t i = 0; i < repeated; ++i) names += widths[i];
  const size_t rest = std::max(fit.columns > names ? fit.columns - names : 0, fit.narrowest);
  for (size_t i = repeated; i < widths.size(); ++i) {
    if (columns_[i].may_be_cut) widths[i] = std::min(widths[i], rest);
  }
  return widths;
}

TextTable::Block TextTable::BlockOf(std::vector<size_t> columns,
                                    const std::vector<size_t>& widths) const {
  Block block{.columns = std::move(columns), .widths = {}};
  for (const size_t column : block.columns) block.widths.push_back(widths[column]);
  for (size_t level = Levels(block); level-- > 0;) {
    for (size_t first = 0; first < block.columns.size(); ++first) {
      if (!HasGroup(block, first, level)) continue;
      size_t last = first;
      const size_t span = SpanOf(block, first, level, last);
      // A blank and at least one stroke on either side; see Centred.
      const size_t wanted = Columns(columns_[block.columns[first]].groups[level]) + 4;
      if (span < wanted) block.widths[last] += wanted - span;
      first = last;
    }
  }
  return block;
}

std::vector<TextTable::Block> TextTable::BlocksOf(const Fit& fit) const {
  std::vector<size_t> all(columns_.size());
  std::iota(all.begin(), all.end(), size_t{0});
  std::vector<size_t> widths = Needed();
  if (fit.columns > 0) Cut(widths, widths.size(), fit.columns, fit.narrowest);
  Block whole = BlockOf(all, widths);
  if (fit.columns == 0 || whole.Total() <= fit.columns) return {std::move(whole)};
  widths = FoldedWidths(fit);
  const size_t repeated = std::min(fit.repeated, columns_.size());
  const std::vector<size_t> first(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(repeated));
  std::vector<Block> blocks;
  std::vector<size_t> now = first;
  for (size_t i = repeated; i < columns_.size(); ++i) {
    now.push_back(i);
    if (now.size() > repeated + 1 && BlockOf(now, widths).Total() > fit.columns) {
      now.pop_back();
      blocks.push_back(BlockOf(now, widths));
      now = first;
      now.push_back(i);
    }
  }
  blocks.push_back(BlockOf(now, widths));
  return blocks;
}

std::string TextTable::GroupLine(const Block& block, size_t level) const {
  std::string line;
  for (size_t i = 0; i < block.columns.size(); ++i) {
    if (i > 0) line += Blanks(kGap);
    if (HasGroup(block, i, level)) {
      const std::string& group = columns_[block.columns[i]].groups[level];
      const size_t span = SpanOf(block, i, level, i);
      line += Centred(group, span);
    } else {
      line += Blanks(block.widths[i]);
    }
  }
  EndLine(line);
  return line;
}

/// Headings of fewer lines stand at the bottom.
void TextTable::AppendHeading(std::string& out, const Block& block) const {
  for (size_t level = 0; level < Levels(block); ++level) out += GroupLine(block, level);
  size_t height = 0;
  for (const size_t column : block.columns) {
    height = std::max(height, columns_[column].heading.size());
  }
  for (size_t line = 0; line < height; ++line) {
    std::string text;
    for (size_t i = 0; i < block.columns.size(); ++i) {
      const Column& column = columns_[block.columns[i]];
      const size_t above = height - column.heading.size();
      if (i > 0) text += Blanks(kGap);
      text += Padded(line < above ? std::string_view() : column.heading[line - above],
                     block.widths[i], column.align);
    }
    EndLine(text);
    out += text;
  }
}

void TextTable::Append(std::string& out, const Block& block) const {
  AppendHeading(out, block);
  for (const auto& row : rows_) {
    if (row.empty()) {
      out += Rule(block.Total()) + "\n";
      continue;
    }
    std::string text;
    for (size_t i = 0; i < block.columns.size(); ++i) {
      if (i > 0) text += Blanks(kGap);
      text += Padded(CutTo(row[block.columns[i]], block.widths[i]), block.widths[i],
                     columns_[block.columns[i]].align);
    }
    EndLine(text);
    out += text;
  }
}

std::string TextTable::ToString() const { return ToString(Fit{}); }

std::string TextTable::ToString(const Fit& fit) const {
  std::string out;
  for (const Block& block : BlocksOf(fit)) {
    if (!out.empty()) out += '\n';
    Append(out, block);
  }
  return out;
}

std::string CutTo(std::string_view text, size_t columns) {
  if (Columns(text) <= columns) return std::string(text);
  size_t end = text.size();
  // Back to the beginning of a character until it fits; a combining mark takes no column.
  while (end > 0 && Columns(text.substr(0, end)) + 1 > columns) {
    do --end;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  }
  return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> WrapTo(std::string_view text, size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (Columns(line) + 1 + Columns(word) <= columns) {
      line.append(" ").append(word);
    } else {
      lines.emplace_back(word);
    }
  }
  return lines;
}

}  // namespace dunghan::report
