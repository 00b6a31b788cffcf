#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "body_share.h"
#include "http/message.h"
#include "refusal.h"

namespace dunghan::http {

namespace beast = boost::beast;

struct ParserLimits {
  uint64_t header = 0;
  uint64_t body = 0;
};

/// Makes a Request of bytes as they arrive.
///
/// Beast's parser does the grammar, and what others may read otherwise is refused besides: folded
/// fields, lines that end in a line feed alone. What it finds goes straight into the Request, so
/// fields nobody asks for cost nothing. A body takes its bytes from the share as they arrive,
/// whatever length was announced; from the moment the share is exhausted it is dropped.
class RequestParser final : public beast::http::basic_parser<true> {
 public:
  /// `fields` are kept, too (Request::asked_fields); they outlive it.
  RequestParser(ParserLimits limits, BodyShare& share, std::span<const std::string> fields = {});

  /// Consumes what it understands; what belongs to the next request stays in the buffer. False as
  /// long as more is needed; then refusal() says what came of it.
  bool Feed(beast::flat_buffer& buffer);

  /// kOverload may come with a whole request (is_done()): its body was dropped as it came, and the
  /// connection can go on. After any other it cannot.
  Refusal refusal() const { return refusal_; }
  bool is_head() const { return request_.method == Method::kHead; }
  bool is_http_1_0() const { return version_ == 10; }
  /// The client waits for a word before it sends the body. True once.
  bool TakeExpectation();
  /// The announced length would not fit now.
  bool IsBeyondShare() const;
  /// A body is announced.
  bool ExpectsBody() const { return chunked() || content_length().value_or(0) > 0; }
  /// What has arrived so far.
  const Request& request() const { return request_; }
  Request Release() { return std::move(request_); }

 private:
  using Error = beast::error_code;
  using Text = beast::string_view;

  void Refuse(Refusal why, Error& error);
  bool RefusedFor(const Error& error);
  bool IsFolded(Text name) const;
  bool IsHeaderTooLong(size_t consumed, size_t waiting);
  size_t Keep(Text piece);

  void on_request_impl(beast::http::verb verb, Text method, Text target, int version,
                       Error& error) override;
  void on_field_impl(beast::http::field name, Text written, Text value, Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<uint64_t>& length, Error& error) override;
  size_t on_body_impl(Text piece, Error& error) override;
  void on_chunk_header_impl(uint64_t size, Text extensions, Error& error) override;
  size_t on_chunk_body_impl(uint64_t remaining, Text piece, Error& error) override;
  void on_finish_impl(Error& error) override;
  void on_response_impl(int status, Text reason, int version, Error& error) override;

  void KeepIfAsked(Text name, std::string_view value);

  ParserLimits limits_;
  std::span<const std::string> fields_;
  BodyShare& share_;
  Request request_;
  uint64_t header_bytes_ = 0;
  std::string_view fed_;  ///< what is being parsed
  int version_ = 11;
  Refusal refusal_ = Refusal::kNone;
  bool has_host_ = false;
  bool has_length_ = false;
  bool expects_continue_ = false;
};

}  // namespace dunghan::http
