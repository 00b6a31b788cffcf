#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "answer.h"
#include "body_share.h"
#include "channel.h"
#include "connections.h"
#include "request_parser.h"

namespace dunghan::http {

/// In the log, of what was thrown without being a std::exception.
constexpr std::string_view kNoException = "something that is no exception";

/// One connection: requests in, answers out, one after the other.
///
/// Closing (by the sweep, to make room, when stopping) may happen while the coroutine waits for
/// anything; so it looks at is_open() after every wait. A handler that is never done keeps its
/// Session in memory, closed, and nothing else.
class Session final : public Connection, public std::enable_shared_from_this<Session> {
 public:
  /// In the clear without `tls`.
  Session(Socket socket, asio::ssl::context* tls, std::shared_ptr<Connections> connections);
  ~Session() override;

  /// Serves the connection until it ends.
  static asio::awaitable<void> Run(std::shared_ptr<Session> self);
  const Connections& connections() const { return *connections_; }
  /// Of the request it is at, once that is whole.
  const std::string& request_id() const { return request_id_; }

  void Close() override;
  void EndReading() override;
  void AnswerLate() override;

 private:
  enum class Then { kContinue, kClose };
  /// Written in one system call.
  using Pieces = std::array<asio::const_buffer, 3>;
  class ChunkOutlet;

  bool is_open() const { return phase() != Phase::kClosed; }

  /// Whether requests can come.
  asio::awaitable<bool> Begin();
  /// A client that speaks plain HTTP here is told so.
  void AnswerInTheClear();
  /// A whole request in the parser (kNone), or why there is none; nothing if the client is gone.
  asio::awaitable<std::optional<Refusal>> Receive();
  /// It has a place of the reserve, and asks for what those are not for.
  bool IsTurnedAway();
  void Wait();
  void Took(size_t bytes);
  asio::awaitable<bool> Invite();

  asio::awaitable<Response> Handle();
  Request TakeRequest();
  static Address AddressOf(const Socket& socket);
  std::optional<std::chrono::seconds> Hsts(bool is_tls) const;
  Response Refuse(Refusal why);
  Response Fail(std::string_view what);
  Framing FramingOf(bool keeps_open) const;
  void Render(const Response& response, Then then = Then::kContinue);

  bool SendsBody(const Response& response) const;
  Pieces PiecesOf(const Response& response) const;
  /// Sends what is left of an answer. Whether the next request may follow.
  asio::awaitable<bool> Answer(const Response& response, Pieces left);
  asio::awaitable<void> Stream(const StreamWriter& writer);
  void FailStream(std::string_view what);
  asio::awaitable<bool> Write(Pieces pieces);
  /// Takes from the pieces what the socket takes without waiting. False: closed.
  bool WriteNow(Pieces& pieces);
  asio::awaitable<bool> WriteRest(Pieces pieces);

  void End();
  void Linger();
  void Listen();
  static asio::awaitable<void> Discard(std::shared_ptr<Session> self);

  // The connections outlive the share, which counts in them.
  std::shared_ptr<Connections> connections_;
  BodyShare share_;
  Channel channel_;
  beast::flat_buffer buffer_;
  size_t read_size_;
  std::optional<RequestParser> parser_;
  std::string request_id_;
  std::string head_;  ///< of the answer; kept for its memory
  bool keeps_open_ = true;
  bool is_in_reserve_ = false;
  const Address address_;
  const bool is_from_loopback_;
  const std::optional<std::chrono::seconds> hsts_;
  std::optional<Digest> client_certificate_;
  bool is_late_ = false;  ///< the request is, that is being read
  bool is_listening_ = false;
};

}  // namespace dunghan::http
