#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dunghan::simulate {

/// SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014). The distributions are our own, because those of the standard library may differ
/// from one implementation to the next; all are in whole numbers, so that no rounding does either.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  static uint64_t Mix(uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
  }

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15U;
    return Mix(state_);
  }

  /// Uniform in [0, bound): the upper half of a product. Its bias, bound / 2^64, is nothing here.
  uint64_t Below(uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<uint64_t>((static_cast<Wide>(Next()) * bound) >> 64U);
  }

  /// Uniform in [low, high].
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
  }

  bool PerMille(uint64_t chance) { return Below(1000) < chance; }

  template <class T, size_t kSize>
  const T& Of(const T (&values)[kSize]) {
    return values[Below(kSize)];
  }

  /// Heavy-tailed: at least `least`, beyond x with probability least / x (Pareto), cut at `most`.
  int64_t Tail(int64_t least, int64_t most) {
    const auto u = static_cast<int64_t>(Below(1U << 20U)) + 1;
    const int64_t value = least * (int64_t{1} << 20U) / u;
    return value < most ? value : most;
  }

 private:
  uint64_t state_;
};

/// A number that depends on nothing but the seed and the text (FNV-1a, mixed).
inline uint64_t HashOf(uint64_t seed, std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325U ^ Random::Mix(seed);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return Random::Mix(hash);
}

}  // namespace dunghan::simulate
