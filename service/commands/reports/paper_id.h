#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dunghan::commands {

/// The id of a frozen statement that a file says it is: as it stands in its text, or in the
/// properties of a workbook or text document (a ZIP archive). Nothing: it names none.
std::optional<std::string> IdInPaper(std::string_view bytes);

}  // namespace dunghan::commands
