#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "api/router.h"
#include "api/services.h"
#include "bad_intake.h"

namespace dunghan::api {

/// Whether a body is a list of dossiers: a CSV or a workbook, by what it is said to be.
bool IsList(const http::Request& request);

/// POST /api/v1/events with a list: read twice on a thread that may wait, nothing of it on disk,
/// answered once all its rows are durable. 400: no list, or asked wrongly; 422: a list that cannot
/// be understood, or of which every row was quarantined.
boost::asio::awaitable<http::Response> PostList(Services& services, std::shared_ptr<BadIntake> bad,
                                                Call& call);

}  // namespace dunghan::api
