#pragma once

#include <atomic>

/// How often the disk was waited for by fdatasync, in this program: for files under unparsed/, and
/// for all files. A test sets them to 0.
namespace dunghan::ledger {

extern std::atomic<int> side_file_syncs;
extern std::atomic<int> all_syncs;

}  // namespace dunghan::ledger
