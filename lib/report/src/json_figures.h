#pragma once

#include <string>
#include <vector>

#include "dunghan/statement/statement.h"

namespace dunghan::report {

/// One field of a row as JSON and CSV name it. Nested fields have dots in their path.
struct Field {
  std::string path;   ///< "official.ratio", "online.of_full.all"
  std::string value;  ///< a text as it is, all else as JSON; empty: null
  bool is_text = false;
};

/// What a map is written as: JSON has a field for each of its keys, which CSV cannot have.
enum class Maps {
  kNested,  ///< the map's object, with all its keys
  kFlat,    ///< fields that every row has
};

/// Every figure of a row, in the order of the interface; those of one object side by side.
std::vector<Field> FieldsOf(const statement::StatementRow& row, Maps maps);

}  // namespace dunghan::report
