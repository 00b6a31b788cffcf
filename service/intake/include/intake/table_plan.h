#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/time.h"
#include "dunghan/sheet/workbook.h"
#include "dunghan/worktime/zone.h"
#include "intake/table_mapping.h"

/// How a list of dossiers is to be read, found out before any row of it is taken.
namespace dunghan::intake {

struct TableAsk {
  /// To choose from; the one that most columns fit is taken where `mapping` names none.
  const std::vector<TableMapping>* mappings = nullptr;
  std::string mapping = {};
  std::optional<std::string> sheet = {};
  /// When it was exported, where that is known; else the lines above the table, or the file's name,
  /// have to say it.
  std::optional<Instant> taken = {};
  worktime::Zone zone;
  Instant now;  ///< nothing was exported after it
  /// In messages: how whoever asks says it himself.
  std::string_view say_taken = "--taken";
  std::string_view say_mapping = "--mapping FILE";
  /// Asked now and then; true ends the reading with kUnavailable. Empty: never.
  std::function<bool()> stop = {};
};

enum class DateOrder : uint8_t { kDayFirst, kMonthFirst };

struct TablePlan {
  size_t sheet = 0;
  std::string sheet_name;
  const TableMapping* mapping = nullptr;
  MappedColumns columns;
  std::vector<std::string> headings;  ///< as they stand, by TableColumn; empty: not there
  std::array<DateOrder, kTableColumns> order{};
  Instant taken;
  std::string taken_by;  ///< "--taken", "the lines above the table", "the file's name"
  int64_t rows = 0;      ///< below the headings
  int64_t last_head_row = 0;
};

/// Reads through the sheet once. @error kInvalidArgument: no table, no column of codes or dates,
/// nobody says when it was taken, or it lies ahead of `now`, days and months that Excel has swapped
/// (with examples); kNotFound: no such sheet or mapping; kUnavailable: `stop` said so.
Result<TablePlan> PlanTable(sheet::Workbook& workbook, const TableAsk& ask);

/// The date in a file's name: "hoso_2026-06-30.xlsx", "20260630", "30-06-2026", with or without an
/// hour behind it ("20260630_1800"); nothing: none, or several.
std::optional<LocalTime> DateInName(std::string_view name);

/// "07/06/2021" as the sixth of July: first and second number change places.
std::string SwapDayAndMonth(std::string_view text);

}  // namespace dunghan::intake
