#include "http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "connections.h"
#include "listener.h"

namespace dunghan::http {

/// Held by every coroutine that works for the server, so that the Server may go first.
struct Server::State {
  State(asio::io_context& io_context, ServerOptions options, Handler handler)
      : io(io_context),
        connections(std::make_shared<Connections>(io, std::move(options), std::move(handler))),
        listener(std::make_shared<Listener>(io, connections, connections->options().tls)),
        door(std::make_shared<Listener>(io, connections, nullptr)),
        sweep(io) {}

  static asio::awaitable<void> Sweep(std::shared_ptr<State> self) {
    while (!self->is_over) {
      self->sweep.expires_after(self->connections->sweep_period());
      co_await self->sweep.async_wait(kNoThrow);
      self->connections->Sweep(Clock::now());
    }
  }

  void Close() {
    listener->Close();
    door->Close();
  }

  void End() {
    is_over = true;
    sweep.cancel();
  }

  asio::io_context& io;
  std::shared_ptr<Connections> connections;
  std::shared_ptr<Listener> listener;
  std::shared_ptr<Listener> door;  ///< in the clear, where the listener is not
  asio::steady_timer sweep;
  bool is_over = false;
};

Server::Server(asio::io_context& io, ServerOptions options, Handler handler)
    : state_(std::make_shared<State>(io, std::move(options), std::move(handler))) {}

Server::~Server() {
  state_->Close();
  state_->connections->Abandon();
  state_->End();
}

Result<uint16_t> Server::Start() {
  auto port = state_->listener->Open(state_->connections->options().address,
                                     state_->connections->options().port);
  if (!port) return port;
  asio::co_spawn(state_->io, Listener::Run(state_->listener), asio::detached);
  asio::co_spawn(state_->io, State::Sweep(state_), asio::detached);
  return port;
}

Result<uint16_t> Server::OpenDoor() {
  auto port = state_->door->Open("127.0.0.1", 0);
  if (port) asio::co_spawn(state_->io, Listener::Run(state_->door), asio::detached);
  return port;
}

asio::awaitable<void> Server::Stop() {
  // The Server itself may be gone by the time the last connection is.
  const auto state = state_;
  state->Close();
  state->connections->Drain();
  while (state->connections->counts().connections > 0) co_await state->connections->Change();
  state->End();
}

const ServerCounts& Server::counts() const { return state_->connections->counts(); }

}  // namespace dunghan::http
