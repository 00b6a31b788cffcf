#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/error.h"
#include "dunghan/base/log.h"
#include "jobs/schedule.h"

namespace dunghan::jobs {

/// One run. Its value says in words what came of it; empty: there was nothing to do. It is on the
/// I/O thread, and hands what takes longer than a moment to a pool or to the writer's thread; there
/// it asks `stop`, from whatever thread, and ends early when the daemon is about to.
using Work = std::function<boost::asio::awaitable<Result<std::string>>(std::stop_token stop)>;

struct Job {
  std::string name;  ///< in the log
  Schedule schedule;
  Work work;
  /// After a failure it is due again so soon, if not sooner by its schedule.
  std::chrono::milliseconds retry_after{std::chrono::minutes{1}};
};

/// Runs jobs when they are due by a clock that need not be the machine's: whoever owns it calls
/// Tick a few times a second. A job never runs twice at a time; one that was due several times
/// meanwhile runs once. The log tells of each run that did something (`job.done`), of each way of
/// failing when it begins (`job.failed`), and that it is over. On the I/O thread alone.
class Jobs {
 public:
  /// `zone_now` gives the zone of daily times.
  Jobs(boost::asio::io_context& io, const Clock& clock, std::function<worktime::Zone()> zone_now,
       Log& log);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  void Add(Job job);
  /// Begins what is due.
  void Tick();
  /// Begins nothing any more, and asks what runs to end. It has ended when the I/O context has run
  /// out of work.
  void Close();

 private:
  struct Entry;
  boost::asio::awaitable<void> Run(Entry& entry);
  void Settle(Entry& entry, const Result<std::string>& outcome, std::chrono::duration<double> took);
  void TellDone(const Entry& entry, const std::string& what, std::chrono::duration<double> took);

  boost::asio::io_context& io_;
  const Clock& clock_;
  std::function<worktime::Zone()> zone_now_;
  Log& log_;
  std::vector<std::unique_ptr<Entry>> entries_;
  Instant ticked_{};
  std::stop_source stop_;
};

}  // namespace dunghan::jobs
