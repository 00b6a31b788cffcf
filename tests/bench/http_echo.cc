// Answers every POST with its own bytes: what HTTP costs before anything is done with a request.
//
// By default a plain Beast server, the baseline of the posts that http_load measures. With
// "--server dunghan" the daemon's own, limits, deadlines and all, around the same trivial handler.

#include <CLI/CLI.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <iostream>
#include <string>
#include <utility>

#include "http/server.h"

namespace dunghan::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bh = beast::http;
using asio::ip::tcp;

using Acceptor = asio::use_awaitable_t<>::as_default_on_t<tcp::acceptor>;
using Stream = asio::use_awaitable_t<>::as_default_on_t<beast::tcp_stream>;

asio::awaitable<void> Echo(Stream stream) {
  beast::flat_buffer buffer;
  for (;;) {
    bh::request<bh::string_body> request;
    co_await bh::async_read(stream, buffer, request);
    bh::response<bh::string_body> response(bh::status::ok, request.version());
    response.set(bh::field::content_type, "application/octet-stream");
    response.keep_alive(request.keep_alive());
    response.body() = std::move(request.body());
    response.prepare_payload();
    co_await bh::async_write(stream, response);
    if (!response.keep_alive()) break;
  }
}

asio::awaitable<void> Accept(Acceptor acceptor) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept();
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), Echo(Stream(std::move(socket))), asio::detached);
  }
}

uint16_t StartBeast(asio::io_context& io, uint16_t port) {
  Acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), port));
  const uint16_t bound = acceptor.local_endpoint().port();
  asio::co_spawn(io, Accept(std::move(acceptor)), asio::detached);
  return bound;
}

asio::awaitable<http::Response> Repeat(http::Request request) {
  http::Response response;
  response.content_type = "application/octet-stream";
  response.body = std::move(request.body);
  co_return response;
}

int Run(int argc, char** argv) {
  std::string which = "beast";
  uint16_t port = 0;
  CLI::App app("Answers every POST with its own bytes.");
  app.add_option("--server", which, "beast (the baseline) or dunghan")
      ->capture_default_str()
      ->check(CLI::IsMember({"beast", "dunghan"}));
  app.add_option("--port", port, "On 127.0.0.1; 0 picks a free one")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  asio::io_context io(1);
  http::Server server(io, {.port = port}, Repeat);
  const uint16_t bound = which == "beast" ? StartBeast(io, port) : server.Start().value();
  std::cout << "listening on http://127.0.0.1:" << bound << std::endl;
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](auto, int) { io.stop(); });
  io.run();
  return 0;
}

}  // namespace
}  // namespace dunghan::bench

int main(int argc, char** argv) {
  try {
    return dunghan::bench::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "http_echo: " << error.what() << "\n";
    return 1;
  }
}
