#include "refusal.h"

#include <fmt/format.h>

#include "http/problem.h"

namespace dunghan::http {

Response AnswerTo(Refusal why, const ServerOptions& options) {
  switch (why) {
    case Refusal::kNone:
    case Refusal::kMalformed:
      return Problem(400, "this is not a well-formed HTTP request");
    case Refusal::kTarget:
      return Problem(400, "the path or the query cannot be decoded");
    case Refusal::kScheme:
      return Problem(421, "of schemes only http is answered for here");
    case Refusal::kConnect:
      return Problem(501, "this is no proxy: CONNECT is not known");
    case Refusal::kCoding:
      return Problem(501, "of transfer codings only chunked is known");
    case Refusal::kExpectation:
      return Problem(417, "of expectations only 100-continue is known");
    case Refusal::kHeaderSize:
      return Problem(431, fmt::format("the header exceeds {} bytes", options.max_header));
    case Refusal::kBodySize:
      return Problem(413, fmt::format("the body exceeds {} bytes", options.max_body));
    case Refusal::kOverload:
      return Problem(Unavailable("too many bytes are being received at this moment"));
    case Refusal::kTimeout:
      return Problem(408, "the request was not whole in time");
    case Refusal::kFull:
      return Problem(Unavailable("too many connections are open at this moment"));
  }
  return Problem(400, {});
}

void Count(Refusal why, ServerCounts& counts) {
  switch (why) {
    case Refusal::kNone:
    case Refusal::kMalformed:
    case Refusal::kTarget:
    case Refusal::kScheme:
    case Refusal::kConnect:
    case Refusal::kCoding:
    case Refusal::kExpectation:
      ++counts.refused_malformed;
      break;
    case Refusal::kHeaderSize:
      ++counts.refused_header;
      break;
    case Refusal::kBodySize:
      ++counts.refused_body;
      break;
    case Refusal::kOverload:
    case Refusal::kFull:
      ++counts.refused_overload;
      break;
    case Refusal::kTimeout:
      ++counts.timed_out_reading;
      break;
  }
}

}  // namespace dunghan::http
