#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "dunghan/base/time.h"
#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

class BusinessForm;

/// A page, and how many rows it had no room for: those are counted together in a row "others".
struct BusinessText {
  std::string text;
  int64_t agencies_left_out = 0;
  int64_t procedures_left_out = 0;
};

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

  /// `now` decides what is said of the office's day, and nothing else. At most `max_series` (see
  /// ChooseRows), but what is not of an agency or a procedure is always there.
  BusinessText Render(const board::Snapshot& snapshot, Instant now, int64_t max_series);

 private:
  std::shared_ptr<const BusinessForm> FormFor(const board::Snapshot& snapshot, int64_t max_series);

  std::mutex mutex_;  // scrapes may overlap, on threads of a pool
  std::shared_ptr<const BusinessForm> form_;
};

}  // namespace dunghan::metrics
