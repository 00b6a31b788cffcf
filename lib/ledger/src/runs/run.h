#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runs/block.h"
#include "runs/file_system.h"
#include "runs/filter.h"

/// Runs: blocks of entries, blocks of an index above them up to one that is the root, and a filter.
/// A block comes after those below it.
namespace dunghan::ledger::runs {

/// What a state says of a run.
struct RunInfo {
  uint64_t begin = 0;
  uint64_t bytes = 0;  ///< with index and filter
  uint64_t entries = 0;
  uint64_t depth = 0;  ///< blocks of index from the root to an entry
  BlockRef root;
  BlockRef filter;  ///< of length 0: none
  uint64_t probes = 0;
  std::string smallest;
  std::string largest;
};

/// An open run. Immutable, safe from any thread.
class Run {
 public:
  /// `filtered`: whether it is asked for keys that are often not there; else it does without its
  /// filter. @throws Damaged, FileError: the root or the filter cannot be read
  Run(std::shared_ptr<const File> file, uint64_t identity, RunInfo info, bool filtered);
  /// One that was just written.
  Run(std::shared_ptr<const File> file, uint64_t identity, RunInfo info, std::string root,
      Filter filter);

  const RunInfo& info() const { return info_; }
  const std::string& root() const { return root_; }

  enum class Hit : uint8_t { kNone, kRemoved, kValue };
  /// `hash`: HashOfKey(key), where the table is filtered.
  Hit Find(std::string_view key, uint64_t hash, std::string& value) const;

  /// The block of an entry of the index that itself is at `before`. @throws Damaged, FileError
  std::string Read(const BlockRef& ref) const;
  BlockRef Below(std::optional<std::string_view> entry, uint64_t before) const {
    return RefOf(entry, info_.begin, before);
  }
  void Check() const;  ///< @throws Damaged, FileError

 private:
  std::shared_ptr<const File> file_;
  uint64_t identity_;
  RunInfo info_;
  std::string root_;
  Filter filter_;
};

/// Entries in the order of their keys.
struct Source {
  virtual ~Source() = default;
  /// False: there are no more. `key` and `value` are valid until the next call.
  virtual bool Next() = 0;

  std::string_view key;
  std::optional<std::string_view> value;
};

/// Those of a run. The run must live longer.
class RunCursor final : public Source {
 public:
  explicit RunCursor(const Run& run);
  RunCursor(const RunCursor&) = delete;
  RunCursor& operator=(const RunCursor&) = delete;
  /// Next leads to the first entry whose key is not before this one. Once, before Next.
  void Seek(std::string_view from);
  bool Next() override;

 private:
  struct Level {
    std::string block;
    uint64_t offset = 0;
    BlockCursor cursor;
  };
  void Load(size_t level);  ///< what the entry above says

  const Run& run_;
  std::vector<Level> levels_;  ///< 0: entries; the last one: the root
};

/// What is written at the end of a file, in large pieces.
class Appender {
 public:
  Appender(std::shared_ptr<File> file, uint64_t identity, uint64_t position)
      : file_(std::move(file)), identity_(identity), written_(position) {}

  BlockRef Append(std::string_view block);
  void Flush();
  uint64_t position() const { return written_ + pending_.size(); }
  uint64_t identity() const { return identity_; }
  const std::shared_ptr<File>& file() const { return file_; }

 private:
  std::shared_ptr<File> file_;
  uint64_t identity_;
  uint64_t written_;
  std::string pending_;
};

/// Writes a run.
class RunWriter {
 public:
  /// `filtered_keys`: how many there are at most; 0: no filter.
  RunWriter(Appender& out, size_t block_bytes, uint64_t filtered_keys);

  /// @throws FileError; OutOfOrder
  void Add(std::string_view key, std::optional<std::string_view> value);
  /// Null: there was no entry.
  std::shared_ptr<const Run> Finish();

 private:
  struct Level {
    std::string block;
    std::string first_key;
    std::string last_key;
    size_t entries = 0;
  };
  void AddTo(size_t level, std::string_view key, std::optional<std::string_view> value);
  void Close(size_t level);

  Appender& out_;
  size_t block_bytes_;
  RunInfo info_;
  Filter filter_;
  std::deque<Level> levels_;  ///< references to one stay valid while others are added
};

}  // namespace dunghan::ledger::runs
