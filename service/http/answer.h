#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace dunghan::http {

/// "Not Found" of 404.
std::string_view ReasonPhrase(int status);

/// What the connection adds to the head of an answer.
struct Framing {
  bool keeps_open = true;
  bool is_http_1_0 = false;  ///< of the request: has to be told that the connection stays open
  std::string_view request_id = {};               ///< empty: it has none
  std::optional<std::chrono::seconds> hsts = {};  ///< as of ServerOptions
};

/// Appends status line, header and empty line. An answer with a stream says it is chunked, except
/// to HTTP/1.0, where the end of the connection ends it.
/// @throws std::invalid_argument if a header would break out of its line
void AppendHead(std::string& out, const Response& response, Framing framing);

/// Appends the line before a chunk: its length in hexadecimal digits.
void AppendChunkHead(std::string& out, size_t length);

/// Answers of status 1xx, 204 and 304 have no body, whatever the handler says.
bool MayHaveBody(int status);

}  // namespace dunghan::http
