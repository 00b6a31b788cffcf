#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "access/caller.h"
#include "api/services.h"
#include "http/message.h"

/// What a caller who is bound to agencies is shown.
namespace dunghan::api {

/// Whether an agency is within what a scope has, by the tree of the board's day.
bool Sees(const rulebook::Scope& scope, std::string_view agency, const board::Snapshot& present);

/// Whether somebody sees the dossiers of an agency and all below it; of none named: of all.
bool SeesDossiersOf(const access::Caller& caller, const Services& services,
                    std::string_view agency);

/// The same as NarrowToOwn where nothing but figures of a period is meant: where [access] ranking
/// is "all", everybody sees those of every agency.
std::optional<http::Response> NarrowFigures(const access::Caller& caller, const Services& services,
                                            std::string& agency);

/// Whose figures or dossiers are meant: what was asked for, if the caller sees it; where nothing
/// was and it is bound to one agency, that. 403 for any other, whether it exists or not; and where
/// it is bound to several and none of them is named.
std::optional<http::Response> NarrowToOwn(const access::Caller& caller, const Services& services,
                                          std::string& agency);

}  // namespace dunghan::api
