#include "notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <ctime>

namespace dunghan::app {

void NotifyReady(std::string_view status) {
  ::sd_notify(0, fmt::format("READY=1\nSTATUS={}", status).c_str());
}

void NotifyReloading() {
  // systemd wants the time beside RELOADING=1: sd_notify(3), of Type=notify-reload.
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  ::sd_notify(
      0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}", now.tv_sec * 1'000'000 + now.tv_nsec / 1000)
             .c_str());
}

void NotifyStopping() { ::sd_notify(0, "STOPPING=1"); }

void NotifyStarting(std::chrono::seconds patience, std::string_view status) {
  const auto microseconds = std::chrono::microseconds{patience}.count();
  ::sd_notify(0, fmt::format("EXTEND_TIMEOUT_USEC={}\nSTATUS={}", microseconds, status).c_str());
}

void NotifyAlive() { ::sd_notify(0, "WATCHDOG=1"); }

std::optional<std::chrono::microseconds> WatchdogInterval() {
  uint64_t microseconds = 0;
  if (::sd_watchdog_enabled(0, &microseconds) <= 0) return {};
  return std::chrono::microseconds{microseconds};
}

}  // namespace dunghan::app
