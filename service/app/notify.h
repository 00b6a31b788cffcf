#pragma once

#include <chrono>
#include <optional>
#include <string_view>

/// What systemd wants to know of a service (sd_notify(3)); nothing happens where there is none.
namespace dunghan::app {

void NotifyReady(std::string_view status);
void NotifyReloading();
void NotifyStopping();
/// Still starting: systemd waits for so long from now on.
void NotifyStarting(std::chrono::seconds patience, std::string_view status);
void NotifyAlive();
/// How often NotifyAlive is expected, at the latest; nothing: never.
std::optional<std::chrono::microseconds> WatchdogInterval();

}  // namespace dunghan::app
