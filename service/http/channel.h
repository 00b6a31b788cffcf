#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <utility>

#include "dunghan/base/digest.h"
#include "socket.h"

namespace dunghan::http {

/// The bytes of a connection: as they are, or under TLS.
class Channel {
 public:
  using executor_type = Socket::executor_type;
  using Error = boost::system::error_code;

  explicit Channel(Socket socket) : socket_(std::move(socket)) {}
  Channel(Socket socket, asio::ssl::context& tls) : Channel(std::move(socket)) {
    tls_.emplace(socket_, tls);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  Socket& socket() { return socket_; }
  bool is_tls() const { return tls_.has_value(); }

  /// Before anything else under TLS.
  asio::awaitable<Error> Handshake() {
    const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kNoThrow);
    co_return error;
  }
  /// Of the client, after the handshake, if it has shown one.
  std::optional<Digest> PeerCertificate();
  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(Error, size_t)>(
        [this](auto&& handler, const Buffers& into) {
          this->On([&](auto& stream) {
            stream.async_read_some(into, std::forward<decltype(handler)>(handler));
          });
        },
        token, buffers);
  }
  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(Error, size_t)>(
        [this](auto&& handler, const Buffers& from) {
          this->On([&](auto& stream) {
            stream.async_write_some(from, std::forward<decltype(handler)>(handler));
          });
        },
        token, buffers);
  }
  /// What is taken without waiting. Under TLS an error, would_block too, ends the connection: part
  /// of a record may have left.
  template <typename Buffers>
  size_t write_some(const Buffers& buffers, Error& error) {
    return On([&](auto& stream) { return stream.write_some(buffers, error); });
  }
  /// Nothing more is sent, and the other side can tell that nothing was cut off.
  void EndSending() {
    Error ignored;
    // It says so, and does not wait for the answer: the socket does not block.
    if (tls_) tls_->shutdown(ignored);
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

 private:
  template <typename Use>
  auto On(Use use) {
    return tls_ ? use(*tls_) : use(socket_);
  }

  Socket socket_;
  std::optional<asio::ssl::stream<Socket&>> tls_;
};

}  // namespace dunghan::http
