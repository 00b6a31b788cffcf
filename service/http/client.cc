#include "http/client.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace dunghan::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bh = beast::http;
using boost::system::error_code;
using PostRequest = bh::request<bh::span_body<const char>>;
using Parser = bh::response_parser<bh::string_body>;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

/// As it stands in a URL and in the Host header.
std::string HostHeader(const BaseUrl& url) {
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  return is_ipv6 ? fmt::format("[{}]:{}", url.host, url.port)
                 : fmt::format("{}:{}", url.host, url.port);
}

}  // namespace

struct Client::State {
  State(BaseUrl base_url, std::chrono::milliseconds time)
      : url(std::move(base_url)), timeout(time), stream(io) {}

  Result<ClientResponse> Ask(bh::verb verb, std::string_view target, std::string_view content_type,
                             std::string_view body);

  asio::awaitable<void> Exchange(const PostRequest& request);
  asio::awaitable<error_code> Connect();
  asio::awaitable<error_code> Once(const PostRequest& request);
  void Disconnect();

  BaseUrl url;
  std::chrono::milliseconds timeout;
  std::string key;
  asio::io_context io{1};
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
  std::optional<Parser> parser;
  error_code outcome;
  bool is_connected = false;
};

asio::awaitable<error_code> Client::State::Connect() {
  asio::ip::tcp::resolver resolver(io);
  auto [unresolved, endpoints] =
      co_await resolver.async_resolve(url.host, std::to_string(url.port), kAwait);
  if (unresolved) co_return unresolved;
  auto [refused, endpoint] = co_await stream.async_connect(endpoints, kAwait);
  if (refused) co_return refused;
  is_connected = true;
  stream.socket().set_option(asio::ip::tcp::no_delay(true));
  co_return error_code{};
}

asio::awaitable<error_code> Client::State::Once(const PostRequest& request) {
  if (!is_connected) {
    const error_code unreachable = co_await Connect();
    if (unreachable) co_return unreachable;
  }
  parser.emplace();
  // The daemon's answers have no limit of their own: a list or an export may be long.
  parser->body_limit(boost::none);
  auto [unsent, sent] = co_await bh::async_write(stream, request, kAwait);
  // A server that refuses a body answers and closes before it has read all: its answer counts.
  if (unsent == beast::error::timeout) co_return unsent;
  auto [unread, read] = co_await bh::async_read(stream, buffer, *parser, kAwait);
  if (unread && unsent) co_return unsent;
  co_return unread;
}

asio::awaitable<void> Client::State::Exchange(const PostRequest& request) {
  stream.expires_after(timeout);
  const bool was_kept = is_connected;
  outcome = co_await Once(request);
  // A kept connection may have been closed since: idle for too long, or the daemon began anew.
  if (outcome && outcome != beast::error::timeout && was_kept && !parser->got_some()) {
    Disconnect();
    stream.expires_after(timeout);
    outcome = co_await Once(request);
  }
  stream.expires_never();
  if (outcome || !parser->keep_alive()) Disconnect();
}

void Client::State::Disconnect() {
  stream.close();
  buffer.clear();
  is_connected = false;
}

Result<ClientResponse> Client::State::Ask(bh::verb verb, std::string_view target,
                                          std::string_view content_type, std::string_view body) {
  constexpr unsigned kHttp11 = 11;
  PostRequest request(verb, {target.data(), target.size()}, kHttp11);
  request.set(bh::field::host, HostHeader(url));
  if (!content_type.empty()) request.set(bh::field::content_type, content_type);
  if (!key.empty()) request.set(bh::field::authorization, "Bearer " + key);
  request.body() = {body.data(), body.size()};
  request.prepare_payload();

  std::exception_ptr failure;
  asio::co_spawn(io, Exchange(request),
                 [&](const std::exception_ptr& thrown) { failure = thrown; });
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
  if (outcome == beast::error::timeout) {
    return Unavailable(
        fmt::format("http://{}: no answer in {} ms", HostHeader(url), timeout.count()));
  }
  if (outcome) return Unavailable(fmt::format("http://{}: {}", HostHeader(url), outcome.message()));
  auto& answer = parser->get();
  return ClientResponse{.status = static_cast<int>(answer.result_int()),
                        .retry_after = answer[bh::field::retry_after],
                        .body = std::move(answer.body())};
}

Client::Client(BaseUrl url, std::chrono::milliseconds timeout)
    : state_(std::make_unique<State>(std::move(url), timeout)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

void Client::Authorize(std::string_view key) { state_->key = key; }

Result<ClientResponse> Client::Get(std::string_view target) {
  return state_->Ask(bh::verb::get, target, {}, {});
}

Result<ClientResponse> Client::Post(std::string_view target, std::string_view content_type,
                                    std::string_view body) {
  return state_->Ask(bh::verb::post, target, content_type, body);
}

}  // namespace dunghan::http
