#pragma once

#include "dunghan/base/json_table.h"
#include "events_table.h"
#include "intake/list_report.h"

/// What is said of a list of dossiers.
namespace dunghan::api {

struct ToldRun {
  bool dry = false;
};

using ToldRunRow = JsonRow<ToldRun>;
inline constexpr JsonTable kToldRunTable(
    "list_run", "How a list was taken.",
    {ToldRunRow::Of("dry_run", "It was looked at, and nothing of it was stored.",
                    [](const auto& run) { return JsonIf(run.dry, true); })});

inline constexpr JsonJoin<kToldEventsTable, kToldRunTable, intake::kListReportTable>
    kListAnswerShape("list_answer",
                     "What became of a list of dossiers: that of a body of events, an item a row, "
                     "and how the list was understood.");

}  // namespace dunghan::api
