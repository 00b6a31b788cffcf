#include "clock_reference.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>

#include "dunghan/base/checked_clock.h"
#include "dunghan/base/time.h"

namespace dunghan::app {
namespace {

constexpr const char* kFile = "clock";

/// What tells one start of the machine from another; empty where the system does not say.
std::string BootId() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

std::string Text(Instant instant) { return FormatRfc3339(instant, std::chrono::seconds{0}); }

/// Started: "BOOT_ID INSTANT"; nothing if it is of another start, or not readable.
std::optional<Instant> ReadStarted(const std::filesystem::path& folder) {
  std::ifstream file(folder / kFile);
  std::string boot;
  std::string instant;
  // Of another start it says nothing: the time since the start has begun anew.
  if (!(file >> boot >> instant) || boot.empty() || boot != BootId()) return {};
  const auto started = ParseRfc3339(instant);
  return started ? std::optional(*started) : std::nullopt;
}

}  // namespace

void HoldClock(Clock& clock, const std::filesystem::path& folder) {
  auto* checked = dynamic_cast<CheckedClock*>(&clock);
  if (!checked) return;
  if (const auto started = ReadStarted(folder)) checked->HoldTo(*started);
}

Result<void> NoteClock(const Clock& clock, const std::filesystem::path& folder) {
  const auto* checked = dynamic_cast<const CheckedClock*>(&clock);
  if (!checked) return {};
  const std::string boot = BootId();
  if (boot.empty() || ReadStarted(folder) == checked->started()) return {};
  const auto path = folder / kFile;
  const std::string text = boot + " " + Text(checked->started()) + "\n";
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int failure = errno;
  if (fd >= 0) ::close(fd);
  if (written) return {};
  return Unavailable(fmt::format("{} cannot be written: {}", path.string(),
                                 std::generic_category().message(failure)));
}

Result<std::string> AcceptClock(Clock& clock) {
  auto* checked = dynamic_cast<CheckedClock*>(&clock);
  if (!checked) return InvalidArgument("--accept-clock: goes with the machine's clock alone");
  const Instant before = checked->Now();
  checked->Accept();
  return fmt::format("{} instead of {}", Text(checked->Now()), Text(before));
}

std::chrono::milliseconds JumpOf(const Clock& clock) {
  const auto* checked = dynamic_cast<const CheckedClock*>(&clock);
  return checked ? checked->Ahead() : std::chrono::milliseconds{0};
}

std::string DescribeJump(std::chrono::milliseconds jump) {
  return fmt::format(
      "the machine's clock has jumped {} s ahead of the time since the machine was started, and is "
      "not believed; set it right, or start with --accept-clock",
      std::chrono::floor<std::chrono::seconds>(jump).count());
}

}  // namespace dunghan::app
