#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "connections.h"
#include "dunghan/base/error.h"
#include "socket.h"

namespace dunghan::http {

/// Accepts connections and starts a session on each, within the limit of connections.
class Listener {
 public:
  Listener(asio::io_context& io, std::shared_ptr<Connections> connections);

  /// Binds. The port it got.
  Result<uint16_t> Open();
  /// Accepts until closed.
  static asio::awaitable<void> Run(std::shared_ptr<Listener> self);
  void Close();

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

  asio::awaitable<void> MakeRoom();
  void Serve(Socket socket);

  std::shared_ptr<Connections> connections_;
  Acceptor acceptor_;
  asio::steady_timer pause_;
};

}  // namespace dunghan::http
