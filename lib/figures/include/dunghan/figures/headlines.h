#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "dunghan/base/language.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/policy.h"

/// The rates of which one stands in front: what each is called everywhere, and how it is made.
namespace dunghan::figures {

struct HeadlineRate {
  Headline headline;
  std::string_view name;  ///< in settings, JSON, CSV and metrics
  Rate (*of)(const Figures& figures);
  Rate (*best)(const Figures& figures);        ///< see Best in outlook.h
  int64_t (*backlog)(const Figures& figures);  ///< see Backlog in outlook.h
  Words title;
  Words counting;            ///< what it counts, in brackets
  std::string_view meaning;  ///< for who reads JSON
  /// Where the month so far has a series of its own, whatever stands in front: what that is of an
  /// agency, and of all together.
  std::string_view month = {};
  std::string_view month_of_all = {};
};

/// All, in the order in which they are printed: that of the enumerators.
std::span<const HeadlineRate> Headlines();
const HeadlineRate& Describe(Headline headline);

std::string_view ToString(Headline headline);
std::optional<Headline> ParseHeadline(std::string_view name);

}  // namespace dunghan::figures
