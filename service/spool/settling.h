#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dunghan::spool {

/// A file as a look at the folder shows it.
struct SeenFile {
  std::string name;
  uint64_t size = 0;
  int64_t changed = 0;  ///< when its bytes were changed, in nanoseconds by the drive's clock
  uint64_t number = 0;  ///< of the file itself, whatever it is called

  friend bool operator==(const SeenFile&, const SeenFile&) = default;
};

/// Which files are complete: those that look the same for a while. By this machine's clock alone,
/// for a network drive has another.
class Settling {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Settling(std::chrono::milliseconds settle) : settle_(settle) {}

  /// Those of the files in the folder that are complete, oldest change first.
  std::vector<SeenFile> See(const std::vector<SeenFile>& files, Time now);
  /// When the next may be; nothing: all that were seen are.
  std::optional<Time> next() const { return next_; }

 private:
  struct Entry {
    SeenFile file;
    Time since;
  };
  std::chrono::milliseconds settle_;
  std::map<std::string, Entry> entries_;
  std::optional<Time> next_;
};

}  // namespace dunghan::spool
