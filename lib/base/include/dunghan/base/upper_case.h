#pragma once

#include <string>
#include <string_view>

namespace dunghan {

/// A text in capitals, as heads of official papers are: "tỉnh Sơn La" is "TỈNH SƠN LA". Bytes that
/// are not UTF-8 stay as they are.
std::string UpperCase(std::string_view text);

}  // namespace dunghan
