#include "entry_log.h"

#include <algorithm>
#include <cstring>

namespace dunghan::record::memory {
namespace {

constexpr size_t kBlock = size_t{1} << 20;

/// Before the bytes of each entry.
struct Leader {
  uint32_t size;
  Kind kind;
};

Leader ReadLeader(const char* at) {
  Leader leader;
  std::memcpy(&leader, at, sizeof leader);
  return leader;
}

}  // namespace

void EntryLog::Add(const Kept& entry) {
  const size_t size = sizeof(Leader) + entry.bytes.size();
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < size) {
    blocks_.emplace_back().reserve(std::max(kBlock, size));
  }
  std::string& block = blocks_.back();
  Leader leader{};
  leader.size = static_cast<uint32_t>(entry.bytes.size());
  leader.kind = entry.kind;
  places_.push_back(
      {static_cast<uint32_t>(blocks_.size() - 1), static_cast<uint32_t>(block.size())});
  block.append(reinterpret_cast<const char*>(&leader), sizeof leader);
  block.append(entry.bytes);
}

EntryLog::Kept EntryLog::At(size_t index) const {
  const Place place = places_[index];
  const char* at = blocks_[place.block].data() + place.offset;
  const Leader leader = ReadLeader(at);
  return {leader.kind, {at + sizeof leader, leader.size}};
}

Kind EntryLog::KindAt(size_t index) const { return At(index).kind; }

}  // namespace dunghan::record::memory
