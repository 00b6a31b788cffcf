#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dunghan/statement/paper.h"

namespace dunghan::report {

/// What a chart is drawn of, in points from its upper left corner.
struct ChartMark {
  enum class Kind : uint8_t { kLine, kBar, kPoint, kText };
  enum class Tone : uint8_t { kInk, kMuted, kGood, kPoor, kTarget };
  enum class Anchor : uint8_t { kStart, kMiddle, kEnd };
  Kind kind = Kind::kLine;
  Tone tone = Tone::kInk;
  double x = 0;
  double y = 0;     ///< of a text its baseline
  double to_x = 0;  ///< of a line its end, of a bar its lower right corner
  double to_y = 0;
  std::string text = {};
  Anchor anchor = Anchor::kStart;
};

/// A chart free of file format; HTML and PDF draw the same.
struct PaperChart {
  double width = 0;
  double height = 0;
  std::vector<ChartMark> marks;
};

inline constexpr double kChartText = 8;  ///< size of its texts, in points

/// Shares by period, joined with lines, over the target's.
PaperChart TrendChart(const statement::Paper& paper, double width);
/// A bar for each from `next` on, in the order of the paper, as many as such a height holds but at
/// least one; `next` is moved behind them. Names are as long as they are.
PaperChart RankingChart(const statement::Paper& paper, size_t& next, double width, double highest);

}  // namespace dunghan::report
