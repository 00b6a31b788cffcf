#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "access/caller.h"
#include "api/sources.h"
#include "dunghan/base/log.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/forms.h"
#include "live/blocking.h"
#include "live/body_decoder.h"
#include "live/commit_queue.h"
#include "live/live_board.h"
#include "metrics/daemon_metrics.h"

namespace dunghan::live {
class ListIntake;
}

namespace dunghan::api {

/// Opens a look into the ledger, now or as of earlier; safe from any thread.
using OpenView =
    std::function<Result<std::unique_ptr<ledger::View>>(const std::optional<ledger::AsOf>& as_of)>;
/// The same; what is read through such a view after the deadline ends with kUnavailable.
using OpenViewUntil = std::function<Result<std::unique_ptr<ledger::View>>(
    const std::optional<ledger::AsOf>& as_of, live::Blocking::Deadline deadline)>;

/// What pages of metrics may show.
struct MetricsLimits {
  bool matrix = true;  ///< whether /metrics/matrix is served
  int64_t max_series = 100'000;
};

/// What the page calls itself by; texts may be empty.
struct Site {
  std::string province;
  std::string province_en;
  std::string centre;
  std::string centre_en;
};

/// How the clock stands to what can be checked.
struct ClockState {
  std::chrono::milliseconds jump{};          ///< it has jumped ahead so far, and is not believed
  std::chrono::milliseconds ledger_ahead{};  ///< the newest entry lies so far in its future

  /// In words; empty: all is well.
  std::string Trouble() const;
};

/// What lists of dossiers go through.
struct Lists {
  live::ListIntake& intake;
  live::Blocking& threads;  ///< on which they are read
  /// From any thread: whether those who asked are gone, for the daemon is ending.
  std::function<bool()> nobody_asks;
  size_t max_bytes = 0;  ///< of a body that was packed for the way, once it is unpacked
};

/// What the resources work with. Everything outlives them; on the I/O thread.
struct Services {
  live::CommitQueue& queue;
  live::LiveBoard& board;
  live::Blocking& questions;  ///< to the ledger: may take their time, and have few places
  live::Blocking& scrapes;    ///< pages of metrics: wait for no question
  metrics::DaemonMetrics& metrics;
  Log& log;
  figures::Policy policy;
  report::FormRules forms = {};
  int64_t clock_speed = 1;
  Site site = {};
  live::BodyDecoder& decoder;
  OpenViewUntil open_view;
  int64_t streams_of_token = 0;  ///< that one token may have open; 0: as many as there may be
  /// Whether who was let in would be let in still.
  std::function<bool(const access::Caller&)> still_good = [](const access::Caller&) {
    return true;
  };
  /// Who is bound to agencies sees figures of periods of all of them.
  bool everybodys_figures = false;
  std::chrono::milliseconds question_time{30'000};  ///< waiting for a thread included
  std::function<metrics::ServerFigures()> server_figures;
  std::function<ClockState()> clock_state = {};
  MetricsLimits metrics_limits = {};
  /// Without an event for more working time than this, figures are late; for twice as much, stale.
  std::chrono::milliseconds late_after{std::chrono::hours{4}};
  SourceRules sources = {};
  /// Of the alerts of single dossiers; null: there are none.
  std::function<metrics::AlertFigures()> alert_figures = {};
  /// Nothing: none are taken.
  std::optional<Lists> lists = {};
};

/// What `ask(open)`, a Result, comes to within the time of a question; asked on a thread of the
/// pool. `ask` must hold all it needs.
template <class Ask>
boost::asio::awaitable<std::invoke_result_t<Ask&, const OpenView&>> AskLedger(Services& services,
                                                                              Ask ask) {
  const auto deadline = std::chrono::steady_clock::now() + services.question_time;
  auto work = [ask = std::move(ask), open = services.open_view, deadline]() mutable {
    return ask([&](const std::optional<ledger::AsOf>& as_of) { return open(as_of, deadline); });
  };
  co_return co_await services.questions.Run(std::move(work), deadline);
}

}  // namespace dunghan::api
