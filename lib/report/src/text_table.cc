#include "text_table.h"

#include <algorithm>

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
  const bool starts = !group.empty() && (columns_.empty() || columns_.back().group != group);
  columns_.push_back({heading, align, group, starts});
}

void TextTable::AddRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void TextTable::AddRule() { rows_.emplace_back(); }

size_t TextTable::SpanOf(size_t first, const std::vector<size_t>& widths, size_t& last) const {
  size_t span = widths[first];
  for (last = first; last + 1 < columns_.size(); ++last) {
    const Column& next = columns_[last + 1];
    if (next.group != columns_[first].group || next.starts_group) break;
    span += kGap + widths[last + 1];
  }
  return span;
}

std::vector<size_t> TextTable::Widths() const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) widths.push_back(Columns(column.heading));
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Columns(row[i]));
  }
  for (size_t first = 0; first < columns_.size(); ++first) {
    if (!columns_[first].starts_group) continue;
    size_t last = first;
    const size_t span = SpanOf(first, widths, last);
    // A blank and at least one stroke on either side; see Centred.
    const size_t wanted = Columns(columns_[first].group) + 4;
    if (span < wanted) widths[last] += wanted - span;
  }
  return widths;
}

std::string TextTable::GroupLine(const std::vector<size_t>& widths) const {
  std::string line;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) line += Blanks(kGap);
    if (columns_[i].starts_group) {
      const size_t span = SpanOf(i, widths, i);
      line += Centred(columns_[i].group.empty() ? "" : columns_[i].group, span);
    } else {
      line += Blanks(widths[i]);
    }
  }
  EndLine(line);
  return line;
}

std::string TextTable::ToString() const {
  const std::vector<size_t> widths = Widths();
  std::string out;
  const bool grouped = std::any_of(columns_.begin(), columns_.end(),
                                   [](const Column& column) { return column.starts_group; });
  if (grouped) out += GroupLine(widths);
  const auto add = [&](const auto& text_of) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += Blanks(kGap);
      line += Padded(text_of(i), widths[i], columns_[i].align);
    }
    EndLine(line);
    out += line;
  };
  add([&](size_t i) { return columns_[i].heading; });
  size_t total = kGap * (columns_.size() - 1);
  for (const size_t width : widths) total += width;
  for (const auto& row : rows_) {
    if (row.empty()) {
      out += Rule(total) + "\n";
    } else {
      add([&](size_t i) { return std::string_view(row[i]); });
    }
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

}  // namespace dunghan::report
