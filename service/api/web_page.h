#pragma once

#include "http/message.h"

namespace dunghan::api {

/// The board.
http::Response ServePage();

}  // namespace dunghan::api
