#pragma once

#include <chrono>
#include <filesystem>

namespace dunghan::spool {

/// Waits for something to happen in a folder. Where the system does not tell (network drives), for
/// time to pass. One thread, but for Wake.
class Watch {
 public:
  Watch();
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// From now on this folder, if it is there; to be called again and again, since it may go.
  void Follow(const std::filesystem::path& folder);
  /// Returns when something has happened, at Wake, or when the time is over.
  void Wait(std::chrono::milliseconds patience);
  /// From any thread: ends the waiting, for good.
  void Wake();

 private:
  void Drain();

  int wake_;
  int notify_;
  int watched_ = -1;
};

}  // namespace dunghan::spool
