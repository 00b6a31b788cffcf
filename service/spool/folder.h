#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "settling.h"

namespace dunghan::spool {

/// A file that is the spool's own: in a folder of its own, under the name it came with, since the
/// day of an export may stand in that.
struct Claim {
  std::string stamp;  ///< "20210630T120000": what its report and its folder are called by
  std::string name;
  std::filesystem::path path;
  bool resumed = false;  ///< it was begun before: by another process, or without success
};

/// Where a file goes that is done.
enum class PutAway : uint8_t { kNowhere, kTaken, kRefused };

/// The folder, and how files move through it. Each step is one name that changes, made durable, so
/// that whatever has happened stands in the folder itself. Errors are kUnavailable and name the
/// path.
class SpoolFolder {
 public:
  explicit SpoolFolder(std::filesystem::path root);

  const std::filesystem::path& root() const { return root_; }
  /// Whether it is there and can be used; its own folders are made if they are not.
  Result<void> Prepare() const;
  /// What was dropped and is not to be passed by.
  Result<std::vector<SeenFile>> List() const;

  /// Makes a file the spool's own. Nothing: it is not there any more.
  Result<std::optional<Claim>> Take(const std::string& name, const std::string& stamp) const;
  /// Those that are, oldest first.
  std::vector<Claim> Claims() const;
  /// How the report of it ends the matter; nothing: there is none yet.
  std::optional<PutAway> Reported(const Claim& claim, PutAway if_taken) const;
  /// @return the name of the report's file
  Result<std::string> Report(const Claim& claim, std::string_view text) const;
  Result<void> Put(const Claim& claim, PutAway where) const;

  /// Removes what has had its time. How many files of dossiers there were.
  int64_t Expire(std::chrono::milliseconds keep_taken, std::chrono::milliseconds keep_refused,
                 std::chrono::milliseconds keep_reports) const;
  /// Removes reports that were being written when the process ended.
  void Tidy() const;

 private:
  std::filesystem::path ReportPath(std::string_view name, std::string_view stamp) const;
  void ShareLikeRoot(const std::filesystem::path& path, unsigned own) const;
  std::string FreeStamp(const std::string& name, const std::string& stamp) const;

  std::filesystem::path root_;
  std::filesystem::path taking_;
  std::filesystem::path taken_;
  std::filesystem::path refused_;
  std::filesystem::path reports_;
};

/// Whether a name says that a file is not meant, or not whole yet: "~$list.xlsx", "list.csv.tmp",
/// ".list.csv".
bool IsPassedBy(std::string_view name);

}  // namespace dunghan::spool
