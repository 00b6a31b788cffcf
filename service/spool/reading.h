#pragma once

#include "folder.h"
#include "live/list_intake.h"
#include "spool/report_table.h"
#include "spool/spool.h"

namespace dunghan::spool {

/// What came of reading a file once.
struct FileRead {
  FileReport report;
  /// Not all of it was read, or is durable, and that is not the file's fault: it is to be read
  /// again. What stands here is why; empty: it is done.
  std::string again = {};
  bool is_changed = false;  ///< somebody has written to it meanwhile: likewise
};

/// Reads a file of the spool into the ledger, whatever it holds, and waits until its last item is
/// durable. Not on the I/O thread. `stop`: asked now and then; true: nobody waits any more.
FileRead ReadSpooled(const Claim& claim, const live::ListIntake& intake,
                     const SpoolOptions& options, const live::ItemFeed::Stop& stop);

}  // namespace dunghan::spool
