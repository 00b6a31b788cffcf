#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <type_traits>
#include <utility>

#include "dunghan/base/error.h"

namespace dunghan::live {

/// A few threads for work that would hold the I/O thread up: reading the ledger, rendering. On the
/// I/O thread alone.
class Blocking {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// More than `max_jobs` at a time, those in work included, are refused.
  Blocking(size_t threads, int max_jobs) : pool_(threads), max_jobs_(max_jobs) {}
  ~Blocking() { Join(); }
  Blocking(const Blocking&) = delete;
  Blocking& operator=(const Blocking&) = delete;

  /// What `work()`, a Result, comes to; run on a thread of the pool, and resumed where it was
  /// awaited. `work` must hold all it needs. It is not begun after the deadline; ending in time
  /// once it has begun is up to itself.
  /// @error kUnavailable: too many are waiting already, or the deadline has passed.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&>> Run(Work work,
                                                          Deadline deadline = Deadline::max()) {
    if (jobs_ >= max_jobs_) co_return Unavailable("too many questions at a time; ask again later");
    const Count count(jobs_);
    co_return co_await boost::asio::co_spawn(pool_, OnPool(std::move(work), deadline),
                                             boost::asio::use_awaitable);
  }

  /// Waits for what is going on. Nothing may be asked for afterwards.
  void Join() { pool_.join(); }
  int jobs() const { return jobs_; }

 private:
  struct Count {
    explicit Count(int& of) : jobs(of) { ++jobs; }
    ~Count() { --jobs; }
    Count(const Count&) = delete;
    Count& operator=(const Count&) = delete;
    int& jobs;
  };

  template <class Work>
  static boost::asio::awaitable<std::invoke_result_t<Work&>> OnPool(Work work, Deadline deadline) {
    if (std::chrono::steady_clock::now() >= deadline) {
      co_return Unavailable("its turn did not come in time; ask again later");
    }
    co_return work();
  }

  boost::asio::thread_pool pool_;
  int max_jobs_;
  int jobs_ = 0;
};

}  // namespace dunghan::live
