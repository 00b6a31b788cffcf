#pragma once

#include <vector>

#include "dunghan/base/json_table.h"
#include "frozen/table.h"

/// GET /api/v1/reports.
namespace dunghan::api {

struct ToldFrozenList {
  std::vector<frozen::ToldFrozen> frozen;
};

using FrozenListRow = JsonRow<ToldFrozenList>;
inline constexpr JsonTable kFrozenListTable(
    "frozen_list", "The frozen statements.",
    {FrozenListRow::Object<frozen::kFrozenTable>(
        "frozen", "One for each, in the order they were frozen in.",
        [](const auto& list) -> const auto& { return list.frozen; })});

}  // namespace dunghan::api
