#include "folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "dunghan/base/file.h"
#include "dunghan/base/whole_file.h"

namespace dunghan::spool {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReport = ".report.json";
/// As kFileReportTable writes it.
constexpr std::string_view kSaysRefused = R"("outcome":"refused")";
constexpr size_t kMostReport = size_t{16} << 20U;
constexpr mode_t kOwnFolder = 0700;
constexpr mode_t kOwnFile = 0600;

Error CannotUse(const fs::path& path, int error) {
  return Unavailable(fmt::format("{}: {}", path.string(), std::generic_category().message(error)));
}

/// Names in a folder last only once the folder is synced.
Result<void> SyncNames(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Drives that know no sync of folders say so with EINVAL.
  const bool synced = descriptor >= 0 && (::fsync(descriptor) == 0 || errno == EINVAL);
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return CannotUse(folder, error);
}

Result<void> MakeFolder(const fs::path& folder, mode_t mode) {
  if (::mkdir(folder.c_str(), mode) != 0 && errno != EEXIST) return CannotUse(folder, errno);
  struct stat about {};
  if (::lstat(folder.c_str(), &about) != 0) return CannotUse(folder, errno);
  if (!S_ISDIR(about.st_mode)) return CannotUse(folder, ENOTDIR);
  return {};
}

int64_t Nanoseconds(const timespec& time) {
  return static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// Since it was changed last.
std::chrono::seconds AgeOf(const fs::path& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return {};
  return std::chrono::seconds{::time(nullptr) - about.st_mtim.tv_sec};
}

/// Without a piece of a character at its end.
std::string_view Beginning(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  const auto goes_on = [&](size_t at) { return (static_cast<unsigned char>(text[at]) >> 6U) == 2; };
  while (most > 0 && goes_on(most)) --most;
  return text.substr(0, most);
}

std::vector<fs::path> EntriesOf(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> entries;
  fs::directory_iterator it(folder, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    entries.push_back(it->path());
  }
  return entries;
}

int64_t ExpireIn(const fs::path& folder, std::chrono::milliseconds keep) {
  int64_t removed = 0;
  for (const fs::path& entry : EntriesOf(folder)) {
    std::error_code error;
    if (AgeOf(entry) >= keep && fs::remove_all(entry, error) > 0 && !error) ++removed;
  }
  return removed;
}

}  // namespace

bool IsPassedBy(std::string_view name) {
  constexpr std::string_view kUnfinished[] = {".tmp", ".part", ".partial", ".filepart",
                                              ".crdownload"};
  if (name.starts_with('.') || name.starts_with("~$")) return true;
  return std::any_of(std::begin(kUnfinished), std::end(kUnfinished),
                     [&](std::string_view end) { return name.ends_with(end); });
}

SpoolFolder::SpoolFolder(fs::path root)
    : root_(std::move(root)),
      taking_(root_ / ".taking"),
      taken_(root_ / "taken"),
      refused_(root_ / "refused"),
      reports_(root_ / "reports") {}

Result<void> SpoolFolder::Prepare() const {
  struct stat about {};
  if (::stat(root_.c_str(), &about) != 0) return CannotUse(root_, errno);
  if (!S_ISDIR(about.st_mode)) return CannotUse(root_, ENOTDIR);
  if (::access(root_.c_str(), R_OK | W_OK | X_OK) != 0) return CannotUse(root_, errno);
  for (const fs::path* own : {&taking_, &taken_, &refused_}) {
    if (auto made = MakeFolder(*own, kOwnFolder); !made) return made;
    // One that was there already is to be private as well; a drive that knows no modes is not told.
    if (::stat(own->c_str(), &about) == 0 && (about.st_mode & 0077U) != 0) {
      (void)::chmod(own->c_str(), kOwnFolder);
    }
  }
  if (::lstat(reports_.c_str(), &about) == 0) return MakeFolder(reports_, kOwnFolder);
  if (auto made = MakeFolder(reports_, kOwnFolder); !made) return made;
  ShareLikeRoot(reports_, kOwnFolder);
  return {};
}

/// What reports say may be read by whoever may read the folder, whatever the process's mask is.
void SpoolFolder::ShareLikeRoot(const fs::path& path, unsigned own) const {
  constexpr unsigned kReading = 0055;
  struct stat about {};
  if (::stat(root_.c_str(), &about) != 0) return;
  const unsigned others = (about.st_mode & kReading) & (own == kOwnFolder ? 0077U : 0066U);
  // A drive that knows no modes has them as it likes.
  (void)::chmod(path.c_str(), own | others);
}

Result<std::vector<SeenFile>> SpoolFolder::List() const {
  std::vector<SeenFile> files;
  std::error_code error;
  fs::directory_iterator it(root_, error);
  for (; !error && it != fs::directory_iterator(); it.increment(error)) {
    std::string name = it->path().filename().string();
    struct stat about {};
    if (IsPassedBy(name) || ::lstat(it->path().c_str(), &about) != 0) continue;
    if (S_ISDIR(about.st_mode)) continue;
    files.push_back({.name = std::move(name),
                     .size = static_cast<uint64_t>(about.st_size),
                     .changed = Nanoseconds(about.st_mtim),
                     .number = about.st_ino});
  }
  if (error) return CannotUse(root_, error.value());
  return files;
}

fs::path SpoolFolder::ReportPath(std::string_view name, std::string_view stamp) const {
  // A name may be as long as names of files can be.
  constexpr size_t kLongest = 200;
  return reports_ / fmt::format("{}.{}{}", Beginning(name, kLongest), stamp, kReport);
}

std::string SpoolFolder::FreeStamp(const std::string& name, const std::string& stamp) const {
  const auto is_there = [](const fs::path& path) {
    struct stat about {};
    return ::lstat(path.c_str(), &about) == 0;
  };
  std::string free = stamp;
  for (int64_t next = 2; is_there(taking_ / free) || is_there(taken_ / free) ||
                         is_there(refused_ / free) || is_there(ReportPath(name, free));
       ++next) {
    free = fmt::format("{}-{}", stamp, next);
  }
  return free;
}

Result<std::optional<Claim>> SpoolFolder::Take(const std::string& name,
                                               const std::string& stamp) const {
  Claim claim{.stamp = FreeStamp(name, stamp), .name = name, .path = {}};
  const fs::path folder = taking_ / claim.stamp;
  if (auto made = MakeFolder(folder, kOwnFolder); !made) return made.error();
  claim.path = folder / name;
  if (::rename((root_ / name).c_str(), claim.path.c_str()) != 0) {
    const int error = errno;
    ::rmdir(folder.c_str());
    if (error == ENOENT) return std::optional<Claim>();
    return CannotUse(root_ / name, error);
  }
  for (const fs::path* folder_of_names : {&folder, &taking_, &root_}) {
    if (auto synced = SyncNames(*folder_of_names); !synced) return synced.error();
  }
  return std::optional(std::move(claim));
}

std::vector<Claim> SpoolFolder::Claims() const {
  std::vector<Claim> claims;
  for (const fs::path& folder : EntriesOf(taking_)) {
    const auto files = EntriesOf(folder);
    // Its file was not there any more, or went away just before the end.
    if (files.empty()) ::rmdir(folder.c_str());
    for (const fs::path& file : files) {
      claims.push_back({.stamp = folder.filename().string(),
                        .name = file.filename().string(),
                        .path = file,
                        .resumed = true});
    }
  }
  std::sort(claims.begin(), claims.end(),
            [](const Claim& a, const Claim& b) { return a.stamp < b.stamp; });
  return claims;
}

std::optional<PutAway> SpoolFolder::Reported(const Claim& claim, PutAway if_taken) const {
  const auto report = ReadFile(ReportPath(claim.name, claim.stamp), kMostReport);
  if (!report) return {};
  return report->find(kSaysRefused) != std::string::npos ? PutAway::kRefused : if_taken;
}

Result<std::string> SpoolFolder::Report(const Claim& claim, std::string_view text) const {
  const fs::path path = ReportPath(claim.name, claim.stamp);
  if (auto written = WriteWholeFile(path, text); !written) return written.error();
  ShareLikeRoot(path, kOwnFile);
  if (auto synced = SyncNames(reports_); !synced) return synced.error();
  return path.filename().string();
}

Result<void> SpoolFolder::Put(const Claim& claim, PutAway where) const {
  const fs::path from = taking_ / claim.stamp;
  if (where == PutAway::kNowhere) {
    if (::unlink(claim.path.c_str()) != 0 && errno != ENOENT) return CannotUse(claim.path, errno);
    if (::rmdir(from.c_str()) != 0 && errno != ENOENT) return CannotUse(from, errno);
    return SyncNames(taking_);
  }
  // Somebody else's file stays his; its folder is for nobody else all the same.
  struct stat about {};
  if (::lstat(claim.path.c_str(), &about) == 0 && S_ISREG(about.st_mode)) {
    (void)::chmod(claim.path.c_str(), kOwnFile);
  }
  const fs::path& into = where == PutAway::kTaken ? taken_ : refused_;
  if (::rename(from.c_str(), (into / claim.stamp).c_str()) != 0) return CannotUse(from, errno);
  if (auto synced = SyncNames(into); !synced) return synced;
  return SyncNames(taking_);
}

int64_t SpoolFolder::Expire(std::chrono::milliseconds keep_taken,
                            std::chrono::milliseconds keep_refused,
                            std::chrono::milliseconds keep_reports) const {
  ExpireIn(reports_, keep_reports);
  return ExpireIn(taken_, keep_taken) + ExpireIn(refused_, keep_refused);
}

void SpoolFolder::Tidy() const {
  for (const fs::path& entry : EntriesOf(reports_)) {
    // See WriteWholeFile.
    const std::string name = entry.filename().string();
    if (name.starts_with('.') && name.ends_with(".tmp")) ::unlink(entry.c_str());
  }
}

}  // namespace dunghan::spool
