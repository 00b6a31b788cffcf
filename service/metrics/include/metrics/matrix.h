#pragma once

#include <cstdint>
#include <string>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// Agency by procedure, as Prometheus text 0.0.4.
struct MatrixPage {
  std::string text;
  int64_t series = 0;         ///< on the page
  int64_t rows_left_out = 0;  ///< pairs of agency and procedure beyond the limit
};

/// What each pair of agency and procedure finished this month and has open. Where that is more than
/// `max_series`, the pairs with the most late results and overdue dossiers stay; of equal ones
/// those that come first by agency and procedure. Safe from any thread.
///
/// REQUIRES: both were taken from one board at the same time; max_series >= 0.
MatrixPage RenderMatrix(const board::Snapshot& snapshot, const board::Matrix& matrix,
                        int64_t max_series);

}  // namespace dunghan::metrics
