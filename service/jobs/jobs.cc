#include "jobs/jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

namespace dunghan::jobs {

namespace asio = boost::asio;

struct Jobs::Entry {
  Job job;
  Instant due;
  Instant begun = {};
  bool is_running = false;
  std::string failure = {};  ///< of the last run; empty: it went well
};

namespace {

/// What escapes is a defect of the job, and ends neither the others nor the daemon.
asio::awaitable<Result<std::string>> Guarded(const Job& job, std::stop_token stop) {
  try {
    auto run = job.work(std::move(stop));
    co_return co_await std::move(run);
  } catch (const std::exception& failure) {
    co_return Internal("it broke off", failure.what());
  }
}

}  // namespace

Jobs::Jobs(asio::io_context& io, const Clock& clock, std::function<worktime::Zone()> zone_now,
           Log& log)
    : io_(io), clock_(clock), zone_now_(std::move(zone_now)), log_(log), ticked_(clock.Now()) {}

Jobs::~Jobs() = default;

void Jobs::Add(Job job) {
  const Instant due = FirstOf(job.schedule, clock_.Now(), zone_now_());
  entries_.push_back(std::make_unique<Entry>(Entry{.job = std::move(job), .due = due}));
}

void Jobs::Tick() {
  if (stop_.stop_requested()) return;
  const Instant now = clock_.Now();
  const bool set_back = now < std::exchange(ticked_, now);
  for (const auto& entry : entries_) {
    // Nobody waits for the time that the clock has been set back by to pass again.
    if (set_back) entry->due = std::min(entry->due, NextOf(entry->job.schedule, now, zone_now_()));
    if (entry->is_running || entry->due > now) continue;
    entry->is_running = true;
    entry->begun = now;
    asio::co_spawn(io_, Run(*entry), asio::detached);
  }
}

void Jobs::Close() { stop_.request_stop(); }

asio::awaitable<void> Jobs::Run(Entry& entry) {
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = co_await Guarded(entry.job, stop_.get_token());
  Settle(entry, outcome, std::chrono::steady_clock::now() - begun);
}

void Jobs::Settle(Entry& entry, const Result<std::string>& outcome,
                  std::chrono::duration<double> took) {
  entry.is_running = false;
  // From its beginning, so that how long it took does not put off the next.
  entry.due = NextOf(entry.job.schedule, entry.begun, zone_now_());
  if (outcome) {
    TellDone(entry, *outcome, took);
    return entry.failure.clear();
  }
  entry.due = std::min(entry.due, clock_.Now() + entry.job.retry_after);
  const Error& error = outcome.error();
  // Why a run that is told to end did not come to its end is no news.
  if (stop_.stop_requested() || std::exchange(entry.failure, error.for_client) == error.for_client)
    return;
  log_.Error("job.failed", {{"job", entry.job.name},
                            {"reason", error.for_client},
                            {"cause", error.for_log},
                            {"again", zone_now_().Format(entry.due)}});
}

void Jobs::TellDone(const Entry& entry, const std::string& what,
                    std::chrono::duration<double> took) {
  const bool is_news = !what.empty() || !entry.failure.empty();
  log_.Write(is_news ? LogLevel::kInfo : LogLevel::kDebug, "job.done",
             {{"job", entry.job.name},
              {"what", what.empty() ? "nothing to tell" : what},
              {"seconds", fmt::format("{:.3f}", took.count())},
              {"next", zone_now_().Format(entry.due)}});
}

}  // namespace dunghan::jobs
