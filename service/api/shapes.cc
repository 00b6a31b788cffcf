#include "api/shapes.h"

#include <array>

#include "api/operation_table.h"
#include "dunghan/base/json_table.h"
#include "dunghan/report/comparison_writer.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/writers.h"
#include "events_table.h"
#include "frozen/table.h"
#include "frozen_list_table.h"
#include "http/problem_shape.h"
#include "listed_table.h"
#include "lists_table.h"
#include "live_state_table.h"
#include "live_table.h"
#include "me_table.h"
#include "national_table.h"
#include "quarantine_page.h"
#include "sources_table.h"
#include "spool/report_table.h"

namespace dunghan::api {
namespace {

constexpr JsonJoin<kLiveHeadTable, kLiveStateTable, kLiveRowsTable> kLiveShape(
    "live", "What the board shows now.");
constexpr JsonJoin<kLiveHeadTable, kLiveStateTable, kLiveRowsTable, kGoneTable> kChangeShape(
    "live_change", "What the board shows now, with the rows that have changed since.");

constexpr JsonJoin<kQuarantineHeadTable, kQuarantineEntriesTable> kQuarantineShape(
    "quarantine", "What intake could not use, and waits: a page of entries.");
constexpr JsonJoin<kQuarantineHeadTable, kQuarantineGroupsTable> kQuarantineGroupsShape(
    "quarantine_by", "What intake could not use, and waits: a page of groups.");
constexpr JsonJoin<kQuarantineEntryTable, kQuarantineSettledTable> kQuarantineAloneShape(
    "quarantine_alone", "Something that intake could not use, and how it was settled.");

}  // namespace

std::span<const JsonShape* const> Shapes() {
  static const std::array kShapes = {&kToldEventsTable.shape(),
                                     &kListAnswerShape.shape(),
                                     &kListedPageTable.shape(),
                                     &report::DossierShape(),
                                     &report::OwnStepsShape(),
                                     &kMeTable.shape(),
                                     &report::StatementShape(),
                                     &report::ComparisonShape(),
                                     &kLiveShape.shape(),
                                     &kChangeShape.shape(),
                                     &kReadyTable.shape(),
                                     &kRetriedTable.shape(),
                                     &kLookedAtTable.shape(),
                                     &kDiscardedTable.shape(),
                                     &kApplyTable.shape(),
                                     &kFrozenAnswerTable.shape(),
                                     &kPairedTable.shape(),
                                     &frozen::kFrozenTable.shape(),
                                     &kFrozenListTable.shape(),
                                     &kNationalTable.shape(),
                                     &spool::kFileReportTable.shape(),
                                     &http::ProblemShape(),
                                     &kSourcesTable.shape(),
                                     &kQuarantineShape.shape(),
                                     &kQuarantineGroupsShape.shape(),
                                     &kQuarantineAloneShape.shape()};
  return kShapes;
}

}  // namespace dunghan::api
