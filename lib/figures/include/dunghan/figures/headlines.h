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
  int points = 0;                          ///< what a rate of 1 scores; 0: it has no score
  int64_t Figures::*left_out = nullptr;    ///< what is in neither number for want of a due
  int64_t Figures::*still_open = nullptr;  ///< of those on time: not ended yet
};

/// All, in the order in which they are printed: that of the enumerators.
std::span<const HeadlineRate> Headlines();
const HeadlineRate& Describe(Headline headline);

/// points x rate, to two decimals, cut; nothing for 0/0. REQUIRES: the rate has a score.
std::optional<double> Score(const HeadlineRate& of, const Figures& figures);

std::string_view ToString(Headline headline);
std::optional<Headline> ParseHeadline(std::string_view name);

}  // namespace dunghan::figures
