#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "http/server.h"
#include "request_id.h"
#include "socket.h"

namespace dunghan::http {

using Clock = std::chrono::steady_clock;

/// What a connection is waiting for, and so which deadline it has.
enum class Phase {
  kIdle,       ///< for the first byte of a request
  kHeader,     ///< for the rest of its header
  kBody,       ///< for the rest of its body; the same deadline
  kHandling,   ///< for the handler
  kWriting,    ///< for the client to take an answer, or a piece of a stream
  kStreaming,  ///< for the next piece; no deadline
  kLingering,  ///< for the client to read the last answer and close
  kClosed,
};

class Connections;

/// An open connection as the Connections see it.
class Connection : public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Connection() = default;
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Phase phase() const { return phase_; }
  /// Closes the socket at once; closing again does nothing.
  virtual void Close() = 0;
  /// A request was not whole in time: answers so, and ends.
  virtual void EndReading() = 0;
  /// The handler has used up its time: answers in its place.
  virtual void AnswerLate() = 0;

 private:
  friend class Connections;
  Phase phase_ = Phase::kClosed;
  Clock::time_point deadline_;
};

/// What the connections of one server share: limits, handler, counts, and who is in which phase.
///
/// No operation has a timer of its own: each phase has a deadline, and one sweep closes what is
/// past it.
class Connections {
 public:
  Connections(asio::io_context& io, ServerOptions options, Handler handler);

  const ServerOptions& options() const { return options_; }
  const Handler& handler() const { return handler_; }
  ServerCounts& counts() { return counts_; }
  bool is_stopping() const { return is_stopping_; }
  void ReportFailure(std::string_view what, std::string_view request) const;
  std::string NextRequestId() { return request_ids_.Next(); }

  void Join(Connection& connection);
  void Enter(Connection& connection, Phase phase);
  void Leave(Connection& connection);

  bool is_full() const { return counts_.connections >= options_.max_connections; }
  /// More than max_connections: the newest of them have their place in the reserve.
  bool is_overfull() const { return counts_.connections > options_.max_connections; }
  bool has_reserve() const {
    return counts_.connections < options_.max_connections + options_.reserve;
  }
  /// Whether there is one that makes way for another: idle, or too long at its header.
  bool HasSpare() const;
  /// Closes the one that has been idle for longest, else the one longest at its header.
  void CloseSpare();
  /// Waits until a connection ends or becomes spare.
  asio::awaitable<void> Change();

  /// How often to sweep, so that the shortest timeout is kept within a fourth of it.
  std::chrono::milliseconds sweep_period() const;
  void Sweep(Clock::time_point now);

  /// Closes the idle ones, and the others when their time to drain is over.
  void Drain();
  /// Closes all, and forgets whom to tell of failures.
  void Abandon();

 private:
  using List = boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>>;

  Clock::time_point DeadlineOf(Phase phase) const;
  List& ListOf(Phase phase);
  void Expire(Connection& connection);
  void Changed();

  ServerOptions options_;
  Handler handler_;
  ServerCounts counts_;
  RequestIds request_ids_;
  List idle_;     ///< longest first
  List headers_;  ///< longest first
  List busy_;
  asio::steady_timer change_;
  bool is_awaited_ = false;
  bool is_stopping_ = false;
  Clock::time_point drained_by_ = Clock::time_point::max();
};

}  // namespace dunghan::http
