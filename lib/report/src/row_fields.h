#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dunghan/base/json_shape.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/statement/statement.h"

namespace dunghan::report {

using TimesByKind = std::map<std::string, std::chrono::milliseconds>;
using CountsByCode = std::map<std::string, int64_t>;
/// What a field holds of one row; of nothing: null.
using FieldValue = std::variant<std::monostate, int64_t, double, std::chrono::milliseconds,
                                std::string, const TimesByKind*, const CountsByCode*>;

/// A field of every row, as the tables of figures have it.
struct RowField {
  std::string path;  ///< "official.ratio", "online.of_full.received"
  JsonField shape;   ///< its name is the last part of the path
  std::function<FieldValue(const statement::StatementRow& row)> read;
  /// What is open-ended has a field for each of its keys in JSON, which CSV cannot have.
  enum class In : uint8_t { kBoth, kJson, kCsv } in = In::kBoth;
};

/// Every figure of a row, in the order of the interface; those of one object side by side.
std::span<const RowField> RowFields();
/// One of them. REQUIRES: there is such a path.
const RowField& FieldAt(std::string_view path);

/// Members of an object, without its brackets.
void WriteRowFields(JsonWriter& json, const statement::StatementRow& row);
/// What they look like.
std::span<const JsonField> RowShape();

}  // namespace dunghan::report
