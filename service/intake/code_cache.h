#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "dunghan/base/code.h"

namespace dunghan::intake {

/// Codes met lately, in front of a CodeTable: the same few hundred agencies and procedures come
/// again and again, and a hit costs neither the table's lock nor checking the text anew.
///
/// The table never shrinks, so a text enters it only with an event that is accepted: until then a
/// stand-in takes its place, of which every rulebook says what it says of any text new to it.
/// One thread at a time.
template <class C>
class CodeCache {
 public:
  explicit CodeCache(CodeTable& codes)
      // No sender can name it: codes and names have no control characters.
      : codes_(&codes), stand_in_(codes.Intern<C>("\x01new")) {}

  C stand_in() const { return stand_in_; }

  /// The code of a non-empty text; the stand-in if the table does not have it; nothing if
  /// `admit(text)` refuses it.
  template <class Admit>
  C Find(std::string_view text, Admit admit) {
    C& slot = slots_[Slot(text)];
    if (slot.text() == text) return slot;
    if (!admit(text)) return C();
    const C known = codes_->Find<C>(text);
    if (!known) return stand_in_;
    return slot = known;
  }

  /// Makes a code of a text in whose place the stand-in is; leaves any other code alone.
  void Settle(C& code, std::string_view text) {
    if (code == stand_in_) code = codes_->Intern<C>(text);
  }

 private:
  static constexpr uint32_t kBits = 13;

  /// Four or eight bytes as a number.
  template <class Word>
  static uint64_t WordAt(const char* at) {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
  }

  // Codes of one kind differ at their end more than at their beginning. Read in pieces whose size
  // is known, since copying as many bytes as there are would be a call. REQUIRES: not empty.
  static size_t Slot(std::string_view text) {
    const char* begin = text.data();
    const char* end = begin + text.size();
    uint64_t head = 0;
    uint64_t tail = 0;
    if (text.size() >= sizeof(uint64_t)) {
      head = WordAt<uint64_t>(begin);
      tail = WordAt<uint64_t>(end - sizeof(uint64_t));
    } else if (text.size() >= sizeof(uint32_t)) {
      head = WordAt<uint32_t>(begin);
      tail = WordAt<uint32_t>(end - sizeof(uint32_t));
    } else {
      head = static_cast<unsigned char>(begin[text.size() / 2]);
      tail = static_cast<uint64_t>(static_cast<unsigned char>(begin[0])) << 8U |
             static_cast<unsigned char>(end[-1]);
    }
    return ((tail + head * 31) * 0x9E3779B97F4A7C15U) >> (64U - kBits);
  }

  CodeTable* codes_;
  C stand_in_;
  std::array<C, size_t{1} << kBits> slots_{};
};

}  // namespace dunghan::intake
