#pragma once

#include <string_view>
#include <vector>

#include "access/caller.h"
#include "dunghan/base/json_table.h"

/// GET /api/v1/me.
namespace dunghan::api {

inline std::vector<std::string_view> AgenciesOf(const access::Caller& caller) {
  std::vector<std::string_view> codes;
  for (const AgencyCode agency : caller.scope.agencies()) codes.push_back(agency.text());
  return codes;
}

using MeRow = JsonRow<access::Caller>;
inline constexpr JsonTable kMeTable(
    "me", "Who asks.",
    {MeRow::Of("name", "The name of the token, or the login; empty where none is needed.",
               [](const auto& caller) { return std::string_view(caller.name); }),
     MeRow::Of("role", "ingest, viewer, clerk, auditor, metrics, wall or admin.",
               [](const auto& caller) { return ToString(caller.role); }),
     MeRow::Of("agencies", "The agencies it is bound to; none: it sees all.",
               [](const auto& caller) { return AgenciesOf(caller); })});

}  // namespace dunghan::api
