#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "dunghan/base/log.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "live/blocking.h"
#include "live/body_decoder.h"
#include "live/commit_queue.h"
#include "live/live_board.h"
#include "metrics/daemon_metrics.h"

namespace dunghan::api {

/// Opens a look into the ledger, now or as of earlier; safe from any thread.
using OpenView =
    std::function<Result<std::unique_ptr<ledger::View>>(const std::optional<ledger::AsOf>& as_of)>;

/// What pages of metrics may show.
struct MetricsLimits {
  bool matrix = true;  ///< whether /metrics/matrix is served
  int64_t max_series = 100'000;
};

/// What the resources work with. Everything outlives them; on the I/O thread.
struct Services {
  live::CommitQueue& queue;
  live::LiveBoard& board;
  live::Blocking& blocking;
  metrics::DaemonMetrics& metrics;
  Log& log;
  figures::Policy policy;
  int64_t clock_speed = 1;
  live::BodyDecoder& decoder;
  OpenView open_view;
  std::function<metrics::ServerFigures()> server_figures;
  MetricsLimits metrics_limits = {};
  /// Of the alerts of single dossiers; null: there are none.
  std::function<metrics::AlertFigures()> alert_figures = {};
};

}  // namespace dunghan::api
