#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "http/message.h"
#include "http/tls.h"

namespace dunghan::http {

struct ServerOptions {
  std::string address = "127.0.0.1";           ///< IPv4 or IPv6, without brackets
  uint16_t port = 0;                           ///< 0 picks a free one
  std::shared_ptr<Tls> tls = nullptr;          ///< none: in the clear
  uint64_t max_body = uint64_t{16} << 20U;     ///< larger ones: 413
  uint64_t max_header = uint64_t{16} << 10U;   ///< larger ones: 431
  uint64_t max_bodies = uint64_t{128} << 20U;  ///< bytes of all bodies in work; beyond: 503
  int64_t max_connections = 1000;
  /// Connections beyond these, for vital requests (without a body) alone; others get 503 there.
  int64_t reserve = 0;
  std::function<bool(const Request&)> is_vital = {};
  /// Names in lower case of fields that requests are to have, beside those that have a place of
  /// their own there.
  std::vector<std::string> fields = {};
  std::chrono::milliseconds read_timeout{30'000};     ///< for one request to arrive
  std::chrono::milliseconds request_timeout{30'000};  ///< for the handler
  std::chrono::milliseconds write_timeout{30'000};    ///< for one answer, or one piece, to leave
  std::chrono::milliseconds idle_timeout{60'000};     ///< between requests
  std::chrono::milliseconds drain_timeout{20'000};    ///< for running requests when stopping
  /// Under TLS browsers are told to ask in no other way for so long (RFC 6797); nothing: they are
  /// not. Nor are they where the certificate signs itself.
  std::optional<std::chrono::seconds> hsts = {};
  /// Told what escaped a handler, and of which request, for the log.
  std::function<void(std::string_view what, std::string_view request)> on_failure = {};
};

/// What the server did, for its metrics. Counts since it began, but for the first three.
struct ServerCounts {
  int64_t connections = 0;  ///< open now
  int64_t requests = 0;     ///< in work now
  int64_t body_bytes = 0;   ///< held by requests in work now
  int64_t accepted = 0;
  int64_t answered = 0;           ///< answers that left whole, refusals too; streams: begun
  int64_t refused_malformed = 0;  ///< 400, 417, 421, 501: no HTTP, or none that is spoken here
  int64_t refused_header = 0;     ///< 431
  int64_t refused_body = 0;       ///< 413
  int64_t refused_overload = 0;   ///< 503: bodies or connections beyond their limit
  int64_t timed_out_reading = 0;  ///< 408, or to make room
  int64_t timed_out_handling = 0;
  int64_t timed_out_writing = 0;
  int64_t closed_idle = 0;  ///< for the idle timeout, or to make room
  int64_t failed = 0;       ///< 500: something escaped a handler
};

/// HTTP/1.1 over TCP or TLS: one coroutine for each connection, all on the thread that runs `io`.
///
/// Every limit holds before memory is spent on what it limits. At max_connections the connection
/// that has been idle for longest gives way to a new one; with none idle, the one that has been at
/// its header for longest, after a grace of a second; with none of either, a new one takes a place
/// of the reserve or waits to be accepted. An eighth of max_bodies is kept for small bodies. Not
/// safe from other threads.
///
/// `io` outlives the Server. A handler may outlive it: its connection is closed, and what it
/// returns is dropped.
class Server {
 public:
  Server(boost::asio::io_context& io, ServerOptions options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and begins to accept. The port it got.
  /// @error kUnavailable: the address cannot be bound, and why.
  Result<uint16_t> Start();

  /// Beside it, on a free port of 127.0.0.1, in the clear: for programs of this machine that cannot
  /// tell whose certificate it is. The port.
  Result<uint16_t> OpenDoor();

  /// Stops accepting, ends idle connections at once and streams at their next piece, lets running
  /// requests answer with `Connection: close`, and cuts what is left after drain_timeout. Returns
  /// when the last connection has ended.
  boost::asio::awaitable<void> Stop();

  const ServerCounts& counts() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace dunghan::http
