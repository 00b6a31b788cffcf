#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runs/block.h"
#include "runs/file_system.h"
#include "runs/run.h"
#include "runs/run_file.h"

/// What says where everything is: two slots at the start of the file, each with one state's
/// manifest.
///
///   0      slot | 4096 slot | 8192 runs and manifests, one after the other
///
/// A slot, all numbers in eight bytes, low ones first: magic | form | identity of the file | number
/// of the state | offset, length and checksum of the manifest | checksum of the slot. The valid one
/// of the larger number counts, and the other one is written next: where that is torn, nothing is
/// lost.
namespace dunghan::ledger::runs {

constexpr uint64_t kSlotBytes = 4096;
constexpr uint64_t kSlots = 2;
constexpr uint64_t kBodyBegin = kSlots * kSlotBytes;

struct Slot {
  uint64_t place = 0;
  uint64_t identity = 0;
  uint64_t number = 0;
  BlockRef manifest;
};

/// Oldest first.
using Runs = std::vector<std::shared_ptr<const Run>>;

/// @throws FileError
void WriteSlot(File& file, const Slot& slot);
/// The slot that counts. @throws Damaged: there is none; FileError
Slot ReadSlot(const File& file);

std::string ManifestOf(const std::string& stamp, std::span<const Table> tables,
                       std::span<const Runs> runs);

struct Manifest {
  std::string stamp;
  std::vector<std::vector<RunInfo>> tables;
};
/// @throws Damaged, and where the tables are not those that were written: the last ones may be
/// missing there, and have no runs then; FileError
Manifest ReadManifest(const File& file, const Slot& slot, std::span<const Table> tables);

}  // namespace dunghan::ledger::runs
