// How a connection ends: streams, which end it, and closing so that the last answer is read.
#include <netinet/tcp.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>
#include <utility>

#include "answer.h"
#include "session.h"

namespace dunghan::http {
namespace {

constexpr size_t kDiscardedAtOnce = size_t{16} << 10U;

/// Small pieces fit into the socket's buffer for hours: a client that vanished without a word is
/// found out by what it does not acknowledge.
void BreakWithoutAcknowledgement(Socket& socket, std::chrono::milliseconds timeout) {
  const auto milliseconds = static_cast<unsigned>(timeout.count());
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds,
               sizeof milliseconds);
}

}  // namespace

class Session::ChunkOutlet final : public Outlet {
 public:
  explicit ChunkOutlet(Session& session) : session_(session) {}

  asio::awaitable<bool> Send(std::shared_ptr<const std::string> piece) override {
    if (!session_.is_open() || session_.connections_->is_stopping()) co_return false;
    // An empty chunk would be the last.
    if (!piece || piece->empty()) co_return true;
    const bool written = co_await session_.Write(Frame(*piece));
    if (written) session_.connections_->Enter(session_, Phase::kStreaming);
    co_return written;
  }

 private:
  Pieces Frame(const std::string& piece) {
    if (session_.parser_->is_http_1_0()) return {asio::buffer(piece)};
    session_.head_.clear();
    AppendChunkHead(session_.head_, piece.size());
    return {asio::buffer(session_.head_), asio::buffer(piece), asio::buffer("\r\n", 2)};
  }

  Session& session_;
};

asio::awaitable<void> Session::Stream(const StreamWriter& writer) {
  connections_->Enter(*this, Phase::kStreaming);
  BreakWithoutAcknowledgement(channel_.socket(), connections_->options().write_timeout);
  // A client that leaves between two pieces is noticed by reading alone.
  Listen();
  ChunkOutlet outlet(*this);
  try {
    co_await writer(outlet);
  } catch (const std::exception& error) {
    co_return FailStream(error.what());
  } catch (...) {
    co_return FailStream(kNoException);
  }
  if (!is_open()) co_return;
  if (!parser_->is_http_1_0()) {
    const Pieces last_chunk = {asio::buffer("0\r\n\r\n", 5)};
    const bool written = co_await Write(last_chunk);
    if (!written) co_return;
  }
  Linger();
}

void Session::FailStream(std::string_view what) {
  ++connections_->counts().failed;
  connections_->ReportFailure(what, request_id_);
  // The status has left long ago: only an end without a last chunk can tell the client.
  Close();
}

void Session::End() {
  // Closing a socket with unread bytes resets the connection, and the client may lose the answer;
  // under TLS it is told that this is the end.
  boost::system::error_code ignored;
  if (!parser_->is_done() || buffer_.size() > 0 || channel_.is_tls() ||
      channel_.socket().available(ignored) > 0) {
    Linger();
  } else {
    Close();
  }
}

void Session::Linger() {
  connections_->Enter(*this, Phase::kLingering);
  channel_.EndSending();
  Listen();
}

void Session::Listen() {
  if (std::exchange(is_listening_, true)) return;
  asio::co_spawn(channel_.get_executor(), Discard(shared_from_this()), asio::detached);
}

asio::awaitable<void> Session::Discard(std::shared_ptr<Session> self) {
  // As much again as a body may have: a client that sends all of a body before it looks at the
  // answer gets to see it, unless the body is twice too large.
  const uint64_t limit = self->connections_->options().max_body + kDiscardedAtOnce;
  self->buffer_.clear();
  for (uint64_t discarded = 0; self->is_open() && discarded <= limit;) {
    const auto [error, bytes] =
        co_await self->channel_.async_read_some(self->buffer_.prepare(kDiscardedAtOnce), kNoThrow);
    if (error) break;
    discarded += bytes;
  }
  self->Close();
}

}  // namespace dunghan::http
