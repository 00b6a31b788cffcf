#include "runs/run_file.h"

#include <algorithm>
#include <mutex>
#include <random>
#include <stdexcept>

#include "runs/manifest.h"
#include "runs/merge.h"
#include "runs/store_state.h"

namespace dunghan::ledger::runs {
namespace {

using Tables = std::shared_ptr<const std::vector<Table>>;

/// A file being written, and where what comes next gets into it.
struct Written {
  std::shared_ptr<File> file;
  Slot slot;
  uint64_t end = kBodyBegin;
  uint64_t last_number = 0;  ///< that was tried
};

/// So many times `together` as large as the smallest ones.
int TierOf(uint64_t bytes, const Shape& shape, uint64_t together) {
  int tier = 0;
  for (uint64_t most = shape.smallest; bytes > most && tier < 64; ++tier) most *= together;
  return tier;
}

/// How many of the newest runs become one with what is added.
size_t CountMerged(const Runs& runs, uint64_t added, const Shape& shape) {
  const uint64_t together = std::max<uint64_t>(shape.merged_together, 2);
  size_t merged = 0;
  for (uint64_t bytes = added;;) {
    const int tier = TierOf(bytes, shape, together);
    size_t candidates = merged;
    uint64_t sum = bytes;
    for (; candidates < runs.size(); ++candidates) {
      const uint64_t of_run = runs[runs.size() - 1 - candidates]->info().bytes;
      if (TierOf(of_run, shape, together) > tier) break;
      sum += of_run;
    }
    if (candidates - merged + 1 < together) return merged;
    // What they come to may be of the size of the next ones: asked again with those.
    merged = candidates;
    bytes = sum;
  }
}

uint64_t CountBytes(std::span<const Change> changes) {
  uint64_t bytes = 0;
  for (const Change& change : changes) {
    bytes += change.key.size() + (change.value ? change.value->size() : 0);
  }
  return bytes;
}

class RunFileOnDisk final : public RunFile {
 public:
  RunFileOnDisk(FileSystem& files, std::filesystem::path path, Tables tables, const Shape& shape)
      : files_(files), path_(std::move(path)), tables_(std::move(tables)), shape_(shape) {}

  void MakeNew(std::string stamp) {
    WriteAnew(StoreState(tables_, std::move(stamp), std::vector<Runs>(tables_->size())));
  }
  void GoOnWith(std::shared_ptr<File> file) {
    written_.slot = ReadSlot(*file);
    written_.last_number = written_.slot.number;
    state_ = StoreState::Read(file, written_.slot, tables_);
    // Whatever a write that was cut off left there stays: some reader may have it from a slot.
    written_.end = std::max(file->size(), kBodyBegin);
    written_.file = std::move(file);
  }

  std::shared_ptr<const Snapshot> snapshot() const override { return state(); }
  void Commit(std::span<const std::vector<Change>> changes, std::string stamp) override;
  void WriteAnew() override { WriteAnew(*state()); }
  bool IsInPlace() const override { return written_.file->IsAt(path_); }
  int64_t bytes() const override { return static_cast<int64_t>(written_.end); }

 private:
  std::shared_ptr<const StoreState> state() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  void WriteAnew(const StoreState& from);
  /// All sources as one run.
  std::shared_ptr<const Run> WriteRun(Appender& out, size_t table, bool with_the_oldest,
                                      uint64_t entries,
                                      std::vector<std::unique_ptr<Source>> sources) const;
  /// Makes what was appended the newest state of the file. @throws FileError: the one before stands
  std::shared_ptr<const StoreState> Publish(Written& to, Appender& out, std::vector<Runs> runs,
                                            std::string stamp) const;
  void Show(std::shared_ptr<const StoreState> state);
  void Tidy();

