#pragma once

#include <string_view>

#include "dunghan/base/error.h"
#include "http/message.h"

/// Errors as answers (RFC 9457, application/problem+json).
namespace dunghan::http {

/// The HTTP status of an error: 400, 404, 409, 503, 500.
int StatusOf(ErrorCode code);

/// {"type":"about:blank","title":<reason phrase>,"status":...,"detail":...}, for nobody
/// to keep. The text for the log is not in it.
Response Problem(int status, std::string_view detail);
/// The same of an error; kUnavailable carries `Retry-After: 1`.
Response Problem(const Error& error);

}  // namespace dunghan::http
