#pragma once

#include <span>

#include "dunghan/base/json_shape.h"

namespace dunghan::api {

/// The shapes of every answer that is JSON, and of the data of the stream's messages.
std::span<const JsonShape* const> Shapes();

}  // namespace dunghan::api
