#include "row_names.h"

namespace dunghan::metrics {
namespace {

/// A word that is no code, or else the same in brackets.
template <class Rows>
std::string_view Free(std::string_view word, std::string_view in_brackets, const Rows& rows) {
  for (const auto& row : rows) {
    if (row.code.text() == word) return in_brackets;
  }
  return word;
}

}  // namespace

RowNames::RowNames(const board::Snapshot& snapshot)
    : no_agency_(Free("unknown", "(unknown)", snapshot.agencies)),
      no_procedure_(Free("unknown", "(unknown)", snapshot.procedures)),
      other_agencies_(Free("others", "(others)", snapshot.agencies)),
      other_procedures_(Free("others", "(others)", snapshot.procedures)) {}

}  // namespace dunghan::metrics
