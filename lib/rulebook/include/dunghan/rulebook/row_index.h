#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace dunghan::rulebook {

/// Which rows of a list belong to a code, in an order of their own: found by the code's number,
/// whatever the length of the list.
class RowIndex {
 public:
  /// `number_of(row)` is Code::number(); `less(a, b)` orders rows of one code.
  template <class Row, class NumberOf, class Less>
  void Build(const std::vector<Row>& rows, NumberOf number_of, Less less) {
    order_.clear();
    by_number_.clear();
    for (uint32_t i = 0; i < rows.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      const uint32_t left = number_of(rows[a]);
      const uint32_t right = number_of(rows[b]);
      return left == right ? less(rows[a], rows[b]) : left < right;
    });
    for (uint32_t i = 0; i < order_.size(); ++i) {
      const uint32_t number = number_of(rows[order_[i]]);
      if (number >= by_number_.size()) by_number_.resize(number + 1);
      if (by_number_[number].count++ == 0) by_number_[number].first = i;
    }
  }

  /// Places in the list; none for a code without rows.
  std::span<const uint32_t> Of(uint32_t number) const {
    if (number >= by_number_.size()) return {};
    return std::span(order_).subspan(by_number_[number].first, by_number_[number].count);
  }

 private:
  struct Part {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  std::vector<uint32_t> order_;  // one code after the other
  std::vector<Part> by_number_;
};

}  // namespace dunghan::rulebook
