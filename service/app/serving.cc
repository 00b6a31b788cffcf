#include "app/serving.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <random>
#include <system_error>

namespace dunghan::app {
namespace {

std::string FirstLine(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace

std::string MakeServingKey() {
  std::random_device source;
  std::string key;
  // 256 bits.
  for (int i = 0; i < 8; ++i) key += fmt::format("{:08x}", source());
  return key;
}

ServingNote::~ServingNote() {
  std::error_code ignored;
  // The next daemon may have put its own there by now.
  const bool is_ours = is_written_ && FirstLine(file_) == std::to_string(::getpid());
  if (is_ours) std::filesystem::remove(file_, ignored);
}

Result<void> ServingNote::Write(const Serving& serving) {
  std::error_code ignored;
  // One that is there may be readable by others, or be a link.
  std::filesystem::remove(file_, ignored);
  const std::string text = fmt::format("{}\n{}\n{}\n", ::getpid(), serving.url, serving.key);
  const int fd = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  is_written_ = fd >= 0;
  const bool whole =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int failure = errno;
  if (fd >= 0) ::close(fd);
  if (whole) return {};
  return Unavailable(fmt::format("{} cannot be written: {}", file_.string(),
                                 std::generic_category().message(failure)));
}

std::optional<Serving> FindServing(const std::filesystem::path& folder) {
  std::ifstream in(folder / "serving");
  std::string process;
  Serving serving;
  if (!(in >> process >> serving.url >> serving.key)) return {};
  // The lock's file begins with the number of the process that took it last.
  if (process != FirstLine(folder / "lock")) return {};
  return serving;
}

}  // namespace dunghan::app
