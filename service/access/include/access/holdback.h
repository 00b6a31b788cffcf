#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <set>

#include "access/failures.h"
#include "access/refusal.h"

namespace dunghan::access {

/// Has refusals wait for as long as what was shown deserves (Failures). A wait holds a coroutine
/// and no thread; of more than 64 at a time the others are told at once to ask again later. Who
/// shows what is good never comes here, whatever others have done. On the I/O thread.
class Holdback {
 public:
  static constexpr size_t kMostWaiting = 64;

  /// `longest`: no answer is held back for longer.
  Holdback(boost::asio::io_context& io, std::chrono::milliseconds longest)
      : io_(io), failures_(longest) {}

  /// What is to be told now.
  boost::asio::awaitable<Refusal> Wait(Refusal refusal);
  /// From now on nothing waits, nor goes on waiting: the daemon is ending.
  void Close();

 private:
  boost::asio::io_context& io_;
  Failures failures_;
  std::set<boost::asio::steady_timer*> waiting_;
  bool is_closed_ = false;
};

}  // namespace dunghan::access
