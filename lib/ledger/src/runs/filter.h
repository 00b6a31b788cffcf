#pragma once

#include <cstdint>
#include <string>

namespace dunghan::ledger::runs {

/// Says of most keys that are not among those of a run that they are not: a Bloom filter in blocks
/// of 64 bytes, so that asking it touches one or two lines of memory.
class Filter {
 public:
  /// Says of every key that it may be there.
  Filter() = default;
  /// For so many keys: of others about 1 % pass, 5 % where there are 16,384 and more.
  explicit Filter(uint64_t keys);
  /// One that was written. @throws Damaged
  Filter(std::string bits, uint64_t probes);

  void Add(uint64_t hash);
  bool MayHold(uint64_t hash) const;

  const std::string& bits() const { return bits_; }
  uint64_t probes() const { return probes_; }

 private:
  std::string bits_;
  uint64_t probes_ = 0;
};

}  // namespace dunghan::ledger::runs
