#pragma once

#include <cstdint>
#include <span>

#include "business_form.h"
#include "metrics/gauge_text.h"

namespace dunghan::metrics {

/// What the current month of an agency comes to, and that of all together: the same number under
/// two names.
struct MonthSeries {
  Family agency;
  Family overall;  ///< without a name: there is none
  NumberOf of = nullptr;
  uint8_t a = 0;         ///< the first of the numbers that `of` is given
  bool adds_up = false;  ///< agencies' numbers are summed up where they are not shown one by one
};
/// In the order of the page.
std::span<const MonthSeries> MonthSeriesOfPage();

}  // namespace dunghan::metrics
