#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "dunghan/board/snapshot.h"

namespace dunghan::api {

/// The rows of the board as text, and in which step each was last another one, so that whoever has
/// seen a step is told only of what changed since. Steps count the states in which rows differed.
class LiveRows {
 public:
  /// How things stand now.
  void Show(std::shared_ptr<const board::Snapshot> snapshot);

  uint64_t step() const { return step_; }
  /// `"agencies":[...]`: all of them, by code.
  std::string WriteAll() const;
  /// `"agencies":[...],"gone":[...]`: those that are other ones than at the step, by code, and the
  /// codes of those that were shown then and have no number any more.
  std::string WriteSince(uint64_t step) const;

 private:
  struct Row {
    board::Counts counts;
    std::string text;   ///< empty: not shown
    uint64_t step = 0;  ///< since which it is so
  };

  std::shared_ptr<const board::Snapshot> shown_;
  std::map<std::string, Row, std::less<>> rows_;
  uint64_t step_ = 0;
};

}  // namespace dunghan::api
