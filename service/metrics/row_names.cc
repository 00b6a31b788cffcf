#include "metrics/row_names.h"

namespace dunghan::metrics {
namespace {

template <class Rows>
std::string_view WordForNothing(const Rows& rows) {
  for (const auto& row : rows) {
    if (row.code.text() == "unknown") return "(unknown)";
  }
  return "unknown";
}

}  // namespace

RowNames::RowNames(const board::Snapshot& snapshot)
    : no_agency_(WordForNothing(snapshot.agencies)),
      no_procedure_(WordForNothing(snapshot.procedures)) {}

}  // namespace dunghan::metrics
