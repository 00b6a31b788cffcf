#pragma once

#include <span>
#include <string_view>

namespace dunghan::api {

struct DescribedParameter {
  std::string_view name;
  std::string_view meaning;
  std::string_view schema = R"({"type":"string"})";
  std::string_view example =
      {};  ///< as it stands in an address, but for what has to be escaped there
};

/// What a route may be answered with beside what every route of its kind may be.
struct DescribedAnswer {
  int status = 0;
  /// Of an answer of the route's own; empty: the refusal is a problem like all others.
  std::string_view media_type = {};
  std::string_view shapes = {};  ///< of that: names, a blank apart
  bool or_problem = true;        ///< may be a problem as well
};

/// What is to be said of a route beside its permit.
struct DescribedRoute {
  std::string_view route;  ///< "GET /api/v1/on-time"
  std::string_view summary;
  std::span<const DescribedParameter> parameters = {};
  /// What stands in the place of the braces of its path.
  std::string_view path_example = {};
  /// Media types of its body, a blank apart, and a body of the first; empty: it takes none.
  std::string_view takes = {};
  std::string_view body_example = {};
  int good = 200;  ///< the status of what went well
  /// Media types of that, a blank apart.
  std::string_view media_types = "application/json";
  /// Names of the shapes of its JSON, a blank apart; empty: it is none of ours.
  std::string_view shapes = {};
  std::span<const DescribedAnswer> answers = {};
};

std::span<const DescribedRoute> DescribedRoutes();

}  // namespace dunghan::api
