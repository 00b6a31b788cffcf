#include "paper_chart.h"

#include <algorithm>
#include <cmath>

#include "format.h"
#include "paper_text.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using statement::ChartValue;
using statement::Paper;
using Anchor = ChartMark::Anchor;
using Kind = ChartMark::Kind;
using Tone = ChartMark::Tone;

constexpr double kLineHeight = 10;
constexpr double kTrendHeight = 170;
constexpr double kAxisRoom = 40;    // for "100 %" beside the trend
constexpr double kValueRoom = 48;   // for "100,00 %" behind a bar
constexpr double kTopRoom = 16;     // for the target's words
constexpr double kLetterWidth = 4;  // on average, at kChartText; wide rather than narrow

double ShareOf(const ChartValue& value) {
  const figures::Rate& rate = value.value.of;
  return static_cast<double>(rate.on_time) / static_cast<double>(rate.all);
}
bool HasShare(const ChartValue& value) { return value.value.of.all > 0; }

/// Whether it reaches the target; without one it does.
bool IsGood(const Paper& paper, const ChartValue& value) {
  if (!paper.target_per_mille) return true;
  return value.value.of.on_time * 1000 >= value.value.of.all * *paper.target_per_mille;
}

std::string TargetWords(const Paper& paper) {
  return fmt::format("{} {}", kTargetWords.In(paper.language),
                     PerMille(*paper.target_per_mille, paper.language));
}

class Trend {
 public:
  Trend(const Paper& paper, double width) : paper_(paper) {
    chart_.width = width;
    chart_.height = kTrendHeight;
    double least = paper.target_per_mille ? *paper.target_per_mille / 1000.0 : 1.0;
    for (const ChartValue& value : paper.trend) {
      if (HasShare(value)) least = std::min(least, ShareOf(value));
    }
    // A tenth of room below the least, so that lines do not lie on the axis.
    floor_ = std::clamp(std::floor(least * 10 - 0.2) / 10, 0.0, 0.9);
  }

  PaperChart Draw() && {
    Axis();
    const size_t count = paper_.trend.size();
    // Only so many words as there is room for.
    const double step = (Right() - kAxisRoom) / static_cast<double>(std::max<size_t>(count, 1));
    const auto every = static_cast<size_t>(std::max(1.0, std::ceil(34 / step)));
    const ChartValue* before = nullptr;
    double before_x = 0;
    for (size_t i = 0; i < count; ++i) {
      const ChartValue& value = paper_.trend[i];
      const double x = kAxisRoom + step * (static_cast<double>(i) + 0.5);
      const bool told = (count - 1 - i) % every == 0;
      if (told) Label(value, x, step * static_cast<double>(every));
      if (HasShare(value)) {
        const double y = At(ShareOf(value));
        if (before != nullptr) {
          chart_.marks.push_back({Kind::kLine, Tone::kGood, before_x, At(ShareOf(*before)), x, y});
        }
        const Tone tone = IsGood(paper_, value) ? Tone::kGood : Tone::kPoor;
        chart_.marks.push_back({.kind = Kind::kPoint, .tone = tone, .x = x, .y = y});
        if (told) {
          Text(x, ValueBeside(y), Percent(value.value.of, paper_.language), Tone::kInk);
        }
      }
      before = HasShare(value) ? &value : nullptr;
      before_x = x;
    }
    return std::move(chart_);
  }

 private:
  double Right() const { return chart_.width - 4; }
  double Bottom() const { return chart_.height - 2 * kLineHeight - 6; }
  double At(double share) const {
    return Bottom() - (share - floor_) / (1 - floor_) * (Bottom() - kTopRoom);
  }
  /// Above its point, unless the target's line runs through there.
  double ValueBeside(double y) const {
    if (!paper_.target_per_mille) return y - 6;
    const double above_target = At(*paper_.target_per_mille / 1000.0) - (y - 9);
    return above_target > -6 && above_target < 6 ? y + 12 : y - 6;
  }
  void Text(double x, double y, std::string text, Tone tone, Anchor anchor = Anchor::kMiddle) {
    chart_.marks.push_back({.kind = Kind::kText,
                            .tone = tone,
                            .x = x,
                            .y = y,
                            .text = std::move(text),
                            .anchor = anchor});
  }

