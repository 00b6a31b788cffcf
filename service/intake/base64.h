#pragma once

#include <string>
#include <string_view>

namespace dunghan::intake {

/// Decodes Base64 (RFC 4648, section 4): padded, without line breaks. False if it is none.
bool DecodeBase64(std::string_view text, std::string& out);

}  // namespace dunghan::intake
