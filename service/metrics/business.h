#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "dunghan/base/time.h"
#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

class BusinessForm;

/// The families of what the board shows (`dossier_*`), as Prometheus text 0.0.4.
///
/// All are gauges of what the ledger says now: they can be corrected downward. Agencies and
/// procedures are labels, dossiers never. Names and labels are rendered anew only when other rows
/// are shown or the rulebook or the basis has changed; otherwise a page costs the formatting of its
/// numbers. Safe from any thread, several at a time.
class BusinessPage {
 public:
  BusinessPage();
  ~BusinessPage();
  BusinessPage(const BusinessPage&) = delete;
  BusinessPage& operator=(const BusinessPage&) = delete;

  /// `now` decides what is said of the office's day, and nothing else.
  std::string Render(const board::Snapshot& snapshot, Instant now);

 private:
  std::shared_ptr<const BusinessForm> FormFor(const board::Snapshot& snapshot);

  std::mutex mutex_;  // scrapes may overlap, on threads of a pool
  std::shared_ptr<const BusinessForm> form_;
};

}  // namespace dunghan::metrics
