#pragma once

#include <span>
#include <string>

#include "api/router.h"

namespace dunghan::api {

/// What is answered here, as OpenAPI 3.1: the routes of the router with who may ask for them
/// (`x-roles`, `x-bound`: also who is bound to agencies), their parameters, what they take, and the
/// shapes of their answers, which are those the answers are written by.
/// REQUIRES: each route is described here, and each described one is a route.
std::string WriteOpenApi(std::span<const Router::Route> routes);

}  // namespace dunghan::api
