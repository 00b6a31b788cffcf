#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/digest.h"

/// Requests and answers as values; what Beast makes of them stays in this folder's sources.
namespace dunghan::http {

/// Of IPv6, in the order in which it is written; IPv4 as ::ffff:a.b.c.d.
using Address = std::array<unsigned char, 16>;

enum class Method { kGet, kHead, kPost, kOther };

/// A request as it arrived, whole.
struct Request {
  /// Of this request alone, for who looks for it in the log: X-Request-Id as it came, if it is
  /// harmless, else one made here. The answer has it as well.
  std::string id = {};
  Method method = Method::kGet;
  std::string method_name;  ///< "DELETE", for messages
  std::string path;         ///< percent-decoded, begins with "/"; "*" of OPTIONS: the server
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, + is a space
  std::string content_type;      ///< media type in lower case, without parameters; empty: none
  std::string content_encoding;  ///< lower case; empty: none
  std::string accept;
  std::string accept_encoding;
  std::string authorization;
  std::string cookie;  ///< the whole field
  std::string origin;
  std::string host;  ///< the authority of an absolute target, else Host: "localhost:8080"
  std::string last_event_id;
  /// Fields whose names begin with "ce-" (CloudEvents), by the rest of the name in lower case, in
  /// order; values as they came.
  std::vector<std::pair<std::string, std::string>> ce_fields;
  /// Fields that ServerOptions::fields names, by their names in lower case, in order.
  std::vector<std::pair<std::string, std::string>> asked_fields;
  Address address{};           ///< the other end of the connection
  bool from_loopback = false;  ///< it is this machine
  bool is_tls = false;
  /// SHA-256 of the certificate whose key the client holds: nothing where TLS did not show one.
  std::optional<Digest> client_certificate = {};
  std::string body;
  /// Counts so many bytes more among those of the bodies in work, for what a handler has made of
  /// its own; false: there is no room. Good while the handler runs; empty: nobody counts.
  std::function<bool(size_t bytes)> take_room = {};
};

/// The first parameter of that name; nothing if there is none.
std::optional<std::string_view> FindQuery(const Request& request, std::string_view name);

/// What a form sends as application/x-www-form-urlencoded, decoded; nothing: it is none.
std::optional<std::vector<std::pair<std::string, std::string>>> ParseForm(std::string_view body);

/// The sending end of an answer without end (server-sent events).
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// Sends a piece; false when the client is gone, too slow or the server is stopping: then the
  /// writer has to end.
  virtual boost::asio::awaitable<bool> Send(std::shared_ptr<const std::string> piece) = 0;
};

/// Writes an answer of unknown length, piece by piece, until it returns.
using StreamWriter = std::function<boost::asio::awaitable<void>(Outlet&)>;

struct Response {
  int status = 200;
  std::string content_type = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< beside those the server sets
  std::string body = {};
  /// Instead of a body: sent chunked; the connection ends with it.
  StreamWriter stream = {};
};

/// Answers requests, on the I/O thread. What it throws becomes a 500. The request is its to take
/// from, and stays where it is until the answer is there.
using Handler = std::function<boost::asio::awaitable<Response>(Request&&)>;

}  // namespace dunghan::http
