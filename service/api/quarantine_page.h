#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/quarantine_table.h"

/// GET /api/v1/quarantine: a page of entries, or of groups of them.
namespace dunghan::api {

/// Entries or groups that have been written.
struct QuarantinePage {
  bool is_simulated = false;
  int64_t waiting = 0;
  std::vector<std::string> written;
  std::optional<std::string> next;
};

using QuarantinePageRow = JsonRow<QuarantinePage>;
inline constexpr JsonTable kQuarantineHeadTable(
    "quarantine", "What intake could not use, and waits.",
    {QuarantinePageRow::Of("simulated", "Whether the ledger is marked as simulated.",
                           [](const auto& page) { return page.is_simulated; }),
     QuarantinePageRow::Of("waiting", "entries", "How many wait, whatever was asked for.",
                           [](const auto& page) { return page.waiting; }),
     QuarantinePageRow::Of(
         "next", "The cursor of the next page; null: this is the last.",
         [](const auto& page) -> const auto& { return page.next; })});
inline constexpr JsonTable kQuarantineEntriesTable(
    "quarantine_entries", "A page of entries.",
    {QuarantinePageRow::Written<kQuarantineEntryTable>(
        "entries", "By number.", [](const auto& page) -> const auto& { return page.written; })});
inline constexpr JsonTable kQuarantineGroupsTable(
    "quarantine_groups", "A page of groups.",
    {QuarantinePageRow::Written<kQuarantineGroupTable>(
        "groups", "Those with most entries first.",
        [](const auto& page) -> const auto& { return page.written; })});

}  // namespace dunghan::api
