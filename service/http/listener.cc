#include "listener.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "session.h"

namespace dunghan::http {
namespace {

using asio::ip::tcp;

/// Out of file descriptors, most likely: trying again at once would only burn the processor.
constexpr std::chrono::milliseconds kPauseAfterFailure{100};

std::string WhatFailed(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return std::string(kNoException);
  }
}

}  // namespace

Listener::Listener(asio::io_context& io, std::shared_ptr<Connections> connections,
                   std::shared_ptr<Tls> tls)
    : connections_(std::move(connections)), tls_(std::move(tls)), acceptor_(io), pause_(io) {}

Result<uint16_t> Listener::Open(const std::string& name, uint16_t port) {
  const auto failed = [&](const auto& why) {
    return Unavailable(fmt::format("cannot listen on {} port {}: {}", name, port, why));
  };
  boost::system::error_code error;
  const auto address = asio::ip::make_address(name, error);
  if (error) return failed("not an IP address");
  const tcp::endpoint endpoint(address, port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  if (error) return failed(error.message());
  return acceptor_.local_endpoint().port();
}

asio::awaitable<void> Listener::Run(std::shared_ptr<Listener> self) {
  Acceptor& acceptor = self->acceptor_;
  Connections& connections = *self->connections_;
  while (acceptor.is_open()) {
    if (!connections.has_reserve() && !connections.HasSpare()) {
      co_await connections.Change();
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(kNoThrow);
    if (!acceptor.is_open()) break;
    if (error) {
      self->pause_.expires_after(kPauseAfterFailure);
      co_await self->pause_.async_wait(kNoThrow);
      continue;
    }
    co_await self->MakeRoom();
    if (acceptor.is_open()) self->Serve(std::move(socket));
  }
}

asio::awaitable<void> Listener::MakeRoom() {
  // Those that were spare when this one was waited for may be busy by now.
  while (acceptor_.is_open() && connections_->is_full()) {
    if (connections_->HasSpare()) {
      connections_->CloseSpare();
    } else if (connections_->has_reserve()) {
      co_return;
    } else {
      co_await connections_->Change();
    }
  }
}

void Listener::Serve(Socket socket) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  auto session = std::make_shared<Session>(std::move(socket),
                                           tls_ ? &tls_->ForConnection() : nullptr, connections_);
  asio::co_spawn(acceptor_.get_executor(), Session::Run(session),
                 [session](const std::exception_ptr& failure) {
                   if (!failure) return;
                   session->connections().ReportFailure(WhatFailed(failure), session->request_id());
                   session->Close();
                 });
}

void Listener::Close() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

}  // namespace dunghan::http
