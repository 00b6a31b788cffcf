#include "runs/filter.h"

#include <algorithm>
#include <utility>

#include "runs/run_file.h"

namespace dunghan::ledger::runs {
namespace {

constexpr uint64_t kFilterBlock = 64;
constexpr uint64_t kMostProbes = 7;  // of 9 bits each: what one number of 64 bits gives

/// The places of a key: a block by the upper half of the hash, bits in it by all of it once more
/// mixed, since the upper half is spent.
struct Probe {
  Probe(uint64_t hash, size_t bytes)
      // A product's upper half instead of a remainder: as even, without a division. The factor for
      // the bits is 2^64 by the golden ratio, which mixes low bits upwards.
      : block(((hash >> 32U) * (bytes / kFilterBlock) >> 32U) * kFilterBlock),
        bits(hash * 0x9E3779B97F4A7C15U) {}

  size_t byte() const { return block + (bits >> 58U); }
  unsigned mask() const { return 1U << (bits >> 55U & 7U); }

  size_t block;
  uint64_t bits;
};

}  // namespace

Filter::Filter(uint64_t keys) {
  // Memory counts where there are many keys: 6.5 bits each. Few keys cost little at 12.
  const bool many = keys >= 16'384;
  const uint64_t bits = many ? keys * 13 / 2 : keys * 12;
  // Whole blocks: 512 bits are 64 bytes.
  bits_.resize(std::max<uint64_t>(1, (bits + 511) / 512) * kFilterBlock);
  probes_ = many ? 4 : 6;
}

Filter::Filter(std::string bits, uint64_t probes) : bits_(std::move(bits)), probes_(probes) {
  if (bits_.size() % kFilterBlock != 0 || probes_ > kMostProbes ||
      bits_.empty() != (probes_ == 0)) {
    throw Damaged("a filter has a size that none has");
  }
}

void Filter::Add(uint64_t hash) {
  Probe probe(hash, bits_.size());
  for (uint64_t i = 0; i < probes_; ++i, probe.bits <<= 9U) {
    bits_[probe.byte()] =
        static_cast<char>(static_cast<uint8_t>(bits_[probe.byte()]) | probe.mask());
  }
}

bool Filter::MayHold(uint64_t hash) const {
  Probe probe(hash, bits_.size());
  for (uint64_t i = 0; i < probes_; ++i, probe.bits <<= 9U) {
    if ((static_cast<uint8_t>(bits_[probe.byte()]) & probe.mask()) == 0) return false;
  }
  return true;
}

}  // namespace dunghan::ledger::runs
