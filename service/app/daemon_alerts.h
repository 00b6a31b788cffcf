#pragma once

#include <memory>

#include "alerts/announcer.h"
#include "app/settings.h"
#include "metrics/daemon_metrics.h"

namespace dunghan::app {

/// What tells Alertmanager of single dossiers; nothing where the settings name no Alertmanager.
/// What is handed in outlives it. REQUIRES: settings without problems.
std::unique_ptr<alerts::Announcer> MakeAnnouncer(const Settings& settings,
                                                 boost::asio::io_context& io,
                                                 live::LiveBoard& board, live::CommitQueue& queue,
                                                 const CodeTable& codes,
                                                 alerts::Announcer::RulebookNow rulebook, Log& log);

metrics::AlertFigures FiguresOf(const alerts::AnnouncerCounts& counts);

}  // namespace dunghan::app
