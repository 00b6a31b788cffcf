#pragma once

#include <memory>

#include "app/daemon.h"
#include "http/server.h"
#include "intake/batch_decoder.h"
#include "metrics/daemon_metrics.h"

/// What a daemon is made with, worked out of options and settings.
namespace dunghan::app {

/// The machine's clock, or one that begins where --clock says and runs on.
/// @error kInvalidArgument
Result<std::unique_ptr<Clock>> MakeDaemonClock(const DaemonOptions& options);

http::ServerOptions ToServerOptions(const ServerSettings& settings, const Listen& listen);
intake::BatchOptions BatchOptionsFor(const Settings& settings, const CodeTable& codes);
/// Without an event for so much working time, figures are late: the least that any source they rest
/// on is expected within.
std::chrono::milliseconds LateAfter(const Settings& settings);
metrics::DaemonFacts FactsOf(const Settings& settings);
/// With when each source was last heard, by the ledger; if that cannot be read the log says so.
metrics::DaemonFacts FactsOf(const Settings& settings, ledger::Ledger& ledger, Log& log);
metrics::ServerFigures FiguresOf(const http::ServerCounts& counts);

}  // namespace dunghan::app
