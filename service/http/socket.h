#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace dunghan::http {

namespace asio = boost::asio;

/// A socket that knows its executor: a type-erased one costs an allocation-free but indirect call
/// at every step.
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

/// `auto [error, n] = co_await socket.async_read_some(buffer, kNoThrow)`, without a coroutine
/// frame between.
constexpr auto kNoThrow = asio::as_tuple(asio::deferred);

}  // namespace dunghan::http
