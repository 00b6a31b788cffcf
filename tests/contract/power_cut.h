#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace dunghan::test {

/// A machine that loses its power, as SQLite sees it.
///
/// While this lives, all files of SQLite go through it: it remembers what was written and not yet
/// synced, lets the power go at the planned call, and then leaves on the disk what may be found
/// after that: of what was not synced, each sector of 512 bytes is there, or is not, or is torn;
/// sizes, new files and deleted ones likewise. Nothing is waited for: a sync costs nothing. Any
/// thread; one at a time in a process.
class PowerCut {
 public:
  PowerCut();
  ~PowerCut();
  PowerCut(const PowerCut&) = delete;
  PowerCut& operator=(const PowerCut&) = delete;

  /// The power goes in the n-th write, truncation, deletion or sync from now on, from 1; 0: never.
  void PlanAt(int64_t n);
  bool is_off() const { return is_off_; }
  /// Writes, truncations, deletions and syncs so far.
  int64_t calls() const { return calls_; }
  /// From now on files are the machine's own again. REQUIRES: nobody has one open.
  void TurnOn();
  /// The files as they may be found: one of many ways. 0: nothing of what was not synced is there,
  /// 1: all of it is. After TurnOn; again for another way.
  void Leave(uint64_t way) const;

 private:
  friend struct PowerCutCalls;

  struct Change {
    int64_t offset = 0;
    std::string bytes;
    bool truncates = false;  ///< to `offset`
  };
  struct File {
    std::optional<std::string> durable;  // as it would be found; nothing: not there
    std::vector<Change> pending;         // since it was synced
    bool is_new = false;                 // made since: `pending` applies to an empty file
    bool is_deleted = false;
  };

  /// Whether the power stays on during a call that changes something; counts it.
  bool Survives();
  File& Of(const std::string& path);
  void Sync(File& file);
  static void Apply(std::string& to, const Change& change);
  static void ApplyPart(std::string& to, const Change& change, std::mt19937_64& random,
                        uint64_t way);
  static std::optional<std::string> Found(const File& file, std::mt19937_64& random, uint64_t way);

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
  std::mutex mutex_;
  std::map<std::string, File> files_;
  int64_t left_ = 0;
  int64_t calls_ = 0;
  bool is_off_ = false;
  bool is_registered_ = true;
};

}  // namespace dunghan::test
