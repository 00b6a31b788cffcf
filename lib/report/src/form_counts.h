#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dunghan/report/form_definitions.h"
#include "dunghan/statement/statement.h"

/// What columns of a form may count.
namespace dunghan::report {

/// Of dossiers late at the end or open past their due, those with a letter of apology by then.
struct Apologised {
  int64_t late = 0;     ///< finished
  int64_t overdue = 0;  ///< open
};

/// All that a row of a form is made from.
struct RowToCount {
  const statement::StatementRow& row;
  Apologised apologised;
  Placing placing;
};

using FormCount = int64_t (*)(const RowToCount& row);

/// Counts of the statement by their names, and what stands in config/forms.toml; null: none.
struct NamedCount {
  std::string_view name;
  FormCount of;
  bool of_apologies = false;  ///< needs every dossier looked at
};
const NamedCount* FindFormCount(std::string_view name);
/// A count of the statement of that name; nothing: none.
std::optional<int64_t> CountOf(std::string_view name, const RowToCount& row);
bool IsFormCount(std::string_view name);
std::vector<std::string_view> FormCountNames();

}  // namespace dunghan::report