  FileSystem& files_;
  std::filesystem::path path_;
  Tables tables_;
  Shape shape_;
  Written written_;
  uint64_t tolerated_waste_ = 0;  ///< after writing anew failed
  mutable std::mutex mutex_;      ///< guards the pointer
  std::shared_ptr<const StoreState> state_;
};

void RunFileOnDisk::Commit(std::span<const std::vector<Change>> changes, std::string stamp) {
  if (changes.size() != tables_->size()) throw std::logic_error("changes of other tables");
  const std::shared_ptr<const StoreState> before = state();
  Appender out(written_.file, written_.slot.identity, written_.end);
  std::vector<Runs> after = before->runs();
  for (size_t table = 0; table < changes.size(); ++table) {
    if (changes[table].empty()) continue;
    Runs& runs = after[table];
    const size_t kept = runs.size() - CountMerged(runs, CountBytes(changes[table]), shape_);
    auto sources = before->SourcesOf(table, kept);
    // At most: a key that several runs have is counted by each.
    uint64_t entries = changes[table].size();
    for (size_t run = kept; run < runs.size(); ++run) entries += runs[run]->info().entries;
    sources.push_back(std::make_unique<ChangesSource>(changes[table]));
    runs.resize(kept);
    auto run = WriteRun(out, table, kept == 0, entries, std::move(sources));
    if (run) runs.push_back(std::move(run));
  }
  Show(Publish(written_, out, std::move(after), std::move(stamp)));
  Tidy();
}

std::shared_ptr<const Run> RunFileOnDisk::WriteRun(
    Appender& out, size_t table, bool with_the_oldest, uint64_t entries,
    std::vector<std::unique_ptr<Source>> sources) const {
  const Table& about = (*tables_)[table];
  RunWriter writer(out, shape_.block_bytes, about.filtered ? entries : 0);
  Merge merged(about, std::move(sources));
  while (merged.Next()) {
    if (!merged.value && about.rule == Rule::kSum) throw std::logic_error("sums stay");
    // There is nothing older to be removed.
    if (merged.value || !with_the_oldest) writer.Add(merged.key, merged.value);
  }
  return writer.Finish();
}

std::shared_ptr<const StoreState> RunFileOnDisk::Publish(Written& to, Appender& out,
                                                         std::vector<Runs> runs,
                                                         std::string stamp) const {
  Slot slot = to.slot;
  slot.place = (slot.place + 1) % kSlots;
  // Also after a failure: the slot of that try may be on disk all the same.
  slot.number = ++to.last_number;
  slot.manifest = out.Append(ManifestOf(stamp, *tables_, runs));
  auto state = std::make_shared<StoreState>(tables_, std::move(stamp), std::move(runs));
  // What the slot leads to is on disk before the slot is written: no order of writes that the disk
  // chooses can let a reader find one without the other.
  out.Flush();
  to.file->Sync();
  // From here on a reader may find the slot, so what it leads to stays even where this fails.
  to.end = out.position();
  WriteSlot(*to.file, slot);
  to.file->Sync();
  to.slot = slot;
  return state;
}

void RunFileOnDisk::Show(std::shared_ptr<const StoreState> state) {
  const std::lock_guard lock(mutex_);
  state_.swap(state);
}

void RunFileOnDisk::WriteAnew(const StoreState& from) {
  std::filesystem::path beside = path_;
  beside += ".new";
  std::random_device random;
  Written fresh{.file = files_.Make(beside), .slot = {}};
  // Checksums hold it: no block of the old file passes for one of this.
  fresh.slot.identity = uint64_t{random()} << 32U | random();
  Appender out(fresh.file, fresh.slot.identity, fresh.end);
  std::vector<Runs> runs(tables_->size());
  for (size_t table = 0; table < runs.size(); ++table) {
    const auto entries = static_cast<uint64_t>(from.CountAtMost(table));
    auto run = WriteRun(out, table, true, entries, from.SourcesOf(table));
    if (run) runs[table].push_back(std::move(run));
  }
  // Whole and on disk before it takes the name.
  auto state = Publish(fresh, out, std::move(runs), from.stamp());
  try {
    files_.Rename(beside, path_);
  } catch (const FileError&) {
    // It may have the name all the same, only not for certain after a power cut; the one that has
    // it then is of an earlier state. Going on with the old one would write where nobody looks.
    if (!fresh.file->IsAt(path_)) throw;
  }
  written_ = std::move(fresh);
  Show(std::move(state));
}

void RunFileOnDisk::Tidy() {
  const uint64_t live = state()->CountBytes();
  const uint64_t waste = written_.end - std::min(written_.end, live + kBodyBegin);
  const auto most = static_cast<uint64_t>(shape_.waste * static_cast<double>(live));
  if (waste <= std::max({most, uint64_t{shape_.waste_bytes}, tolerated_waste_})) return;
  try {
    WriteAnew();
    tolerated_waste_ = 0;
  } catch (const FileError&) {
    // What was committed is there. Not at once again: it reads all of the file.
    tolerated_waste_ = waste + shape_.waste_bytes;
  }
}

Tables Shared(std::vector<Table> tables) {
  return std::make_shared<const std::vector<Table>>(std::move(tables));
}

}  // namespace

std::unique_ptr<RunFile> Create(FileSystem& files, const std::filesystem::path& path,
                                std::vector<Table> tables, const Shape& shape, std::string stamp) {
  auto made = std::make_unique<RunFileOnDisk>(files, path, Shared(std::move(tables)), shape);
  made->MakeNew(std::move(stamp));
  return made;
}

std::unique_ptr<RunFile> OpenForWriting(FileSystem& files, const std::filesystem::path& path,
                                        std::vector<Table> tables, const Shape& shape) {
  std::shared_ptr<File> file = files.Open(path, true);
  if (!file) return nullptr;
  auto opened = std::make_unique<RunFileOnDisk>(files, path, Shared(std::move(tables)), shape);
  opened->GoOnWith(std::move(file));
  return opened;
}

std::shared_ptr<const Snapshot> OpenForReading(FileSystem& files, const std::filesystem::path& path,
                                               std::vector<Table> tables) {
  const std::shared_ptr<const File> file = files.Open(path, false);
  if (!file) return nullptr;
  return StoreState::Read(file, ReadSlot(*file), Shared(std::move(tables)));
}

}  // namespace dunghan::ledger::runs
