#include "reading.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <tuple>
#include <utility>

#include "dunghan/base/digest.h"
#include "events.h"

namespace dunghan::spool {
namespace {

constexpr std::string_view kExpected =
    "expected .ndjson or .json (.gz of these too), .csv, .xlsx, .xls or .ods";

std::string LowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return text;
}

/// "events" or "list" by its name; empty: neither.
std::string_view HoldsByName(const std::string& name) {
  const std::string lower = LowerCase(name);
  const auto ends = [&](std::string_view end) { return lower.ends_with(end); };
  if (ends(".ndjson") || ends(".json") || ends(".ndjson.gz") || ends(".json.gz")) return "events";
  if (ends(".csv") || ends(".xlsx") || ends(".xls") || ends(".ods")) return "list";
  return {};
}

/// What tells whether somebody has written to a file meanwhile.
using Look = std::tuple<uint64_t, int64_t, int64_t>;
Look LookAt(const std::filesystem::path& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return {};
  return {static_cast<uint64_t>(about.st_size), about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
}

Error CannotRead(int error) {
  return InvalidArgument("it cannot be read: " + std::generic_category().message(error));
}

/// @error kInvalidArgument: it is no file, or cannot be read; kNotFound: it is gone.
Result<std::string> DigestOf(const std::filesystem::path& path, const live::ItemFeed::Stop& stop) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return NotFound("it is gone");
  if (!S_ISREG(about.st_mode))
    return InvalidArgument("it is no file but a link, a pipe or a device");
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) return CannotRead(errno);
  Sha256Stream digest;
  std::array<char, size_t{1} << 16U> piece{};
  ssize_t count = 0;
  while (!stop() && (count = ::read(file, piece.data(), piece.size())) > 0) {
    digest.Add({piece.data(), static_cast<size_t>(count)});
  }
  const int error = errno;
  ::close(file);
  if (count < 0) return CannotRead(error);
  return ToHex(digest.Finish());
}

void ReadList(const Claim& claim, const live::ListIntake& intake, const SpoolOptions& options,
              const live::ItemFeed::Stop& stop, FileRead& read) {
  auto result = intake.Take({.open = [&] { return sheet::Workbook::Open(claim.path); },
                             .file = claim.name,
                             .source = options.source,
                             .mapping = options.mapping,
                             .say_taken = "its name, like hoso_2026-06-30.xlsx",
                             .say_mapping = "[spool] mapping",
                             .names = intake::NamesAre::kLeftOut,
                             .stop = stop});
  if (result) {
    read.report.list = std::move(result->list);
    read.report.fed = std::move(result->fed);
  } else if (result.error().kind == live::ListFault::Kind::kEnded) {
    read.again = result.error().text;
  } else {
    read.report.reason = result.error().text;
  }
}

void ReadWhatItHolds(const Claim& claim, const live::ListIntake& intake,
                     const SpoolOptions& options, const live::ItemFeed::Stop& stop,
                     FileRead& read) {
  FileReport& report = read.report;
  if (report.holds == "list") {
    ReadList(claim, intake, options, stop, read);
  } else {
    ReadEvents(claim, intake, options, stop, report);
  }
  const auto& error = report.fed.error;
  if (!error) return;
  if (error->code == ErrorCode::kUnavailable) {
    read.again = error->for_client;
  } else if (report.reason.empty()) {
    report.reason = error->for_client;
  }
}

}  // namespace

FileRead ReadSpooled(const Claim& claim, const live::ListIntake& intake,
                     const SpoolOptions& options, const live::ItemFeed::Stop& stop) {
  FileRead read;
  FileReport& report = read.report;
  const Look before = LookAt(claim.path);
  const auto rules = intake.RulesFor("");
  const auto& zone = rules.rulebooks->newest().default_calendar().zone();
  report.file = claim.name;
  report.bytes = std::get<0>(before);
  report.at = zone.Format(intake.clock().Now());
  report.resumed = claim.resumed;
  const auto digest = DigestOf(claim.path, stop);
  if (!digest) {
    report.reason = digest.error().for_client;
    return read;
  }
  report.sha256 = *digest;
  report.holds = HoldsByName(claim.name);
  if (report.holds.empty()) {
    report.reason = std::string("not taken by its name: ") + std::string(kExpected);
    return read;
  }
  ReadWhatItHolds(claim, intake, options, stop, read);
  if (stop() && read.again.empty()) read.again = "the daemon is stopping";
  read.is_changed = LookAt(claim.path) != before;
  return read;
}

}  // namespace dunghan::spool
