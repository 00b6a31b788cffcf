#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/error.h"

/// The files of a ledger on disk: whose they are, and that they stay the ones they are.
namespace dunghan::record::sqlite {

/// Makes the folder where it is missing, and its file, for the owner alone; takes from those that
/// are there what others may do with them.
/// @error kUnavailable
Result<void> MakePrivate(const std::filesystem::path& folder, const std::filesystem::path& file);

/// Whether a file is missing, or has no bytes.
bool IsEmpty(const std::filesystem::path& file);

/// A record that is missing or has no bytes is that of a new ledger, unless other files of the
/// folder say that there was one: a full disk, a repair of the file system, or a deletion has taken
/// it then, and to begin anew in silence would be to lose it twice. `had_record`: see WriterLock.
std::optional<Error> FindLoss(const std::filesystem::path& folder, bool had_record);

/// Tells files apart by more than their names.
///
/// Somebody who deletes or replaces a file that is open leaves the process with the old one, which
/// takes writes as if nothing had happened, and is gone with it.
class FileWatch {
 public:
  /// From now on the file under this name is to stay the one it is. None there: not watched.
  void Add(const std::filesystem::path& path);
  /// The same for one that is open.
  void Add(const std::filesystem::path& path, int fd);

  /// What is not as it was: "data/ledger.db was deleted".
  std::optional<std::string> Fault() const;

 private:
  struct File {
    std::filesystem::path path;
    dev_t device;
    ino_t inode;
  };
  std::vector<File> files_;
};

}  // namespace dunghan::record::sqlite
