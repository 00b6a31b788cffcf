#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace dunghan::http {

/// What all bodies in work may hold together.
struct BodyLimits {
  /// The part kept for small bodies is an eighth of all, as long as the largest one still fits.
  BodyLimits(uint64_t bytes, uint64_t largest)
      : all(static_cast<int64_t>(bytes)),
        large(static_cast<int64_t>(std::max(bytes - bytes / 8, std::min(bytes, largest)))) {}

  int64_t all;
  int64_t large;  ///< bytes after which a body that is not small takes no more
};

/// One request's part of it; given back when the request ends.
class BodyShare {
 public:
  BodyShare(int64_t& held_by_all, BodyLimits limits)
      : held_by_all_(&held_by_all), limits_(limits) {}
  ~BodyShare() { Release(); }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  /// False, and nothing is taken, where the limit would be passed.
  bool Take(size_t bytes) {
    if (!Fits(bytes)) return false;
    *held_by_all_ += static_cast<int64_t>(bytes);
    held_ += static_cast<int64_t>(bytes);
    return true;
  }
  /// Whether so many could be taken now.
  bool Fits(uint64_t bytes) const {
    constexpr uint64_t kSmall = uint64_t{64} << 10U;
    const int64_t limit =
        bytes + static_cast<uint64_t>(held_) <= kSmall ? limits_.all : limits_.large;
    return *held_by_all_ <= limit && bytes <= static_cast<uint64_t>(limit - *held_by_all_);
  }
  void Release() {
    *held_by_all_ -= held_;
    held_ = 0;
  }

 private:
  int64_t* held_by_all_;
  BodyLimits limits_;
  int64_t held_ = 0;
};

}  // namespace dunghan::http