  void Axis() {
    const int lowest = static_cast<int>(std::lround(floor_ * 1000));
    const int step = lowest < 500 ? 200 : lowest < 800 ? 100 : lowest < 900 ? 50 : 20;
    for (int per_mille = 1000; per_mille >= lowest; per_mille -= step) {
      const double y = At(per_mille / 1000.0);
      chart_.marks.push_back({Kind::kLine, Tone::kMuted, kAxisRoom, y, Right(), y});
      Text(kAxisRoom - 4, y + 3, PerMille(per_mille, paper_.language), Tone::kMuted, Anchor::kEnd);
    }
    if (!paper_.target_per_mille) return;
    const double y = At(*paper_.target_per_mille / 1000.0);
    chart_.marks.push_back({Kind::kLine, Tone::kTarget, kAxisRoom, y, Right(), y});
    Text(Right(), kTopRoom - 7, TargetWords(paper_), Tone::kTarget, Anchor::kEnd);
  }

  void Label(const ChartValue& value, double x, double room) {
    const auto letters = static_cast<size_t>(std::max(room / kLetterWidth, 4.0));
    double y = Bottom() + kLineHeight + 2;
    for (const std::string& line : WrapTo(PaperPlain(value.label.In(paper_.language)), letters)) {
      Text(x, y, line, Tone::kInk);
      y += kLineHeight;
    }
    chart_.height = std::max(chart_.height, y - kLineHeight + 4);
  }

  const Paper& paper_;
  PaperChart chart_;
  double floor_ = 0;
};

class Ranking {
 public:
  Ranking(const Paper& paper, double width) : paper_(paper), names_(width * 0.4) {
    chart_.width = width;
    chart_.height = kTopRoom;
  }

  /// Whether it has been drawn: not where it would be too high, unless it is the first.
  bool Add(const ChartValue& value, double highest) {
    const auto letters = static_cast<size_t>(names_ / kLetterWidth);
    const std::vector<std::string> lines =
        WrapTo(PaperPlain(value.label.In(paper_.language)), letters);
    const double height = static_cast<double>(lines.size()) * kLineHeight + 4;
    if (!chart_.marks.empty() && chart_.height + height + 2 > highest) return false;
    double y = chart_.height + kLineHeight;
    for (const std::string& line : lines) {
      Text(names_ - 6, y, line, Tone::kInk, Anchor::kEnd);
      y += kLineHeight;
    }
    const double middle = chart_.height + height / 2;
    if (HasShare(value)) {
      const Tone tone = IsGood(paper_, value) ? Tone::kGood : Tone::kPoor;
      chart_.marks.push_back(
          {Kind::kBar, tone, names_, middle - 4.5, At(ShareOf(value)), middle + 4.5});
    }
    Text(chart_.width - 2, middle + 3, Percent(value.value.of, paper_.language), Tone::kInk,
         Anchor::kEnd);
    chart_.height += height;
    return true;
  }

  PaperChart Draw() && {
    chart_.marks.push_back({Kind::kLine, Tone::kInk, names_, kTopRoom, names_, chart_.height});
    if (paper_.target_per_mille) {
      const double x = At(*paper_.target_per_mille / 1000.0);
      chart_.marks.push_back({Kind::kLine, Tone::kTarget, x, kTopRoom - 2, x, chart_.height});
      Text(x, kTopRoom - 6, TargetWords(paper_), Tone::kTarget, Anchor::kMiddle);
    }
    chart_.height += 2;
    return std::move(chart_);
  }

 private:
  double At(double share) const { return names_ + share * (chart_.width - names_ - kValueRoom); }
  void Text(double x, double y, std::string text, Tone tone, Anchor anchor) {
    chart_.marks.push_back({.kind = Kind::kText,
                            .tone = tone,
                            .x = x,
                            .y = y,
                            .text = std::move(text),
                            .anchor = anchor});
  }

  const Paper& paper_;
  const double names_;  ///< the width that they may take
  PaperChart chart_;
};

}  // namespace

PaperChart TrendChart(const Paper& paper, double width) { return Trend(paper, width).Draw(); }

PaperChart RankingChart(const Paper& paper, size_t& next, double width, double highest) {
  Ranking ranking(paper, width);
  while (next < paper.ranking.size() && ranking.Add(paper.ranking[next], highest)) ++next;
  return std::move(ranking).Draw();
}

}  // namespace dunghan::report
