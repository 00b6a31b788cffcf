#pragma once

#include "http/message.h"
#include "http/server.h"

namespace dunghan::http {

/// Why a request is answered without being handled, if it is.
enum class Refusal {
  kNone,
  kMalformed,    ///< not HTTP, or HTTP that two readers could understand differently
  kTarget,       ///< the path or query cannot be decoded
  kScheme,       ///< a target of another scheme than http
  kConnect,      ///< a tunnel is asked for
  kCoding,       ///< a transfer coding other than chunked
  kExpectation,  ///< an expectation other than 100-continue
  kHeaderSize,
  kBodySize,
  kOverload,  ///< the bodies in work fill their limit
  kTimeout,   ///< it was not whole in time
  kFull,      ///< what connections are left is kept for others
};

Response AnswerTo(Refusal why, const ServerOptions& options);
void Count(Refusal why, ServerCounts& counts);

}  // namespace dunghan::http
