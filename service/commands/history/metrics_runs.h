#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "dunghan/base/error.h"

namespace dunghan::commands {

/// From a step on a series has a value, or is not there.
struct ValueRun {
  int64_t step = 0;
  double value = 0;
  uint32_t series = 0;
  bool present = false;
};

/// Runs in the order of their steps, kept until they are wanted by series. Beyond a bound they go
/// to a file that has no name, and so vanishes with the process.
class RunSpool {
 public:
  /// `in_memory`: how many runs are held in memory, while they come in and while they are sorted.
  explicit RunSpool(size_t in_memory = size_t{1} << 16U) : in_memory_(in_memory) {}

  /// @error kUnavailable: there is no room for a temporary file.
  Result<void> Add(const ValueRun& run);

  /// Each series' runs, in order of their steps, series by series; nothing is added any more. Until
  /// `visit` says false.
  using Visitor = std::function<bool(std::span<const ValueRun> runs)>;
  Result<void> ForEachSeries(const Visitor& visit);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  Result<void> Spill();
  Result<void> ForEach(const std::function<void(const ValueRun&)>& visit);

  size_t in_memory_;
  std::vector<ValueRun> runs_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace dunghan::commands
