#include "frozen/results.h"

#include <array>
#include <charconv>
#include <utility>

#include "dunghan/statement/restatement.h"

namespace dunghan::frozen {
namespace {

constexpr std::array<std::pair<std::string_view, int64_t Results::*>, 3> kColumns = {
    {{"finished_early", &Results::early},
     {"finished_on_time", &Results::on_time},
     {"finished_late", &Results::late}}};

}  // namespace

Result<std::map<std::string, Results>> ResultsOf(std::string_view json) {
  // Against nothing at all every cell is a moved one, under the name that it has in every form.
  const auto cells = statement::MovedCells("{}", json);
  if (!cells) return cells.error();
  std::map<std::string, Results> results;
  for (const statement::MovedCell& cell : *cells) {
    const std::string_view path = cell.path;
    const size_t column = path.rfind('/');
    if (column == std::string_view::npos || column == 0) continue;
    const size_t row = path.rfind('/', column - 1);
    if (row == std::string_view::npos || !path.substr(0, row).ends_with("rows")) continue;
    const std::string_view code = path.substr(row + 1, column - row - 1);
    for (const auto& [name, place] : kColumns) {
      if (path.substr(column + 1) != name || code == "total") continue;
      int64_t value = 0;
      std::from_chars(cell.after.data(), cell.after.data() + cell.after.size(), value);
      results[std::string(code)].*place = value;
    }
  }
  return results;
}

}  // namespace dunghan::frozen
