#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

/// Blocks: entries in the order of their keys, each as
///   bytes of the key shared with the one before | further bytes | length of the value + 1, 0:
///   removed | the further bytes | the value
/// with the first three as ByteWriter's numbers.
namespace dunghan::ledger::runs {

/// Where a block is and what its bytes come to. Whoever holds one knows all that is below it.
struct BlockRef {
  uint64_t offset = 0;
  uint64_t length = 0;
  uint64_t checksum = 0;

  uint64_t end() const { return offset + length; }
};

inline std::logic_error OutOfOrder() {
  return std::logic_error("the keys of a run must be in order, each once");
}
/// `last_key` becomes the key. @throws OutOfOrder: the key is not after it
void AppendEntry(std::string& block, std::string& last_key, std::string_view key,
                 std::optional<std::string_view> value);

/// An entry of an index is the first key of a block below and where that is.
std::string BytesOf(const BlockRef& ref);
/// Of a block that lies between `begin` and `end`. @throws Damaged
BlockRef RefOf(std::optional<std::string_view> bytes, uint64_t begin, uint64_t end);

/// Entries of a block one by one, the keys as they are written.
class EntryReader {
 public:
  explicit EntryReader(std::string_view block)
      : at_(block.data()), end_(block.data() + block.size()) {}

  bool Next() {  ///< @throws Damaged
    if (at_ == end_) return false;
    shared = Number();
    const uint64_t further = Number();
    const uint64_t mark = Number();
    suffix = Take(further);
    value = mark == 0 ? std::nullopt : std::optional(Take(mark - 1));
    return true;
  }

  uint64_t shared = 0;
  std::string_view suffix;
  std::optional<std::string_view> value;

 private:
  uint64_t Number() {
    // Most are small.
    if (at_ != end_ && static_cast<uint8_t>(*at_) < 0x80) return static_cast<uint8_t>(*at_++);
    return LongNumber();
  }
  uint64_t LongNumber();
  std::string_view Take(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) Overrun();
    const std::string_view taken(at_, size);
    at_ += size;
    return taken;
  }
  [[noreturn]] static void Overrun();

  const char* at_;
  const char* end_;
};

/// Entries with their keys.
class BlockCursor {
 public:
  /// What is passed must live longer.
  explicit BlockCursor(std::string_view block = {}) : reader_(block) {}

  bool Next() {  ///< @throws Damaged
    if (!reader_.Next()) return false;
    if (reader_.shared > key_.size()) Overlong();
    key_.resize(reader_.shared);
    key_.append(reader_.suffix);
    return true;
  }
  const std::string& key() const { return key_; }
  const std::optional<std::string_view>& value() const { return reader_.value; }

 private:
  [[noreturn]] static void Overlong();

  EntryReader reader_;
  std::string key_;
};

/// The last entry of a block whose key is not after one that is looked for.
struct Position {
  size_t entries = 0;  ///< up to it and with it; 0: there is none
  bool equal = false;
  std::optional<std::string_view> value;
};
Position Search(std::string_view block, std::string_view key);

}  // namespace dunghan::ledger::runs
