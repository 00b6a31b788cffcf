#include "answer.h"

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace dunghan::http {
namespace {

void AppendNumber(std::string& out, uint64_t number, int base = 10) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  out.append(digits.data(), end);
}

/// Without stopping at the first, which is for the compiler to make many at a time of.
bool HasBreak(std::string_view text) {
  bool found = false;
  for (const char c : text) found |= c == '\r' || c == '\n' || c == '\0';
  return found;
}

void AppendField(std::string& out, std::string_view name, std::string_view value) {
  // A value may come from a request: a line break in it would be a header of the client's making.
  if (HasBreak(name) || HasBreak(value)) {
    throw std::invalid_argument("a response header contains a line break or NUL");
  }
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view ReasonPhrase(int status) {
  const auto known = boost::beast::http::int_to_status(static_cast<unsigned>(status));
  const auto phrase = boost::beast::http::obsolete_reason(known);
  return {phrase.data(), phrase.size()};
}

bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }

void AppendHead(std::string& out, const Response& response, Framing framing) {
  out += "HTTP/1.1 ";
  AppendNumber(out, static_cast<uint64_t>(response.status));
  out.append(" ").append(ReasonPhrase(response.status)).append("\r\n");
  if (!response.content_type.empty()) AppendField(out, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) AppendField(out, name, value);
  if (response.stream) {
    if (!framing.is_http_1_0) out += "Transfer-Encoding: chunked\r\n";
  } else if (MayHaveBody(response.status)) {
    out += "Content-Length: ";
    AppendNumber(out, response.body.size());
    out += "\r\n";
  }
  if (!framing.keeps_open) {
    out += "Connection: close\r\n";
  } else if (framing.is_http_1_0) {
    // Of that version a connection ends unless it is said otherwise.
    out += "Connection: keep-alive\r\n";
  }
  if (!framing.request_id.empty()) AppendField(out, "X-Request-Id", framing.request_id);
  if (framing.hsts) {
    out += "Strict-Transport-Security: max-age=";
    AppendNumber(out, static_cast<uint64_t>(framing.hsts->count()));
    out += "\r\n";
  }
  // A page of another site can show that it asked, and nothing of the answer.
  out += "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\r\n";
}

void AppendChunkHead(std::string& out, size_t length) {
  AppendNumber(out, length, 16);
  out += "\r\n";
}

}  // namespace dunghan::http
