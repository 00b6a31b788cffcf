#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "input.h"
#include "reader.h"

namespace dunghan::sheet {

/// The text of a list as UTF-8, piece by piece, without its byte-order mark. Whether UTF-8 is
/// well-formed is for who cuts it into cells, and knows where they stand.
class CsvText {
 public:
  explicit CsvText(const Input& input) : input_(input) {}

  /// The next piece; empty at the end. @error kInvalidArgument: broken UTF-16.
  Result<std::string> Next();

 private:
  enum class Form : uint8_t { kUnknown, kUtf8, kUtf16Le, kUtf16Be };
  Result<void> Decode(std::string_view bytes, std::string& into);
  Error Broken() const;

  const Input& input_;
  uint64_t offset_ = 0;
  Form form_ = Form::kUnknown;
  std::string left_;    // a byte, or half a pair, of UTF-16
  uint64_t lines_ = 1;  // of UTF-16 only, for messages
};

}  // namespace dunghan::sheet
