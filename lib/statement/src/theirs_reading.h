#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/sheet/table.h"
#include "dunghan/statement/theirs.h"

/// The pieces of ReadTheirs.
namespace dunghan::statement {

/// Adds the rows of the portal's answer. @error kInvalidArgument: no JSON, or no such rows in it.
Result<void> ReadProgress(std::string_view json, Theirs& theirs);

/// Adds the table of a workbook, counts or dossiers, as its headings tell.
Result<void> ReadTheirTable(sheet::Workbook& workbook, const ReadingOptions& options,
                            Theirs& theirs);

/// What a column counts, by its heading.
std::optional<TheirCount> CountOfHeading(std::string_view plain);

/// The period that lines above a table say: "Từ ngày 01/06/2021 đến ngày 30/06/2021", "Tháng 6 năm
/// 2021", "Quý II/2021".
std::optional<figures::Period> PeriodSaid(std::span<const std::string> lines);
/// Adds what does not add up.
void CheckTheirs(Theirs& theirs);

}  // namespace dunghan::statement
