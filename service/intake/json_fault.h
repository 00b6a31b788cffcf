#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dunghan::intake {

/// Why a text is not one JSON value (RFC 8259). Never says what the text holds: that may be
/// anything.
struct JsonFault {
  enum class Kind {
    kNoJson,
    kNoUtf8,
    kCutOff,     ///< good as far as it goes
    kMoreBehind  ///< good, and something stands behind it
  };
  Kind kind{};
  size_t offset = 0;  ///< in bytes
  std::string what;   ///< "a comma or } is missing"
};

/// The first fault, looked for once a reader has refused the text; nothing where none is found.
/// Linear; memory goes with the depth.
std::optional<JsonFault> FindJsonFault(std::string_view text);

/// "a comma or } is missing at line 3, column 7 (offset 57)"; of a text in one line "... at column
/// 7". Lines and columns count from 1, offsets from 0.
std::string Describe(const JsonFault& fault, std::string_view text);

}  // namespace dunghan::intake
