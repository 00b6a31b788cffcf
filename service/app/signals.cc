#include "signals.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "notify.h"

namespace dunghan::app {

namespace asio = boost::asio;
using asio::awaitable;

void Signals::Start(Action stop, Action reload) {
  asio::co_spawn(io_, WatchStops(std::move(stop)), asio::detached);
  asio::co_spawn(io_, WatchReloads(std::move(reload)), asio::detached);
}

void Signals::Close() {
  is_stopping_ = true;
  stops_.cancel();
  reloads_.cancel();
}

awaitable<void> Signals::WatchStops(Action stop) {
  const auto [error, number] = co_await stops_.async_wait(asio::as_tuple(asio::use_awaitable));
  if (error) co_return;
  is_stopping_ = true;
  SayStopping(number);
  co_await stop();
}

void Signals::SayStopping(int signal) {
  NotifyStopping();
  log_.Info("stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
}

awaitable<void> Signals::WatchReloads(Action reload) {
  while (!is_stopping_) {
    const auto [error, number] = co_await reloads_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error || is_stopping_) co_return;
    NotifyReloading();
    co_await reload();
    if (!is_stopping_) NotifyReady("serving");
  }
}

}  // namespace dunghan::app
