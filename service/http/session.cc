#include "session.h"

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <exception>
#include <utility>

#include "http/problem.h"

namespace dunghan::http {
namespace {

// Reads grow with what arrives: a connection that only promises holds the smallest.
constexpr size_t kFirstRead = size_t{4} << 10U;
constexpr size_t kLargestRead = size_t{64} << 10U;
// What an idle connection may keep.
constexpr size_t kKeptBuffer = size_t{16} << 10U;

bool IsLoopback(const Address& address) {
  const asio::ip::address_v6 peer(address);
  return peer.is_v4_mapped() ? asio::ip::make_address_v4(asio::ip::v4_mapped, peer).is_loopback()
                             : peer.is_loopback();
}

/// Counts a request as long as its handler runs, also when the handler is never resumed.
class InWork {
 public:
  explicit InWork(ServerCounts& counts) : counts_(counts) { ++counts_.requests; }
  ~InWork() { --counts_.requests; }
  InWork(const InWork&) = delete;
  InWork& operator=(const InWork&) = delete;

 private:
  ServerCounts& counts_;
};

}  // namespace

Session::Session(Socket socket, asio::ssl::context* tls, std::shared_ptr<Connections> connections)
    : connections_(std::move(connections)),
      share_(connections_->counts().body_bytes,
             BodyLimits(connections_->options().max_bodies, connections_->options().max_body)),
      channel_(tls ? Channel(std::move(socket), *tls) : Channel(std::move(socket))),
      read_size_(kFirstRead),
      is_in_reserve_(connections_->is_full()),
      address_(AddressOf(channel_.socket())),
      is_from_loopback_(IsLoopback(address_)),
      hsts_(Hsts(channel_.is_tls())) {
  connections_->Join(*this);
}

Session::~Session() { Close(); }

void Session::Close() {
  if (!is_open()) return;
  boost::system::error_code ignored;
  channel_.socket().close(ignored);
  connections_->Leave(*this);
}

asio::awaitable<void> Session::Run(std::shared_ptr<Session> self) {
  if (self->channel_.is_tls()) {
    const bool begun = co_await self->Begin();
    if (!begun) co_return self->Close();
  }
  for (;;) {
    const auto refusal = co_await self->Receive();
    if (!refusal) co_return self->Close();
    Response response;
    if (*refusal == Refusal::kNone) {
      response = co_await self->Handle();
    } else {
      response = self->Refuse(*refusal);
    }
    // The sweep has answered in the handler's place, or there is nobody left to answer.
    if (self->phase() != Phase::kHandling) co_return;
    Pieces pieces = self->PiecesOf(response);
    if (!self->WriteNow(pieces)) co_return;
    // Nearly every answer has left by now: none of what follows is for it.
    if (self->keeps_open_ && asio::buffer_size(pieces) == 0) {
      ++self->connections_->counts().answered;
      continue;
    }
    const bool goes_on = co_await self->Answer(response, pieces);
    if (!goes_on) co_return;
  }
}

asio::awaitable<bool> Session::Begin() {
  // Nothing was asked yet: it is the first to make room, and to go when all is to end.
  connections_->Enter(*this, Phase::kIdle);
  const auto error = co_await channel_.Handshake();
  if (!is_open()) co_return false;
  if (error.category() == asio::error::get_ssl_category() &&
      ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST) {
    AnswerInTheClear();
  }
  if (error) co_return false;
  client_certificate_ = channel_.PeerCertificate();
  co_return true;
}

void Session::AnswerInTheClear() {
  const Response response = Problem(400, "this address is asked by https");
  std::string text;
  const std::string id = connections_->NextRequestId();
  AppendHead(text, response, {.keeps_open = false, .request_id = id});
  text += response.body;
  boost::system::error_code ignored;
  channel_.socket().write_some(asio::buffer(text), ignored);
}

asio::awaitable<std::optional<Refusal>> Session::Receive() {
  const ServerOptions& options = connections_->options();
  parser_.emplace(ParserLimits{options.max_header, options.max_body}, share_, options.fields);
  for (;;) {
    const bool is_over = parser_->Feed(buffer_);
    if (parser_->refusal() == Refusal::kNone && IsTurnedAway()) co_return Refusal::kFull;
    if (is_over) co_return parser_->refusal();
    if (parser_->TakeExpectation()) {
      if (parser_->IsBeyondShare()) co_return Refusal::kOverload;
      const bool invited = co_await Invite();
      if (!invited) co_return std::nullopt;
    }
    if (connections_->is_stopping() && !parser_->got_some()) co_return std::nullopt;
    Wait();
    const auto [error, bytes] =
        co_await channel_.async_read_some(buffer_.prepare(read_size_), kNoThrow);
    if (!is_open()) co_return std::nullopt;
    if (is_late_) co_return Refusal::kTimeout;
    if (error) co_return std::nullopt;
    Took(bytes);
  }
}

bool Session::IsTurnedAway() {
  if (!is_in_reserve_ || !parser_->is_header_done()) return false;
  is_in_reserve_ = connections_->is_overfull();
  const auto& is_vital = connections_->options().is_vital;
  return is_in_reserve_ && (parser_->ExpectsBody() || !is_vital || !is_vital(parser_->request()));
}

void Session::EndReading() {
  // The coroutine that reads answers. Under TLS it may be about to read again, without having
  // noticed: the second time there is no answer.
  if (std::exchange(is_late_, true)) return Close();
  boost::system::error_code ignored;
  channel_.socket().cancel(ignored);
}

void Session::Wait() {
  if (parser_->got_some()) {
    const Phase reading = parser_->is_header_done() ? Phase::kBody : Phase::kHeader;
    if (phase() != reading) connections_->Enter(*this, reading);
    return;
  }
  if (buffer_.capacity() > kKeptBuffer) {
    buffer_.shrink_to_fit();
    read_size_ = kFirstRead;
  }
  connections_->Enter(*this, Phase::kIdle);
}

void Session::Took(size_t bytes) {
  buffer_.commit(bytes);
  if (bytes == read_size_ && parser_->refusal() == Refusal::kNone) {
    read_size_ = std::min(2 * read_size_, kLargestRead);
  }
}

asio::awaitable<bool> Session::Invite() {
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  Wait();
  const Pieces pieces = {asio::buffer(kContinue)};
  co_return co_await Write(pieces);
}

asio::awaitable<Response> Session::Handle() {
  connections_->Enter(*this, Phase::kHandling);
  const InWork in_work(connections_->counts());
  Response response;
  try {
    Request request = TakeRequest();
    response = co_await connections_->handler()(std::move(request));
    Render(response);
  } catch (const std::exception& error) {
    response = Fail(error.what());
  } catch (...) {
    response = Fail(kNoException);
  }
  share_.Release();
  co_return response;
}

Request Session::TakeRequest() {
  Request request = parser_->Release();
  if (request.id.empty()) request.id = connections_->NextRequestId();
  request_id_ = request.id;
  request.address = address_;
  request.from_loopback = is_from_loopback_;
  request.is_tls = channel_.is_tls();
  request.client_certificate = client_certificate_;
  request.take_room = [this](size_t bytes) { return share_.Take(bytes); };
  return request;
}

Address Session::AddressOf(const Socket& socket) {
  boost::system::error_code gone;
  const auto peer = socket.remote_endpoint(gone).address();
  if (gone) return {};
  // A listener of both families shows IPv4 so as well.
  return (peer.is_v4() ? asio::ip::make_address_v6(asio::ip::v4_mapped, peer.to_v4())
                       : peer.to_v6())
      .to_bytes();
}

std::optional<std::chrono::seconds> Session::Hsts(bool is_tls) const {
  const ServerOptions& options = connections_->options();
  // With such a certificate browsers ask their users, who could not answer any more.
  const bool tells = is_tls && options.tls && !options.tls->signs_itself();
  return tells ? options.hsts : std::nullopt;
}

Response Session::Refuse(Refusal why) {
  connections_->Enter(*this, Phase::kHandling);
  Count(why, connections_->counts());
  share_.Release();
  // What has not arrived whole may have said what it is called.
  const std::string& shown = parser_->request().id;
  request_id_ = shown.empty() ? connections_->NextRequestId() : shown;
  Response response = AnswerTo(why, connections_->options());
  Render(response, why == Refusal::kOverload ? Then::kContinue : Then::kClose);
  return response;
}

Response Session::Fail(std::string_view what) {
  ++connections_->counts().failed;
  connections_->ReportFailure(what, request_id_);
  Response response = Problem(500, "the request failed for a reason that is in the log");
  Render(response, Then::kClose);
  return response;
}

Framing Session::FramingOf(bool keeps_open) const {
  return {.keeps_open = keeps_open,
          .is_http_1_0 = parser_->is_http_1_0(),
          .request_id = request_id_,
          .hsts = hsts_};
}

void Session::Render(const Response& response, Then then) {
  // Of a request that is not done nobody knows where the next one begins.
  keeps_open_ = then == Then::kContinue && parser_->is_done() && parser_->keep_alive() &&
                !response.stream && !is_in_reserve_ && !connections_->is_stopping();
  head_.clear();
  AppendHead(head_, response, FramingOf(keeps_open_));
}

bool Session::SendsBody(const Response& response) const {
  return !parser_->is_head() && MayHaveBody(response.status);
}

Session::Pieces Session::PiecesOf(const Response& response) const {
  Pieces pieces = {asio::buffer(head_)};
  if (SendsBody(response) && !response.stream) pieces[1] = asio::buffer(response.body);
  return pieces;
}

asio::awaitable<bool> Session::Answer(const Response& response, Pieces left) {
  const bool written = co_await WriteRest(left);
  if (!written) co_return false;
  ++connections_->counts().answered;
  if (SendsBody(response) && response.stream) {
    co_await Stream(response.stream);
    co_return false;
  }
  if (!keeps_open_) End();
  co_return keeps_open_;
}

asio::awaitable<bool> Session::Write(Pieces pieces) {
  if (!WriteNow(pieces)) co_return false;
  co_return co_await WriteRest(pieces);
}

bool Session::WriteNow(Pieces& pieces) {
  if (channel_.is_tls()) return true;
  boost::system::error_code error;
  size_t done = channel_.write_some(pieces, error);
  if (error && error != asio::error::would_block) {
    Close();
    return false;
  }
  for (auto& piece : pieces) {
    const size_t here = std::min(done, piece.size());
    piece += here;
    done -= here;
  }
  return true;
}

asio::awaitable<bool> Session::WriteRest(Pieces pieces) {
  if (asio::buffer_size(pieces) == 0) co_return true;
  connections_->Enter(*this, Phase::kWriting);
  const auto [failure, rest] = co_await asio::async_write(channel_, pieces, kNoThrow);
  if (failure) Close();
  co_return is_open();
}

void Session::AnswerLate() {
  const Response response = Problem(Unavailable("there was no answer in time"));
  std::string text;
  AppendHead(text, response, FramingOf(false));
  if (!parser_->is_head()) text += response.body;
  // Nothing else is being written while a handler runs; a client that takes not even this much at
  // once goes without.
  boost::system::error_code ignored;
  channel_.write_some(asio::buffer(text), ignored);
  Linger();
}

}  // namespace dunghan::http
