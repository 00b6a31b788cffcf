#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "http/server.h"
#include "wire.h"

/// A server on a thread of its own, and what tests say to it.
namespace dunghan::http {

namespace asio = boost::asio;

/// A running server on a free port of loopback; cut off when it goes out of scope.
class TestServer {
 public:
  explicit TestServer(Handler handler, ServerOptions options = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  uint16_t port() const { return port_; }
  Wire Connect() const { return Wire(port_); }
  ServerCounts counts();
  /// Waits until the counts are so; false after two seconds.
  bool Reaches(const std::function<bool(const ServerCounts&)>& state);
  /// Has begun to stop; ready when the last connection has ended.
  std::future<void> Stop();
  /// Destroys the Server; its thread goes on.
  void Destroy();
  /// What escaped the handlers.
  std::vector<std::string> failures();
  /// Of which requests.
  std::vector<std::string> failed_requests();

  /// Runs a function on the server's thread and waits for it.
  void Do(const std::function<void()>& function);
  asio::io_context& io();

 private:
  struct State;
  std::unique_ptr<State> state_;
  uint16_t port_ = 0;
};

/// Where handlers wait until the test lets them go.
class Gate {
 public:
  /// On the server's thread.
  asio::awaitable<void> Pass();
  void Open();
  /// How many have come so far.
  int arrived() const { return arrived_; }
  /// How many of them have gone on.
  int left() const { return left_; }

 private:
  std::atomic<bool> is_open_ = false;
  std::atomic<int> arrived_ = 0;
  std::atomic<int> left_ = 0;
};

/// 200 with the request's body.
asio::awaitable<Response> Echo(Request request);
/// 200 with a text.
Response Text(std::string body);

/// Waits until it is so; false after two seconds.
bool Eventually(const std::function<bool()>& condition);

}  // namespace dunghan::http
