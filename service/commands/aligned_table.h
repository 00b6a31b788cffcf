#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>

#include "dunghan/base/text.h"

namespace dunghan::commands {

/// Columns as wide as their widest cell so far; the last one is left as it is.
template <size_t kColumns>
class AlignedTable {
 public:
  using Row = std::array<std::string, kColumns>;
  void Measure(const Row& row) {
    for (size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], Columns(row[i]));
  }
  void Print(const Row& row, std::ostream& out) const {
    for (size_t i = 0; i + 1 < row.size(); ++i) {
      const size_t width = Columns(row[i]);
      out << row[i] << std::string(std::max(widths_[i], width) - width + 2, ' ');
    }
    out << row.back() << '\n';
  }

 private:
  std::array<size_t, kColumns> widths_{};
};

}  // namespace dunghan::commands
