#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "http_bodies.h"
#include "http_figures.h"
#include "http_poster.h"

namespace dunghan::bench {

/// When a run of posts ends, beside the end of its bodies, and what it puts up with.
struct HttpRunOptions {
  std::string host;
  std::string port;
  int connections = 64;
  double seconds = 0;        ///< 0: no limit
  int64_t requests = 0;      ///< 0: no limit
  bool repeats_503 = false;  ///< wait a little and post the same body again
};

/// Posts over many connections from one thread: each posts, waits for the answer, posts again.
class HttpRun {
 public:
  HttpRun(HttpRunOptions options, HttpBodies& bodies);
  ~HttpRun();
  HttpRun(const HttpRun&) = delete;
  HttpRun& operator=(const HttpRun&) = delete;

  /// Opens all connections, then starts the clock. Blocks until the end.
  HttpFigures Run();

 private:
  struct Paused {
    BenchClock::time_point until;
    HttpPoster* poster;
  };

  void Open();
  void Watch(HttpPoster& poster, int operation);
  void PostNext(HttpPoster& poster);
  void Begin(HttpPoster& poster, HttpPoster::Progress progress);
  void Step();
  void Handle(const epoll_event& event);
  void Answered(HttpPoster& poster);
  void Resume();
  void Reopen(HttpPoster& poster);

  HttpRunOptions options_;
  HttpBodies& bodies_;
  int epoll_;
  std::deque<HttpPoster> posters_;
  std::deque<Paused> paused_;
  int64_t posted_ = 0;
  int64_t owed_ = 0;  ///< answers
  HttpFigures figures_;
  std::optional<BenchClock::time_point> end_;
  BenchClock::time_point last_answer_;
};

}  // namespace dunghan::bench
