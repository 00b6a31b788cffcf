#pragma once

#include <memory>

#include "frozen_desk.h"
#include "jobs/jobs.h"

namespace dunghan::app {

/// "reports": freezes what has come due by [reports], once, as edition 1. A statement that a source
/// has not yet delivered for is waited for; meanwhile a file says what is known, under a name of
/// its own ("provisional-…"). What is frozen is known from the record alone, so that it is frozen
/// once whatever restarts happen.
jobs::Job ReportJob(const std::shared_ptr<FrozenDesk>& desk);

}  // namespace dunghan::app
