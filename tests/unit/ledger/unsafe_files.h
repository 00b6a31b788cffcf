#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runs/file_system.h"

/// Files in memory whose disk refuses, and forgets what was not synced when the power is cut.
namespace dunghan::ledger::runs {

/// Thrown where the power is cut: nothing of the process is left.
struct PowerCut {};

class UnsafeFiles final : public FileSystem {
 public:
  UnsafeFiles();

  /// From now on: the call of this number, counted from 0, goes wrong.
  struct Plan {
    int64_t call = -1;
    bool power_cut = false;  ///< else FileError
    double done = 0;         ///< how much of a call happens all the same
    bool for_ever = false;   ///< all calls after it go wrong too
  };
  void Set(const Plan& plan);
  /// Since Set.
  int64_t calls() const;
  bool HasFailed() const;

  /// What is on the disk after a power cut: of each write that was not synced, so many of its bytes
  /// as `kept` says, for the first to the last of them.
  using Kept = std::function<size_t(size_t write, size_t writes, size_t bytes)>;
  std::unique_ptr<UnsafeFiles> AfterPowerCut(const Kept& kept) const;
  /// The bytes of a file that is there, to be changed.
  std::string& Bytes(const std::filesystem::path& path);
  std::string AllBytes() const;  ///< of all files, with their names

  std::unique_ptr<File> Open(const std::filesystem::path& path, bool writable) override;
  std::unique_ptr<File> Make(const std::filesystem::path& path) override;
  void Rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  void Remove(const std::filesystem::path& path) override;

  struct Disk;

 private:
  std::shared_ptr<Disk> disk_;
};

}  // namespace dunghan::ledger::runs
