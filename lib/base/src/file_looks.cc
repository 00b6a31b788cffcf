#include "dunghan/base/file_looks.h"

#include <sys/stat.h>

namespace dunghan {

FileLooks LooksOf(const std::filesystem::path& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return {};
  return {static_cast<int64_t>(found.st_ino),
          found.st_size,
          found.st_uid,
          found.st_mode,
          found.st_mtim.tv_sec,
          found.st_mtim.tv_nsec,
          found.st_ctim.tv_sec,
          found.st_ctim.tv_nsec};
}

}  // namespace dunghan
