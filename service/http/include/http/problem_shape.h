#pragma once

#include "dunghan/base/json_shape.h"

namespace dunghan::http {

/// Of the body of every refusal: `application/problem+json`, RFC 9457.
const JsonShape& ProblemShape();

}  // namespace dunghan::http
