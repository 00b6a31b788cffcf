#pragma once

#include <memory>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/record/storage.h"

namespace dunghan::ledger {

/// The rulebooks that need not be made anew.
inline std::vector<std::shared_ptr<const rulebook::Rulebook>> Known(const Options& options) {
  std::vector<std::shared_ptr<const rulebook::Rulebook>> known = {options.rulebook};
  if (!options.known) return known;
  for (const auto& version : options.known->versions()) known.push_back(version.rulebook);
  return known;
}

/// What stands in where none is on record: a writer died before it had recorded any, or was of an
/// older form.
inline rulebook::Version Unrecorded(const Options& options) {
  return {0, {}, {}, {}, {}, options.rulebook};
}

/// What waits in quarantine, by source. @throws record::Failure
inline WaitingBySource CountWaiting(record::Reading& reading) {
  WaitingBySource waiting;
  reading.ForEachWaiting(
      [&](std::string_view source, int64_t count) { waiting.emplace(source, count); });
  return waiting;
}

/// Where the record is.
inline record::Place PlaceOf(const Options& options) {
  return {.folder = options.folder,
          .codes = options.codes,
          .bounds = {.waiting_per_source = options.bounds.waiting_per_source,
                     .waiting_bytes_per_source = options.bounds.waiting_bytes_per_source,
                     .sources = options.bounds.sources,
                     .settled_for = options.bounds.settled_for},
          .scratch = options.scratch,
          .stop = options.stop};
}

}  // namespace dunghan::ledger
