#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "jobs/jobs.h"

namespace dunghan::jobs {

/// Runs something on the ledger's thread, between two commits, and returns when it has run.
/// @error kUnavailable: it was not run.
using OnWriter =
    std::function<boost::asio::awaitable<Result<void>>(std::function<void(ledger::Ledger&)>)>;

/// "purge": every night, what the ledger keeps for a time only and has had it. In pieces, so that
/// commits that come meanwhile wait for one of them at most.
Job PurgeJob(OnWriter on_writer);

}  // namespace dunghan::jobs
