#include "runs/store_state.h"

#include "runs/hash.h"
#include "runs/merge.h"

namespace dunghan::ledger::runs {

std::shared_ptr<const StoreState> StoreState::Read(
    const std::shared_ptr<const File>& file, const Slot& slot,
    std::shared_ptr<const std::vector<Table>> tables) {
  Manifest manifest = ReadManifest(*file, slot, *tables);
  std::vector<Runs> runs;
  for (size_t table = 0; table < manifest.tables.size(); ++table) {
    Runs& of_table = runs.emplace_back();
    for (RunInfo& info : manifest.tables[table]) {
      of_table.push_back(
          std::make_shared<Run>(file, slot.identity, std::move(info), (*tables)[table].filtered));
    }
  }
  return std::make_shared<StoreState>(std::move(tables), std::move(manifest.stamp),
                                      std::move(runs));
}

std::vector<std::unique_ptr<Source>> StoreState::SourcesOf(size_t table, size_t first_run) const {
  std::vector<std::unique_ptr<Source>> sources;
  for (size_t run = first_run; run < runs_[table].size(); ++run) {
    sources.push_back(std::make_unique<RunCursor>(*runs_[table][run]));
  }
  return sources;
}

uint64_t StoreState::CountBytes() const {
  uint64_t bytes = 0;
  for (const Runs& runs : runs_) {
    for (const auto& run : runs) bytes += run->info().bytes;
  }
  return bytes;
}

int64_t StoreState::CountAtMost(size_t table) const {
  uint64_t entries = 0;
  for (const auto& run : runs_[table]) entries += run->info().entries;
  return static_cast<int64_t>(entries);
}

std::optional<std::string> StoreState::Find(size_t table, std::string_view key) const {
  const uint64_t hash = (*tables_)[table].filtered ? HashOfKey(key) : 0;
  const Runs& runs = runs_[table];
  std::string value;
  // What the newest run with the key says hides what older ones say, a removal as well as a value.
  for (size_t newest = runs.size(); newest > 0; --newest) {
    const Run::Hit hit = runs[newest - 1]->Find(key, hash, value);
    if (hit == Run::Hit::kValue) return value;
    if (hit == Run::Hit::kRemoved) break;
  }
  return std::nullopt;
}

void StoreState::ForEach(size_t table, std::string_view after, const Visitor& visit) const {
  std::vector<std::unique_ptr<Source>> sources;
  for (const auto& run : runs_[table]) {
    // A cursor goes to the first key not before `after`; asked is for those behind it, so that the
    // key itself is left out here and below.
    if (run->info().largest <= after) continue;
    auto cursor = std::make_unique<RunCursor>(*run);
    cursor->Seek(after);
    sources.push_back(std::move(cursor));
  }
  Merge merged((*tables_)[table], std::move(sources));
  while (merged.Next()) {
    if (merged.value && merged.key != after && !visit(merged.key, *merged.value)) return;
  }
}

void StoreState::ForEachPart(size_t table, std::string_view from, std::string_view to,
                             const Visitor& visit) const {
  for (const auto& run : runs_[table]) {
    if (run->info().largest < from || run->info().smallest > to) continue;
    RunCursor cursor(*run);
    cursor.Seek(from);
    while (cursor.Next() && cursor.key <= to) {
      if (cursor.value && !visit(cursor.key, *cursor.value)) return;
    }
  }
}

void StoreState::ForEachSum(size_t table, const Visitor& visit) const {
  Merge merged((*tables_)[table], SourcesOf(table));
  while (merged.Next()) {
    if (merged.value && !visit(merged.key, *merged.value)) return;
  }
}

void StoreState::CheckAll() const {
  for (const Runs& runs : runs_) {
    for (const auto& run : runs) run->Check();
  }
}

}  // namespace dunghan::ledger::runs
