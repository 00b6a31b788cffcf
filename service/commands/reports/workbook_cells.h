#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dunghan/base/error.h"

namespace dunghan::commands {

/// Two workbooks held against each other by what stands in their cells, sheet by sheet. A program
/// that saves a workbook again writes other bytes, but the same cells.
struct ComparedCells {
  int64_t cells = 0;  ///< of the first
  /// The first that differs: `sheet "Báo cáo", C12: 97 there, 96 in ours`. Nothing: all are alike.
  std::optional<std::string> difference;
};

/// @error kInvalidArgument: one of them cannot be read.
Result<ComparedCells> CompareCells(const std::string& theirs, const std::string& ours);

}  // namespace dunghan::commands
