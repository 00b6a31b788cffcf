#pragma once

#include <filesystem>
#include <span>

#include "dunghan/dossier/event.h"

/// What events cost without Dunghan. All take decoded events and commit them in batches, synced.
namespace dunghan::bench {

/// The floor: SQLite, events appended by position with all but dossier and id as numbers, each with
/// the position of its dossier's previous event. That position is worked out beforehand: nothing is
/// looked up, checked, folded, hashed or counted.
class RawAppend {
 public:
  explicit RawAppend(std::span<const dossier::Event> events);
  void Run(const std::filesystem::path& path, size_t batch) const;

 private:
  std::span<const dossier::Event> events_;
  std::vector<int64_t> previous_;
};

/// The textbook: unique text id, index on the dossier, and per event an upsert of the dossier's
/// row, which has an index on its due. The same pragmas but for the page size, where small pages
/// suit it.
void RunNaive(const std::filesystem::path& path, std::span<const dossier::Event> events,
              size_t batch);

}  // namespace dunghan::bench
