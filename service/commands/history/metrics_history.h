#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "history/metrics_runs.h"

namespace dunghan::commands {

/// Pages of metrics (Prometheus text 0.0.4) taken one after another, as one OpenMetrics text: each
/// family once, in it series by series with the samples in order of time, as OpenMetrics 1.0 wants
/// it. Most values stay from page to page, so what is kept is when a series got another one.
class MetricsHistory {
 public:
  /// Families whose name is not `wanted` are left out.
  explicit MetricsHistory(std::function<bool(std::string_view family)> wanted)
      : wanted_(std::move(wanted)) {}

  /// The next page; steps follow each other without a gap.
  /// @error kUnavailable: there is no room for temporary files.
  Result<void> Take(int64_t step, std::string_view page);

  /// The text, with `at` telling the instant of a step. False: `out` does not take it.
  using InstantOf = std::function<Instant(int64_t step)>;
  Result<bool> Write(const InstantOf& at, std::ostream& out);

  /// Whether a family on the pages so far was wanted.
  bool has_families() const { return !families_.empty(); }
  int64_t series() const { return static_cast<int64_t>(series_.size()); }
  int64_t samples() const { return samples_; }

 private:
  struct Family {
    std::string name;
    std::string help;
    std::string type;
    RunSpool runs;
  };
  struct Series {
    std::string_view text;  ///< name and labels
    double value = 0;
    int64_t seen = -1;  ///< the last step it was there
  };

  struct Shown {
    uint32_t series = 0;
    Family* family = nullptr;
  };

  void TakeHead(std::string_view line);
  Family* FamilyOf(std::string_view name);
  Result<void> TakeSample(std::string_view line);
  Result<void> TakeSample(std::string_view text, double value);
  uint32_t SeriesOf(std::string_view text);
  Result<bool> WriteFamily(Family& family, const InstantOf& at, std::ostream& out);

  std::function<bool(std::string_view)> wanted_;
  std::deque<Family> families_;    // in order of their first appearance
  Family* family_ = nullptr;       // that lines belong to; null: not wanted
  std::deque<std::string> texts_;  // of the series: they stay where they are when more come
  std::vector<Series> series_;
  boost::unordered_flat_map<std::string_view, uint32_t> by_text_;
  std::vector<Shown> before_;  // on the last page, in order
  std::vector<Shown> shown_;   // on this one
  int64_t step_ = -1;
  int64_t samples_ = 0;
};

}  // namespace dunghan::commands
