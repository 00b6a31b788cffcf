#pragma once

#include <memory>
#include <string>
#include <vector>

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// Which agencies' figures rest on which sources: dunghan_source_feeds.
class Feeds {
 public:
  Feeds(Registry& registry, int64_t max_series);

  void Add(const SourceFacts& source) { sources_.push_back(source); }
  /// Worked out anew only when other agencies are shown, or on another day or by another rulebook.
  void Show(const board::Snapshot& board);

 private:
  bool IsCurrent(const board::Snapshot& board) const;
  /// Those that have room; the listed ones come first.
  std::vector<AgencyCode> Choose(const board::Snapshot& board) const;

  Gauges& family_;
  Gauge& left_out_;
  int64_t max_series_;
  std::vector<SourceFacts> sources_;
  std::vector<Gauge*> shown_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  LocalDay day_;
  std::vector<AgencyCode> agencies_;
};

}  // namespace dunghan::metrics
