#include "runs/manifest.h"

#include <array>

#include "dunghan/record/bytes.h"
#include "runs/hash.h"

namespace dunghan::ledger::runs {

using record::ByteReader;
using record::ByteWriter;
namespace {

constexpr uint64_t kMagic = 0x736E7572'6E676E64U;  // "dngnruns"
constexpr uint64_t kForm = 1;
// Eight numbers of eight bytes.
constexpr size_t kSlotUsed = 64;
constexpr uint64_t kMostDepth = 64;

std::optional<Slot> SlotOf(std::string_view bytes, uint64_t place) {
  if (bytes.size() < kSlotUsed) return std::nullopt;
  bytes = bytes.substr(0, kSlotUsed);
  ByteReader in(bytes);
  const uint64_t magic = in.Fixed64();
  const uint64_t form = in.Fixed64();
  Slot slot{.place = place, .identity = in.Fixed64(), .number = in.Fixed64(), .manifest = {}};
  slot.manifest.offset = in.Fixed64();
  slot.manifest.length = in.Fixed64();
  slot.manifest.checksum = in.Fixed64();
  // Without the file's identity, which is not known before the slot is read.
  const uint64_t checksum = Checksum(bytes.substr(0, kSlotUsed - 8), 0, place * kSlotBytes);
  if (magic != kMagic || form != kForm || in.Fixed64() != checksum) return std::nullopt;
  return slot;
}

void Write(ByteWriter& out, const BlockRef& ref) {
  out.Number(ref.offset);
  out.Number(ref.length);
  out.Fixed64(ref.checksum);
}

void Write(std::string& bytes, const RunInfo& run) {
  ByteWriter out(bytes);
  out.Number(run.begin);
  out.Number(run.bytes);
  out.Number(run.entries);
  out.Number(run.depth);
  Write(out, run.root);
  Write(out, run.filter);
  out.Number(run.probes);
  for (const std::string* key : {&run.smallest, &run.largest}) {
    out.Number(key->size());
    bytes += *key;
  }
}

/// Reads what lies before the manifest.
class ManifestReader {
 public:
  ManifestReader(std::string_view bytes, uint64_t end) : in_(bytes), end_(end) {}

  uint64_t Number() {
    const uint64_t number = in_.Number();
    Require(in_.ok());
    return number;
  }
  std::string Text() {
    const uint64_t size = Number();
    const std::string_view rest = in_.rest();
    Require(size <= rest.size());
    in_ = ByteReader(rest.substr(size));
    return std::string(rest.substr(0, size));
  }
  BlockRef Ref(const RunInfo& run) {
    BlockRef ref{Number(), Number(), in_.Fixed64()};
    Require(in_.ok() && IsWithin(ref, run.begin, run.begin + run.bytes));
    return ref;
  }
  RunInfo Run() {
    RunInfo run;
    run.begin = Number();
    run.bytes = Number();
    Require(IsWithin({run.begin, run.bytes, 0}, kBodyBegin, end_));
    run.entries = Number();
    run.depth = Number();
    Require(run.depth <= kMostDepth);
    run.root = Ref(run);
    run.filter = Ref(run);
    run.probes = Number();
    run.smallest = Text();
    run.largest = Text();
    return run;
  }
  bool AtEnd() const { return in_.AtEnd(); }
  static void Require(bool holds) {
    if (!holds) throw Damaged("the list of the runs is not what was written");
  }

 private:
  static bool IsWithin(const BlockRef& ref, uint64_t begin, uint64_t end) {
    return ref.offset >= begin && ref.offset <= end && ref.length <= end - ref.offset;
  }

  ByteReader in_;
  uint64_t end_;
};

}  // namespace

void WriteSlot(File& file, const Slot& slot) {
  std::string bytes;
  ByteWriter out(bytes);
  for (const uint64_t number : {kMagic, kForm, slot.identity, slot.number, slot.manifest.offset,
                                slot.manifest.length, slot.manifest.checksum}) {
    out.Fixed64(number);
  }
  out.Fixed64(Checksum(bytes, 0, slot.place * kSlotBytes));
  file.WriteAt(slot.place * kSlotBytes, bytes);
}

Slot ReadSlot(const File& file) {
  // A writer may be at one slot, and at the other one before all is read: once more, then.
  for (int attempt = 0; attempt < 3; ++attempt) {
    const std::string bytes = file.ReadAt(0, kBodyBegin);
    std::array<std::optional<Slot>, kSlots> slots;
    for (uint64_t place = 0; place < kSlots && place * kSlotBytes < bytes.size(); ++place) {
      slots[place] = SlotOf(std::string_view(bytes).substr(place * kSlotBytes), place);
    }
    if (slots[0] && slots[1] && slots[0]->identity != slots[1]->identity) break;
    // A slot torn while it was written fails its checksum: then the other one, a state older,
    // counts.
    if (slots[0] && (!slots[1] || slots[0]->number > slots[1]->number)) return *slots[0];
    if (slots[1]) return *slots[1];
  }
  throw Damaged("no state is where one should be");
}

std::string ManifestOf(const std::string& stamp, std::span<const Table> tables,
                       std::span<const Runs> runs) {
  std::string bytes;
  ByteWriter out(bytes);
  out.Number(stamp.size());
  bytes += stamp;
  out.Number(tables.size());
  for (size_t table = 0; table < tables.size(); ++table) {
    out.Number(static_cast<uint64_t>(tables[table].rule));
    out.Number(runs[table].size());
    for (const auto& run : runs[table]) Write(bytes, run->info());
  }
  return bytes;
}

Manifest ReadManifest(const File& file, const Slot& slot, std::span<const Table> tables) {
  const BlockRef& place = slot.manifest;
  const uint64_t size = file.size();
  const bool is_there =
      place.offset >= kBodyBegin && place.offset <= size && place.length <= size - place.offset;
  ManifestReader::Require(is_there);
  const std::string bytes = file.ReadAt(place.offset, place.length);
  ManifestReader::Require(bytes.size() == place.length &&
                          Checksum(bytes, slot.identity, place.offset) == place.checksum);
  ManifestReader in(bytes, place.offset);
  Manifest manifest;
  manifest.stamp = in.Text();
  const uint64_t there = in.Number();
  if (there > tables.size()) throw Damaged("the tables are others");
  for (const Table& table : tables) {
    if (manifest.tables.size() >= there) {
      // Of an earlier program, which had fewer: its stamp says so.
      manifest.tables.emplace_back();
      continue;
    }
    if (in.Number() != static_cast<uint64_t>(table.rule)) throw Damaged("a table is another");
    const uint64_t runs = in.Number();
    auto& infos = manifest.tables.emplace_back();
    while (infos.size() < runs) infos.push_back(in.Run());
  }
  ManifestReader::Require(in.AtEnd());
  return manifest;
}

}  // namespace dunghan::ledger::runs
