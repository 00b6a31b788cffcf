#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dunghan/base/time.h"

namespace dunghan::sheet {

/// What a number format of a workbook makes of a number.
enum class FormatKind : uint8_t { kNumber, kPercent, kDate, kTime };

/// Of the formats that every Excel has, by number (ECMA-376 part 1, 18.8.30); those of dates in
/// East Asian editions among them.
FormatKind BuiltInFormat(int id);
/// Of one written out, such as "[$-42A]dd/mm/yyyy;@". Durations ("[h]:mm") are numbers.
FormatKind FormatOf(std::string_view code);

/// The wall clock of a date's serial number: days since 31/12/1899, in which 1900 has a 29
/// February, or since 1/1/1904. Nothing beyond the year 9999.
std::optional<LocalTime> FromSerial(double serial, bool since_1904);

}  // namespace dunghan::sheet
