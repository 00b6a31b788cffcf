#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "http_bodies.h"

namespace dunghan::bench {

using BenchClock = std::chrono::steady_clock;

/// One client connection that posts and waits for the answer, post after post.
///
/// Non-blocking; its owner polls the socket and calls Write and Read when that is possible.
class HttpPoster {
 public:
  enum class Progress { kWaiting, kAnswered, kLost };

  HttpPoster() = default;
  ~HttpPoster() { Disconnect(); }
  HttpPoster(const HttpPoster&) = delete;
  HttpPoster& operator=(const HttpPoster&) = delete;

  /// False if nobody listens there. Blocks.
  bool Connect(const std::string& host, const std::string& port);
  void Disconnect();
  int socket() const { return socket_; }

  /// Begins a post, the clock with it.
  Progress Post(const PreparedPost& post);
  /// The same post once more.
  Progress Repeat() { return Post(post_); }
  /// Goes on with what the socket did not take.
  Progress Write();
  /// Takes what has arrived. kAnswered: status() and latency() are of the answer.
  Progress Read();

  bool is_writing() const { return written_ < post_.head.size() + post_.body.size(); }
  int status() const { return status_; }
  BenchClock::duration latency() const { return latency_; }
  const PreparedPost& post() const { return post_; }

 private:
  bool TakeAnswer();

  int socket_ = -1;
  PreparedPost post_;
  size_t written_ = 0;
  BenchClock::time_point begun_;
  std::string received_;
  int status_ = 0;
  BenchClock::duration latency_{};
};

}  // namespace dunghan::bench
