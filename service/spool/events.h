#pragma once

#include "folder.h"
#include "live/list_intake.h"
#include "spool/report_table.h"
#include "spool/spool.h"

namespace dunghan::spool {

/// A file of events, or of messages of the national interface (its first line tells), one JSON
/// object a line, or one JSON text of events (an object over several lines, an array), gzipped or
/// not. What cannot be read as such becomes the report's reason; what was read
/// before is durable by then.
void ReadEvents(const Claim& claim, const live::ListIntake& intake, const SpoolOptions& options,
                const live::ItemFeed::Stop& stop, FileReport& report);

}  // namespace dunghan::spool
