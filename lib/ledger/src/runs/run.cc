#include "runs/run.h"

#include <algorithm>
#include <utility>

#include "runs/hash.h"
#include "runs/run_file.h"

namespace dunghan::ledger::runs {

Run::Run(std::shared_ptr<const File> file, uint64_t identity, RunInfo info, bool filtered)
    : file_(std::move(file)), identity_(identity), info_(std::move(info)) {
  root_ = Read(info_.root);
  if (filtered) filter_ = Filter(Read(info_.filter), info_.probes);
}

Run::Run(std::shared_ptr<const File> file, uint64_t identity, RunInfo info, std::string root,
         Filter filter)
    : file_(std::move(file)),
      identity_(identity),
      info_(std::move(info)),
      root_(std::move(root)),
      filter_(std::move(filter)) {}

std::string Run::Read(const BlockRef& ref) const {
  std::string block;
  if (ref.length > 0) block = file_->ReadAt(ref.offset, ref.length);
  if (block.size() != ref.length || Checksum(block, identity_, ref.offset) != ref.checksum) {
    throw Damaged("the block at byte " + std::to_string(ref.offset) + " is not what was written");
  }
  return block;
}

Run::Hit Run::Find(std::string_view key, uint64_t hash, std::string& value) const {
  if (!filter_.MayHold(hash) || key < info_.smallest || key > info_.largest) return Hit::kNone;
  std::string block;
  uint64_t offset = info_.root.offset;
  Position found = Search(root_, key);
  for (uint64_t level = info_.depth; level > 0; --level) {
    // Held to lie before the block that leads to it, as it was written: no way goes round.
    const BlockRef below = Below(found.value, offset);
    offset = below.offset;
    block = Read(below);
    found = Search(block, key);
  }
  if (!found.equal) return Hit::kNone;
  if (!found.value) return Hit::kRemoved;
  value = *found.value;
  return Hit::kValue;
}

void Run::Check() const {
  RunCursor cursor(*this);
  std::string last;
  uint64_t entries = 0;
  while (cursor.Next()) {
    const bool in_order = entries == 0 ? cursor.key == info_.smallest : last < cursor.key;
    if (!in_order) throw Damaged("a run's keys are not in order");
    if (!filter_.MayHold(HashOfKey(cursor.key))) throw Damaged("a run's filter lacks a key");
    last = cursor.key;
    ++entries;
  }
  if (entries != info_.entries || last != info_.largest) {
    throw Damaged("a run has not as many entries as were written");
  }
}

RunCursor::RunCursor(const Run& run) : run_(run), levels_(run.info().depth + 1) {
  levels_.back().offset = run.info().root.offset;
  levels_.back().cursor = BlockCursor(run.root());
}

void RunCursor::Seek(std::string_view from) {
  std::string_view block = run_.root();
  for (size_t level = levels_.size() - 1;; --level) {
    const Position found = Search(block, from);
    // Of the index the block that may hold it, and the first one where all are after it; of the
    // entries all that are before it.
    size_t passed = level > 0 ? std::max<size_t>(found.entries, 1) : found.entries - found.equal;
    for (; passed > 0; --passed) levels_[level].cursor.Next();
    if (level == 0) return;
    Load(level - 1);
    block = levels_[level - 1].block;
  }
}

bool RunCursor::Next() {
  size_t level = 0;
  while (!levels_[level].cursor.Next()) {
    if (++level == levels_.size()) return false;
  }
  for (; level > 0; --level) {
    Load(level - 1);
    BlockCursor& below = levels_[level - 1].cursor;
    if (!below.Next() || below.key() != levels_[level].cursor.key()) {
      throw Damaged("an index leads to another block");
    }
  }
  key = levels_[0].cursor.key();
  value = levels_[0].cursor.value();
  return true;
}

void RunCursor::Load(size_t level) {
  const Level& above = levels_[level + 1];
  const BlockRef ref = run_.Below(above.cursor.value(), above.offset);
  levels_[level].block = run_.Read(ref);
  levels_[level].offset = ref.offset;
  levels_[level].cursor = BlockCursor(levels_[level].block);
}

BlockRef Appender::Append(std::string_view block) {
  constexpr size_t kPiece = size_t{1} << 20U;
  if (pending_.capacity() < kPiece) pending_.reserve(kPiece + kPiece / 8);
  const BlockRef ref{position(), block.size(), Checksum(block, identity_, position())};
  pending_.append(block);
  if (pending_.size() >= kPiece) Flush();
  return ref;
}

void Appender::Flush() {
  if (!pending_.empty()) file_->WriteAt(written_, pending_);
  written_ += pending_.size();
  pending_.clear();
}

RunWriter::RunWriter(Appender& out, size_t block_bytes, uint64_t filtered_keys)
    : out_(out),
      block_bytes_(block_bytes),
      filter_(filtered_keys > 0 ? Filter(filtered_keys) : Filter()),
      levels_(1) {
  info_.begin = out.position();
}

void RunWriter::Add(std::string_view key, std::optional<std::string_view> value) {
  if (info_.entries++ == 0) info_.smallest = key;
  filter_.Add(HashOfKey(key));
  AddTo(0, key, value);
}

void RunWriter::AddTo(size_t level, std::string_view key, std::optional<std::string_view> value) {
  Level& to = levels_[level];
  // Blocks of an index are half as large: looking one up passes over half of its entries, which are
  // many and short.
  const size_t room = level == 0 ? block_bytes_ : block_bytes_ / 2;
  const size_t size = to.block.size() + key.size() + (value ? value->size() : 0);
  // An index of blocks of one entry each would never come to a root.
  if (to.entries > (level == 0 ? 0 : 1) && size > room) {
    // AppendEntry holds keys against each other only within a block.
    if (key <= to.last_key) throw OutOfOrder();
    Close(level);
  }
  if (to.entries++ == 0) to.first_key = key;
  AppendEntry(to.block, to.last_key, key, value);
}

void RunWriter::Close(size_t level) {
  Level& full = levels_[level];
  const BlockRef ref = out_.Append(full.block);
  if (level + 1 == levels_.size()) levels_.emplace_back();
  AddTo(level + 1, full.first_key, BytesOf(ref));
  full.block.clear();
  full.entries = 0;
}

std::shared_ptr<const Run> RunWriter::Finish() {
  if (info_.entries == 0) return nullptr;
  info_.largest = levels_[0].last_key;
  // Closing a block may make one more level, but not of one entry alone: what is closed has
  // others before it there.
  for (size_t level = 0; level + 1 < levels_.size(); ++level) Close(level);
  info_.depth = levels_.size() - 1;
  info_.root = out_.Append(levels_.back().block);
  info_.filter = out_.Append(filter_.bits());
  info_.probes = filter_.probes();
  info_.bytes = out_.position() - info_.begin;
  return std::make_shared<Run>(out_.file(), out_.identity(), std::move(info_),
                               std::move(levels_.back().block), std::move(filter_));
}

}  // namespace dunghan::ledger::runs
