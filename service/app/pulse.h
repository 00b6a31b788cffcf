#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "live/commit_queue.h"

namespace dunghan::app {

/// Tells systemd that all is well, as often as it wants to hear it, while the writer is.
class Watchdog {
 public:
  explicit Watchdog(const live::CommitQueue& queue);
  void Tell();

 private:
  const live::CommitQueue& queue_;
  std::optional<std::chrono::microseconds> interval_;
  std::chrono::steady_clock::time_point told_;
};

/// Lets time pass: a clock that runs faster than the machine's, or is set back, cannot be waited
/// for, so those who go by it are told a few times a second. On the I/O thread alone.
class Pulse {
 public:
  using Beat = std::function<void()>;
  explicit Pulse(boost::asio::io_context& io) : io_(io), timer_(io) {}

  /// `beats` are called in this order.
  void Start(std::vector<Beat> beats);
  void Close();

 private:
  boost::asio::awaitable<void> Run();

  boost::asio::io_context& io_;
  boost::asio::steady_timer timer_;
  std::vector<Beat> beats_;
  bool is_closed_ = false;
};

}  // namespace dunghan::app
