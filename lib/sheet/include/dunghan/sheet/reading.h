#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/sheet/cell.h"

/// What people mean by what they write into cells, in Vietnamese tables: 1.234 is one thousand two
/// hundred and thirty-four, 12,5 twelve and a half, 7/6/2021 the seventh of June.
namespace dunghan::sheet {

/// The text in one line: blanks, line breaks and non-breaking blanks in a row are one blank, outer
/// ones are gone.
std::string OneLine(std::string_view text);

/// For comparing headings and names: in one line, without case, diacritics and marks, only letters
/// and digits with single blanks between. "Số hồ sơ (quá hạn)" is "so ho so qua han".
std::string Plain(std::string_view text);

/// Whether there is nothing: no cell, blanks, a dash of any length.
bool IsNothing(const Cell* cell);

/// A number: "12,5", "1.234,5", "1.234", "1 234", "-3", "88,43 %" (0.8843). A point before three
/// digits, if the digits before it are three at most and not all zeros, groups thousands; any other
/// point, and a comma, is a decimal mark; where both stand, the last one is. Of cells that are
/// numbers it is what they hold.
std::optional<double> NumberOf(const Cell& cell);
/// The same if it is whole and not negative.
std::optional<int64_t> CountOf(const Cell& cell);

struct Dated {
  LocalTime at{};
  bool has_time = false;
  friend bool operator==(const Dated&, const Dated&) = default;
};
/// A day, or a day with a time: of cells that are dates what they hold; of text day first, with
/// '/', '-' or '.' between ("07/06/2021 08:00", "7-6-2021 8:00:30"), time first ("08:00
/// 07/06/2021", "8h00 ..."), ISO ("2021-06-07T08:00"), or the national "20210607080000".
std::optional<Dated> DateOf(const Cell& cell);
std::optional<Dated> DateOf(std::string_view text);

}  // namespace dunghan::sheet
