#pragma once

#include <memory>
#include <string>
#include <vector>

#include "metrics/daemon_metrics.h"
#include "metrics/registry.h"

namespace dunghan::metrics {

/// Which agencies' figures rest on which sources: dunghan_source_feeds.
class Feeds {
 public:
  explicit Feeds(Registry& registry);

  void Add(const SourceFacts& source) { sources_.push_back(source); }
  /// Worked out anew only when other agencies are shown, or on another day or by another rulebook.
  void Show(const board::Snapshot& board);

 private:
  bool IsCurrent(const board::Snapshot& board) const;

  Gauges& family_;
  std::vector<SourceFacts> sources_;
  std::vector<Gauge*> shown_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  LocalDay day_;
  std::vector<AgencyCode> agencies_;
};

}  // namespace dunghan::metrics
