#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <functional>

#include "dunghan/base/log.h"

namespace dunghan::app {

/// SIGTERM and SIGINT end the daemon, SIGHUP reloads what it goes by; systemd is told of both. They
/// are caught from the beginning to the very end, so that a second one does no harm. On the I/O
/// thread alone.
class Signals {
 public:
  using Action = std::function<boost::asio::awaitable<void>()>;
  Signals(boost::asio::io_context& io, Log& log)
      : io_(io), log_(log), stops_(io, SIGTERM, SIGINT), reloads_(io, SIGHUP) {}

  /// `stop` runs once, `reload` never twice at a time.
  void Start(Action stop, Action reload);
  /// Acts on nothing any more.
  void Close();

 private:
  boost::asio::awaitable<void> WatchStops(Action stop);
  boost::asio::awaitable<void> WatchReloads(Action reload);
  void SayStopping(int signal);

  boost::asio::io_context& io_;
  Log& log_;
  boost::asio::signal_set stops_;
  boost::asio::signal_set reloads_;
  bool is_stopping_ = false;
};

}  // namespace dunghan::app
