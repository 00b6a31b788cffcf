#pragma once

#include <cstddef>
#include <cstdint>

namespace dunghan::http {

/// One request's part of what all bodies in work may hold together; given back when it ends.
class BodyShare {
 public:
  BodyShare(int64_t& held_by_all, uint64_t limit)
      : held_by_all_(&held_by_all), limit_(static_cast<int64_t>(limit)) {}
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
    return *held_by_all_ <= limit_ && bytes <= static_cast<uint64_t>(limit_ - *held_by_all_);
  }
  void Release() {
    *held_by_all_ -= held_;
    held_ = 0;
  }

 private:
  int64_t* held_by_all_;
  int64_t limit_;
  int64_t held_ = 0;
};

}  // namespace dunghan::http
