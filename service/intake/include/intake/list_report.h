#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/json_table.h"
#include "intake/list_reader.h"

/// What was found of a list, for whoever sent it.
namespace dunghan::intake {

struct FoundColumn {
  std::string_view means;  ///< "received"
  std::string column;      ///< "E"
  std::string heading;
  bool month_first = false;
};

struct UnknownName {
  std::string_view means;  ///< "agency"
  std::string name;        ///< empty: not to be told
  int64_t rows = 0;
  std::string first;  ///< the first cell with it: "H12"
};

struct ListReport {
  static constexpr size_t kMostUnknown = 100;

  std::string sheet;
  std::string mapping;
  std::string exported;  ///< RFC 3339, with the calendar's offset
  std::string exported_by;
  std::vector<FoundColumn> columns;
  std::vector<std::string> not_read;
  RowCounts rows;
  int64_t restored = 0;
  std::vector<UnknownName> unknown;  ///< those with the most rows first
  int64_t unknown_left_off = 0;
};

/// Whether names that nobody knows are told: a cell that has slipped may hold a person's, so that
/// whoever keeps the report is told of the cells alone.
enum class NamesAre : uint8_t { kTold, kLeftOut };

/// REQUIRES: its Plan has gone well.
ListReport ReportOf(const ListReader& reader, const worktime::Zone& zone, NamesAre names);

using FoundColumnRow = JsonRow<FoundColumn>;
inline constexpr JsonTable kFoundColumnTable(
    "list_column", "A column of a list that is read.",
    {FoundColumnRow::Of("means", "What it tells of a dossier.",
                        [](const auto& of) { return of.means; }),
     FoundColumnRow::Of(
         "column", "Its letters.", [](const auto& of) -> const auto& { return of.column; }),
     FoundColumnRow::Of(
         "heading", "Its heading.", [](const auto& of) -> const auto& { return of.heading; }),
     FoundColumnRow::Of("month_first", "Whether its dates have the month before the day.",
                        [](const auto& of) { return JsonIf(of.month_first, true); })});

using UnknownNameRow = JsonRow<UnknownName>;
inline constexpr JsonTable kUnknownNameTable(
    "unknown_name", "A name in a list that nobody knows.",
    {UnknownNameRow::Of("means", "What it would be.", [](const auto& of) { return of.means; }),
     UnknownNameRow::Of("name", "The name; not in reports that are kept, for it may be a person's.",
                        [](const auto& of) { return JsonIfAnyText(of.name); }),
     UnknownNameRow::Of("rows", "rows", "How many have it.",
                        [](const auto& of) { return of.rows; }),
     UnknownNameRow::Of(
         "first", "The first cell with it.",
         [](const auto& of) -> const auto& { return of.first; })});

using RowCountsRow = JsonRow<RowCounts>;
inline constexpr JsonTable kRowCountsTable(
    "list_rows", "What the rows below the headings came to.",
    {RowCountsRow::Of("all", "rows", "How many there are.",
                      [](const auto& of) { return of.all(); }),
     RowCountsRow::Of("dossiers", "rows", "Those that tell of a dossier.",
                      [](const auto& of) { return of.dossiers; }),
     RowCountsRow::Of("none", "rows", "Those of no dossier: totals, signatures, lines of text.",
                      [](const auto& of) { return of.notes; }),
     RowCountsRow::Of("repeated", "rows", "Those that say once more what a row before has said.",
                      [](const auto& of) { return of.repeated; }),
     RowCountsRow::Of(
         "compared", "rows",
         "Of those of dossiers: beyond what their source speaks of, or a mirror's; kept "
         "and compared, and in no figure.",
         [](const auto& of) { return of.outside; })});

using ListReportRow = JsonRow<ListReport>;
inline constexpr JsonTable kListReportTable(
    "list_report", "How a list of dossiers was understood.",
    {ListReportRow::Of("sheet", "The sheet that was read; none in a CSV.",
                       [](const auto& of) { return JsonIfAnyText(of.sheet); }),
     ListReportRow::Of(
         "mapping", "The mapping by which its columns were told.",
         [](const auto& of) -> const auto& { return of.mapping; }),
     ListReportRow::Of(
         "exported", "When it was exported.",
         [](const auto& of) -> const auto& { return of.exported; }),
     ListReportRow::Of(
         "exported_by", "What said so.",
         [](const auto& of) -> const auto& { return of.exported_by; }),
     ListReportRow::Object<kRowCountsTable>(
         "rows", "What its rows came to.", [](const auto& of) -> const auto& { return of.rows; }),
     ListReportRow::Object<kFoundColumnTable>("columns", "Its columns that are read.",
                                              [](const auto& of) {
                                                return std::span<const FoundColumn>(of.columns);
                                              }),
     ListReportRow::Of(
         "not_read", "Headings of its columns that are not.",
         [](const auto& of) -> const auto& { return of.not_read; }),
     ListReportRow::Of("restored", "rows",
                       "Codes of procedures that had become numbers, and were restored.",
                       [](const auto& of) { return JsonIf(of.restored > 0, of.restored); }),
     ListReportRow::Object<kUnknownNameTable>(
         "unknown", "Agencies, procedures and states that nobody knows.",
         [](const auto& of) { return std::span<const UnknownName>(of.unknown); }),
     ListReportRow::Of("unknown_left_off", "How many more there are.", [](const auto& of) {
       return JsonIf(of.unknown_left_off > 0, of.unknown_left_off);
     })});

}  // namespace dunghan::intake
