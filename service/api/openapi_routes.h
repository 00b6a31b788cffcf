#pragma once

#include <span>
#include <string_view>

namespace dunghan::api {

struct DescribedParameter {
  std::string_view name;
  std::string_view meaning;
  std::string_view schema = R"({"type":"string"})";
};

/// What is to be said of a route beside its permit.
struct DescribedRoute {
  std::string_view route;  ///< "GET /api/v1/on-time"
  std::string_view summary;
  std::span<const DescribedParameter> parameters = {};
  /// Media types of its body, one a blank apart; empty: it takes none.
  std::string_view takes = {};
  /// Names of the shapes of its answer, a blank apart; empty: it is no JSON of ours.
  std::string_view shapes = {};
  std::string_view media_type = "application/json";
};

std::span<const DescribedRoute> DescribedRoutes();

}  // namespace dunghan::api
