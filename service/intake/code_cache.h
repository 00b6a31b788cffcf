#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dunghan/base/code.h"

namespace dunghan::intake {

/// Codes met lately, in front of a CodeTable: the same few hundred agencies and procedures come
/// again and again, and a hit costs neither the table's lock nor checking the text anew.
/// One thread at a time.
template <class C>
class CodeCache {
 public:
  explicit CodeCache(CodeTable& codes) : codes_(&codes) {}

  /// The code of a non-empty text, nothing if `admit(text)` refuses it. A text that is new to the
  /// table becomes a code of it, or `stand_in` where there is one.
  template <class Admit>
  C Find(std::string_view text, Admit admit, C stand_in = {}) {
    C& slot = slots_[Slot(text)];
    if (slot.text() == text) return slot;
    if (!admit(text)) return C();
    if (!stand_in) return slot = codes_->Intern<C>(text);
    const C known = codes_->Find<C>(text);
    if (!known) return stand_in;
    return slot = known;
  }

 private:
  static constexpr uint32_t kBits = 13;

  // Codes of one kind differ at their end more than at their beginning.
  static size_t Slot(std::string_view text) {
    uint64_t tail = 0;
    const size_t size = text.size() < sizeof tail ? text.size() : sizeof tail;
    std::memcpy(&tail, text.data() + text.size() - size, size);
    uint64_t head = 0;
    std::memcpy(&head, text.data(), size);
    return ((tail + head * 31) * 0x9E3779B97F4A7C15U) >> (64U - kBits);
  }

  CodeTable* codes_;
  std::array<C, size_t{1} << kBits> slots_{};
};

}  // namespace dunghan::intake
