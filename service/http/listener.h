#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "connections.h"
#include "dunghan/base/error.h"
#include "http/tls.h"
#include "socket.h"

namespace dunghan::http {

/// Accepts connections and starts a session on each, within the limit of connections.
class Listener {
 public:
  /// In the clear without `tls`.
  Listener(asio::io_context& io, std::shared_ptr<Connections> connections,
           std::shared_ptr<Tls> tls);

  /// Binds; port 0 is a free one. The port it got.
  Result<uint16_t> Open(const std::string& name, uint16_t port);
  /// Accepts until closed.
  static asio::awaitable<void> Run(std::shared_ptr<Listener> self);
  void Close();

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

  asio::awaitable<void> MakeRoom();
  void Serve(Socket socket);

  std::shared_ptr<Connections> connections_;
  std::shared_ptr<Tls> tls_;
  Acceptor acceptor_;
  asio::steady_timer pause_;
};

}  // namespace dunghan::http
