#include "pulse.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "notify.h"

namespace dunghan::app {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kEvery{200};
// Longer without a sign of the writer, and systemd is not told that all is well.
constexpr std::chrono::seconds kWriterStuck{60};

}  // namespace

Watchdog::Watchdog(const live::CommitQueue& queue)
    : queue_(queue), interval_(WatchdogInterval()), told_(std::chrono::steady_clock::now()) {}

void Watchdog::Tell() {
  const auto now = std::chrono::steady_clock::now();
  // Three times in each interval: one that comes late does no harm.
  if (!interval_ || now - told_ < *interval_ / 3) return;
  if (queue_.health().busy < kWriterStuck) NotifyAlive();
  told_ = now;
}

void Pulse::Start(std::vector<Beat> beats) {
  beats_ = std::move(beats);
  asio::co_spawn(io_, Run(), asio::detached);
}

void Pulse::Close() {
  is_closed_ = true;
  timer_.cancel();
}

asio::awaitable<void> Pulse::Run() {
  while (!is_closed_) {
    timer_.expires_after(kEvery);
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (is_closed_) co_return;
    for (const Beat& beat : beats_) beat();
  }
}

}  // namespace dunghan::app
