#pragma once

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"

namespace dunghan::rulebook {

/// Feeds values to SHA-256 so that no two sequences of values give the same bytes: each is preceded
/// by its length. The order of unordered things is the caller's concern.
class DigestWriter {
 public:
  explicit DigestWriter(std::string_view format) { Text(format); }

  DigestWriter& Text(std::string_view text) {
    Number(static_cast<int64_t>(text.size()));
    stream_.Add(text);
    return *this;
  }
  DigestWriter& Number(int64_t value) {
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof digits - 1, value).ptr;
    *end++ = ';';
    stream_.Add(std::string_view(digits, static_cast<size_t>(end - digits)));
    return *this;
  }
  template <class E>
  requires std::is_enum_v<E> DigestWriter& Choice(E value) {
    return Number(static_cast<int64_t>(value));
  }
  DigestWriter& Day(const std::optional<LocalDay>& day) {
    Number(day ? 1 : 0);
    return day ? Number(day->time_since_epoch().count()) : *this;
  }
  template <class Kind>
  DigestWriter& Coded(Code<Kind> code) {
    return Text(code.text());
  }
  Digest Finish() { return stream_.Finish(); }

 private:
  Sha256Stream stream_;
};

/// The elements in a given order, whatever order they stand in.
template <class T, class Less>
std::vector<std::reference_wrapper<const T>> InOrder(const std::vector<T>& items, Less less) {
  std::vector<std::reference_wrapper<const T>> sorted(items.begin(), items.end());
  std::sort(sorted.begin(), sorted.end(), less);
  return sorted;
}

}  // namespace dunghan::rulebook
