#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "app/settings.h"
#include "dunghan/base/log.h"
#include "live/list_intake.h"
#include "loaded_mappings.h"
#include "metrics/daemon_metrics.h"
#include "spool/spool.h"

namespace dunghan::app {

/// Items from elsewhere than a body of events: counted like those, and leaving room for them.
live::ItemFeed::Submit CountedSubmit(live::CommitQueue& queue, metrics::DaemonMetrics& metrics);

live::ListOptions ListOptionsFor(const Settings& settings, const CodeTable& codes,
                                 const ListMappings& mappings);

/// Nothing: there is no folder to look at.
std::unique_ptr<spool::Spool> MakeSpool(const Settings& settings, const ListMappings& mappings,
                                        std::shared_ptr<const intake::NationalMapping> national,
                                        boost::asio::io_context& io, const live::ListIntake& intake,
                                        metrics::DaemonMetrics& metrics, Log& log);

}  // namespace dunghan::app
