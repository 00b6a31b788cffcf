#pragma once

#include <string>
#include <vector>

#include "dunghan/report/statement.h"

namespace dunghan::report {

/// One field of a row as JSON and CSV name it. Nested fields have a dot in their path.
struct Field {
  std::string_view path;  ///< "official.ratio"
  std::string value;      ///< as JSON; empty: null
};

/// Every figure of a row, in the order of the interface.
std::vector<Field> FieldsOf(const StatementRow& row);

}  // namespace dunghan::report
