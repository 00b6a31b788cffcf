#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

namespace dunghan::record {

/// The bytes of what could not be parsed: private files beside the ledger, one a day, purged after
/// a time. They may hold anything, so that nobody but the owner may read them. An empty folder
/// keeps them in memory. One writer at a time.
class SideFiles {
 public:
  /// How long the bytes are kept.
  static constexpr std::chrono::days kKeep{30};

  explicit SideFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Place {
    std::string file;
    int64_t offset = 0;
    int64_t size = 0;
  };
  /// Whether bytes can lie there: in the file of a day, or nowhere. A place that is read from a
  /// table must never lead anywhere else.
  static bool IsPlace(const Place& place);
  /// Where the bytes will lie once Write has gone well; until then they are held in memory.
  Result<Place> Gather(std::string_view bytes, Instant now);
  /// Makes all that was gathered durable, with one append and one sync.
  Result<void> Write();
  /// Forgets what was gathered and not written.
  void Drop() { gathered_.clear(); }
  /// @error kNotFound: purged.
  Result<std::string> Read(const Place& place) const;
  /// Removes the files older than kKeep. How many there were.
  /// @error kUnavailable: not all of them, and why.
  Result<int64_t> Purge(Instant now);

 private:
  Result<int64_t> SizeOf(const std::string& file) const;

  std::filesystem::path folder_;
  std::string file_;    // what was gathered goes to this one ...
  int64_t offset_ = 0;  // ... from here on
  std::string gathered_;
  std::map<std::string, std::string> memory_;
};

}  // namespace dunghan::record
