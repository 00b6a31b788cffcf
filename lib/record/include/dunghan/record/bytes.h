#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The compact byte form of what is kept: numbers in as few bytes as they need.
namespace dunghan::record {

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  /// LEB128: seven bits a byte, low ones first.
  void Number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  /// Zigzag, so that small negative numbers stay short.
  void Signed(int64_t value) {
    Number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
  }
  /// Preceded by its length.
  void Text(std::string_view text) {
    Number(text.size());
    out_ += text;
  }
  void Fixed64(uint64_t value) {
    std::array<char, 8> bytes;
    for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xFF);
    out_.append(bytes.data(), bytes.size());
  }

 private:
  std::string& out_;
};

/// Reads what ByteWriter wrote. Reading past the end gives zeros and is remembered in ok(), and so
/// is a number in another form than the shortest: the same values are the same bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : at_(bytes.begin()), end_(bytes.end()) {}

  uint64_t Number() {
    // Most numbers are small.
    if (at_ != end_ && static_cast<uint8_t>(*at_) < 0x80) return static_cast<uint8_t>(*at_++);
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = Byte();
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte >= 0x80) continue;
      const bool shortest = byte != 0 || shift == 0;
      const bool fits = shift < 63 || byte < 2;
      ok_ = ok_ && shortest && fits;
      return value;
    }
    ok_ = false;
    return value;
  }
  /// A number below a bound; any other is not what was written.
  uint64_t Below(uint64_t bound) {
    const uint64_t value = Number();
    if (value < bound) return value;
    ok_ = false;
    return 0;
  }
  int64_t Signed() {
    const uint64_t value = Number();
    return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
  }
  uint64_t Fixed64() {
    if (end_ - at_ < 8) {
      at_ = end_;
      ok_ = false;
      return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < 8; ++i) {
      value |= static_cast<uint64_t>(static_cast<uint8_t>(at_[i])) << (8 * i);
    }
    at_ += 8;
    return value;
  }
  std::string_view Text() { return Bytes(Number()); }
  /// So many of the next bytes; nothing where there are fewer.
  std::string_view Bytes(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) {
      at_ = end_;
      ok_ = false;
      return {};
    }
    const std::string_view bytes(at_, at_ + static_cast<std::ptrdiff_t>(size));
    at_ += static_cast<std::ptrdiff_t>(size);
    return bytes;
  }
  /// Passes over so many numbers, none of which is kept for its value.
  void Skip(uint64_t numbers) {
    for (; numbers > 0 && ok_; --numbers) (void)Number();
  }
  /// What is not read yet.
  std::string_view rest() const { return {at_, end_}; }
  bool AtEnd() const { return at_ == end_; }
  bool ok() const { return ok_; }

 private:
  uint8_t Byte() {
    if (at_ == end_) {
      ok_ = false;
      return 0;
    }
    return static_cast<uint8_t>(*at_++);
  }

  std::string_view::iterator at_;
  std::string_view::iterator end_;
  bool ok_ = true;
};

}  // namespace dunghan::record
