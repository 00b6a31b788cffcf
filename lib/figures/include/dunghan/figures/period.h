#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/figures/policy.h"

namespace dunghan::figures {

/// A reporting period: whole local days of the default calendar, both ends inclusive.
struct Period {
  std::string name;  ///< as asked for: "2021-06", "bc:2021-Q2"
  LocalDay from;
  LocalDay to;
  friend bool operator==(const Period&, const Period&) = default;
};

/// "2021-06", "2021-Q2", "2021-H1", "2021", "2021-06-07..2021-06-18", and the reporting periods of
/// Decree 09/2019/ND-CP "bc:2021-06" (15 May to 14 June), "bc:2021-Q2", "bc:2021-H1", "bc:2021".
Result<Period> ParsePeriod(std::string_view text);

/// The month that holds a day, by the reporting month in use.
Period MonthOf(LocalDay today, ReportingMonth kind);
/// The quarter and the year made of such months that hold a day: 20 June 2021 lies in bc:2021-Q3.
Period QuarterOf(LocalDay today, ReportingMonth kind);
Period YearOf(LocalDay today, ReportingMonth kind);

/// The period of the same kind that follows, or comes before; nothing for a free range.
std::optional<Period> Next(const Period& period);
std::optional<Period> Previous(const Period& period);

}  // namespace dunghan::figures
