#pragma once

#include <optional>
#include <string>

#include "access/caller.h"
#include "api/services.h"
#include "http/message.h"

/// What a caller who is bound to agencies is shown.
namespace dunghan::api {

/// Whether an agency is within what a scope has, by the tree of the board's day.
bool Sees(const rulebook::Scope& scope, std::string_view agency, const board::Snapshot& present);

/// Whose figures or dossiers are meant: what was asked for, if the caller sees it; where nothing
/// was and it is bound to one agency, that. 403 for any other, whether it exists or not; and where
/// it is bound to several and none of them is named.
std::optional<http::Response> NarrowToOwn(const access::Caller& caller, const Services& services,
                                          std::string& agency);

}  // namespace dunghan::api
