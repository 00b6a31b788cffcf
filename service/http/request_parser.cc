#include "request_parser.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "http/authority.h"
#include "request_id.h"
#include "target.h"

namespace dunghan::http {
namespace {

namespace bh = beast::http;

std::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string MediaType(std::string_view value) {
  value = value.substr(0, value.find(';'));
  const size_t last = value.find_last_not_of(" \t");
  return LowerCase(value.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

Method MethodOf(bh::verb verb) {
  switch (verb) {
    case bh::verb::get:
      return Method::kGet;
    case bh::verb::head:
      return Method::kHead;
    case bh::verb::post:
      return Method::kPost;
    default:
      return Method::kOther;
  }
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view View(const beast::flat_buffer& buffer) {
  const auto bytes = buffer.cdata();
  return {static_cast<const char*>(bytes.data()), bytes.size()};
}

/// Beast waits for a proper end of the line, whatever comes meanwhile.
bool HasBareLineFeed(std::string_view lines) {
  for (size_t at = lines.find('\n'); at != std::string_view::npos; at = lines.find('\n', at + 1)) {
    if (at == 0 || lines[at - 1] != '\r') return true;
  }
  return false;
}

constexpr std::string_view kCloudEventPrefix = "ce-";

bool IsOfCloudEvent(beast::string_view name) {
  return name.size() > kCloudEventPrefix.size() &&
         beast::iequals(name.substr(0, kCloudEventPrefix.size()),
                        {kCloudEventPrefix.data(), kCloudEventPrefix.size()});
}

/// A list that came in several fields is one list.
void Join(std::string& list, std::string_view more) {
  if (!list.empty()) list += ", ";
  list += more;
}

}  // namespace

RequestParser::RequestParser(ParserLimits limits, BodyShare& share,
                             std::span<const std::string> fields)
    : limits_(limits), fields_(fields), share_(share) {
  header_limit(static_cast<uint32_t>(limits.header));
  body_limit(limits.body);
}

bool RequestParser::Feed(beast::flat_buffer& buffer) {
  // Some old clients end a body with a line break that belongs to nothing (RFC 9112, 2.2).
  while (!got_some() && View(buffer).starts_with("\r\n")) buffer.consume(2);
  if (!got_some() && View(buffer) == "\r") return false;
  while (buffer.size() > 0 && !is_done()) {
    const bool in_header = !is_header_done();
    fed_ = View(buffer);
    Error error;
    const size_t consumed = put(buffer.cdata(), error);
    buffer.consume(consumed);
    const bool needs_more = error == bh::error::need_more;
    if (error && !needs_more) return RefusedFor(error);
    if (in_header && IsHeaderTooLong(consumed, needs_more ? buffer.size() : 0)) {
      return RefusedFor(bh::error::header_limit);
    }
    if (needs_more) break;
    eager(true);
  }
  if (is_done()) return true;
  // Chunk extensions and trailers stay in the buffer until their line is whole.
  if (buffer.size() > limits_.header) return RefusedFor(bh::error::header_limit);
  return HasBareLineFeed(View(buffer)) && RefusedFor(bh::error::bad_line_ending);
}

bool RequestParser::IsHeaderTooLong(size_t consumed, size_t waiting) {
  // Beast measures what lies before it, and has eaten the fields that were whole: a header that
  // arrives in the right pieces would never meet its limit.
  header_bytes_ += consumed;
  return header_bytes_ + waiting > limits_.header;
}

bool RequestParser::RefusedFor(const Error& error) {
  if (refusal_ == Refusal::kNone) {
    refusal_ = error == bh::error::header_limit ? Refusal::kHeaderSize
               : error == bh::error::body_limit ? Refusal::kBodySize
                                                : Refusal::kMalformed;
  }
  return true;
}

void RequestParser::Refuse(Refusal why, Error& error) {
  refusal_ = why;
  error = bh::error::bad_value;
}

bool RequestParser::TakeExpectation() {
  return is_header_done() && std::exchange(expects_continue_, false);
}

bool RequestParser::IsBeyondShare() const {
  const auto length = content_length();
  return length && !share_.Fits(*length);
}

size_t RequestParser::Keep(Text piece) {
  if (refusal_ == Refusal::kNone && share_.Take(piece.size())) {
    request_.body.append(piece.data(), piece.size());
  } else if (refusal_ == Refusal::kNone) {
    refusal_ = Refusal::kOverload;
    share_.Release();
    std::string().swap(request_.body);
  }
  return piece.size();
}

void RequestParser::on_request_impl(bh::verb verb, Text method, Text target, int version,
                                    Error& error) {
  request_.method = MethodOf(verb);
  request_.method_name = View(method);
  version_ = version;
  const Refusal why = ParseTarget(View(target), request_);
  if (why != Refusal::kNone) Refuse(why, error);
}

/// Beast joins the lines of a folded field (RFC 9112, 5.2); others do not.
bool RequestParser::IsFolded(Text name) const {
  const auto begin = static_cast<size_t>(name.data() - fed_.data());
  const size_t next_line = fed_.find('\n', begin) + 1;
  return next_line < fed_.size() && (fed_[next_line] == ' ' || fed_[next_line] == '\t');
}

void RequestParser::KeepIfAsked(Text name, std::string_view value) {
  for (const std::string& asked : fields_) {
    if (beast::iequals(name, asked)) request_.asked_fields.emplace_back(asked, value);
  }
}

void RequestParser::on_field_impl(bh::field name, Text written, Text value, Error& error) {
  if (IsFolded(written)) return Refuse(Refusal::kMalformed, error);
  // A trailer comes after everything that was decided by the header: it decides nothing.
  if (is_header_done()) return;
  const std::string_view text = View(value);
  // Of these a second one means that somebody on the way may have read the other.
  const auto take_once = [&](std::string& field, std::string_view taken) {
    if (!field.empty()) return Refuse(Refusal::kMalformed, error);
    field = taken;
  };
  switch (name) {
    case bh::field::host:
      if (std::exchange(has_host_, true)) return Refuse(Refusal::kMalformed, error);
      if (!ParseAuthority(text)) return Refuse(Refusal::kMalformed, error);
      // The authority of the target counts (RFC 9112, 3.2.2).
      if (request_.host.empty()) request_.host = text;
      break;
    case bh::field::content_length:
      if (std::exchange(has_length_, true) || !IsDigits(text)) Refuse(Refusal::kMalformed, error);
      break;
    case bh::field::transfer_encoding:
      if (is_http_1_0()) return Refuse(Refusal::kMalformed, error);
      if (!beast::iequals(value, "chunked")) Refuse(Refusal::kCoding, error);
      break;
    case bh::field::expect:
      if (is_http_1_0()) break;
      if (!beast::iequals(value, "100-continue")) return Refuse(Refusal::kExpectation, error);
      expects_continue_ = true;
      break;
    case bh::field::content_type:
      return take_once(request_.content_type, MediaType(text));
    case bh::field::authorization:
      return take_once(request_.authorization, text);
    case bh::field::cookie:
      return take_once(request_.cookie, text);
    case bh::field::origin:
      return take_once(request_.origin, text);
    case bh::field::content_encoding:
      return Join(request_.content_encoding, LowerCase(text));
    case bh::field::accept:
      return Join(request_.accept, text);
    case bh::field::accept_encoding:
      return Join(request_.accept_encoding, text);
    default:
      if (beast::iequals(written, "Last-Event-ID")) {
        request_.last_event_id = text;
      } else if (beast::iequals(written, "X-Request-Id")) {
        if (request_.id.empty() && IsRequestId(text)) request_.id = text;
      } else if (IsOfCloudEvent(written)) {
        request_.ce_fields.emplace_back(LowerCase(View(written).substr(kCloudEventPrefix.size())),
                                        text);
      }
      KeepIfAsked(written, text);
      break;
  }
}

void RequestParser::on_header_impl(Error& error) {
  if (!has_host_ && !is_http_1_0()) Refuse(Refusal::kMalformed, error);
}

size_t RequestParser::on_body_impl(Text piece, Error&) { return Keep(piece); }

size_t RequestParser::on_chunk_body_impl(uint64_t, Text piece, Error&) { return Keep(piece); }

void RequestParser::on_body_init_impl(const boost::optional<uint64_t>&, Error&) {}
void RequestParser::on_chunk_header_impl(uint64_t, Text, Error&) {}
void RequestParser::on_finish_impl(Error&) {}
void RequestParser::on_response_impl(int, Text, int, Error&) {}

}  // namespace dunghan::http
