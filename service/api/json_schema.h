#pragma once

#include "dunghan/base/json_shape.h"
#include "dunghan/base/json_writer.h"

namespace dunghan::api {

/// The shape as JSON Schema 2020-12, with the units of its fields as `x-unit`.
void WriteSchema(JsonWriter& json, const JsonShape& shape);

}  // namespace dunghan::api
