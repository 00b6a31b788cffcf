#pragma once

#include <optional>
#include <string_view>

#include "dunghan/base/time.h"

namespace dunghan::intake {

/// "20260602080000", "202606020800" or "20260602", wall clock without a zone; nothing: none of
/// these, or no such day or hour.
std::optional<LocalTime> ParseNationalTime(std::string_view text);

}  // namespace dunghan::intake
