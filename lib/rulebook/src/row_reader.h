#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/base/time.h"
#include "dunghan/rulebook/csv.h"
#include "input.h"

namespace dunghan::rulebook {

template <class E>
struct Spelling {
  std::string_view text;
  E value;
};

/// Reads the cells of one row as values. What cannot be read becomes a problem and reads as empty.
class RowReader {
 public:
  RowReader(const FileText& input, std::span<const CsvColumn> columns, const CsvRow& row,
            std::vector<Problem>& problems)
      : input_(input), columns_(columns), row_(row), problems_(problems) {}

  const std::string& Text(size_t column) const { return row_.cells[column]; }

  /// A cell that must say something. A missing column has been reported once and for all.
  std::string_view Required(size_t column) {
    if (Text(column).empty()) Add(column, "expected a value, got nothing");
    return Text(column);
  }

  /// A cell that may name a code: empty where it names none, or one that no event can carry.
  std::string_view Code(size_t column) {
    const std::string& text = Text(column);
    return text.empty() || IsCodeOr(column, text) ? std::string_view(text) : std::string_view();
  }
  /// Whether a text of the cell is a code; what is not is a problem.
  bool IsCodeOr(size_t column, std::string_view text) {
    if (input_.recorded || IsCode(text)) return true;
    Add(column, fmt::format("expected {}, got {}{}", kCodeForm, JsonQuote(text),
                            HiddenIdentifierFault(text)));
    return false;
  }
  std::string_view RequiredCode(size_t column) {
    return Required(column).empty() ? std::string_view() : Code(column);
  }

  std::optional<LocalDay> Date(size_t column) {
    if (Text(column).empty()) return std::nullopt;
    const auto day = ParseDate(Text(column));
    if (day) return *day;
    Add(column, "expected a date like 2021-06-07, got " + JsonQuote(Text(column)));
    return std::nullopt;
  }

  /// One of a few words; `otherwise` where the cell is empty.
  template <class E, size_t kCount>
  E OneOf(size_t column, const std::array<Spelling<E>, kCount>& spellings, E otherwise) {
    if (Text(column).empty()) return otherwise;
    std::array<std::string_view, kCount> words;
    for (size_t i = 0; i < kCount; ++i) {
      if (spellings[i].text == Text(column)) return spellings[i].value;
      words[i] = spellings[i].text;
    }
    Add(column,
        fmt::format("expected {} or {}, got {}{}", fmt::join(words.begin(), words.end() - 1, ", "),
                    words.back(), JsonQuote(Text(column)), DidYouMean(Text(column), words)));
    return otherwise;
  }

  /// Two dates of validity; whether they could be read, and are in order.
  bool Validity(size_t from_column, size_t to_column, std::optional<LocalDay>& from,
                std::optional<LocalDay>& to) {
    from = Date(from_column);
    to = Date(to_column);
    const bool in_order = !from || !to || *from <= *to;
    if (!in_order) {
      Add(from_column, fmt::format("{} is after {} {}", FormatDate(*from), columns_[to_column].name,
                                   FormatDate(*to)));
    }
    if (!in_order) from = to = std::nullopt;
    return in_order && (from || Text(from_column).empty()) && (to || Text(to_column).empty());
  }

  void Add(size_t column, std::string message) {
    problems_.push_back({.file = input_.file,
                         .line = row_.line,
                         .field = std::string(columns_[column].name),
                         .message = std::move(message)});
  }

 private:
  const FileText& input_;
  std::span<const CsvColumn> columns_;
  const CsvRow& row_;
  std::vector<Problem>& problems_;
};

}  // namespace dunghan::rulebook
