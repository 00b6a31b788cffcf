#include "runs/block.h"

#include <algorithm>

#include "dunghan/record/bytes.h"
#include "runs/run_file.h"

namespace dunghan::ledger::runs {

using record::ByteReader;
using record::ByteWriter;
namespace {

size_t SharedLength(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t length = 0;
  while (length < most && a[length] == b[length]) ++length;
  return length;
}

bool IsBefore(char a, char b) { return static_cast<uint8_t>(a) < static_cast<uint8_t>(b); }

}  // namespace

void AppendEntry(std::string& block, std::string& last_key, std::string_view key,
                 std::optional<std::string_view> value) {
  size_t shared = 0;
  if (!block.empty()) {
    shared = SharedLength(last_key, key);
    if (shared == key.size() ||
        // Equal to the last one, a beginning of it, or before it.
        (shared < last_key.size() && !IsBefore(last_key[shared], key[shared]))) {
      throw OutOfOrder();
    }
  }
  ByteWriter out(block);
  out.Number(shared);
  out.Number(key.size() - shared);
  out.Number(value ? value->size() + 1 : 0);
  block.append(key, shared);
  if (value) block.append(*value);
  last_key.resize(shared);
  last_key.append(key, shared);
}

std::string BytesOf(const BlockRef& ref) {
  std::string bytes;
  ByteWriter out(bytes);
  out.Number(ref.offset);
  out.Number(ref.length);
  out.Fixed64(ref.checksum);
  return bytes;
}

BlockRef RefOf(std::optional<std::string_view> bytes, uint64_t begin, uint64_t end) {
  ByteReader in(bytes.value_or(std::string_view()));
  BlockRef ref;
  ref.offset = in.Number();
  ref.length = in.Number();
  ref.checksum = in.Fixed64();
  if (!in.ok() || !in.AtEnd() || ref.offset < begin || ref.offset > end ||
      ref.length > end - ref.offset) {
    throw Damaged("a block is said to be where it cannot be");
  }
  return ref;
}

uint64_t EntryReader::LongNumber() {
  uint64_t number = 0;
  for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
    const auto byte = static_cast<uint8_t>(*at_++);
    number |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
  Overrun();
}

void EntryReader::Overrun() { throw Damaged("an entry goes beyond its block"); }

void BlockCursor::Overlong() { throw Damaged("a key shares more than there is"); }

Position Search(std::string_view block, std::string_view key) {
  Position found;
  EntryReader reader(block);
  // How much of the key the entry before has: all keys until now are before the key, so that
  // most comparisons are of this and of what is shared.
  size_t matched = 0;
  while (reader.Next()) {
    // It parts from the one before sooner than the key does, and being behind that one is behind
    // the key.
    if (reader.shared < matched) break;
    // Where it has more in common with the one before, it is before the key just as that one.
    if (reader.shared == matched) {
      const std::string_view rest = key.substr(matched);
      const size_t more = SharedLength(reader.suffix, rest);
      matched += more;
      found.equal = more == reader.suffix.size() && more == rest.size();
      const bool before = more == reader.suffix.size() ||
                          (more < rest.size() && IsBefore(reader.suffix[more], rest[more]));
      if (!before) break;
    }
    ++found.entries;
    found.value = reader.value;
    if (found.equal) break;
  }
  return found;
}

}  // namespace dunghan::ledger::runs
