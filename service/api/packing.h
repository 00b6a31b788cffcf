#pragma once

#include <optional>

#include "http/message.h"
#include "intake/event_body.h"

/// Bodies that were packed for the way.
namespace dunghan::api {

/// Nothing: in a way that is not known here.
std::optional<intake::Packing> PackingOf(const http::Request& request);
/// What is said of such a one.
http::Response OtherPacking(const http::Request& request);

/// What was packed takes its room among the bodies in work for as long as its events wait.
bool HasRoom(const http::Request& request, size_t unpacked, size_t packed);
http::Response NoRoom();

}  // namespace dunghan::api
