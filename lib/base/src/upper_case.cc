#include "dunghan/base/upper_case.h"

#include <utf8proc.h>

namespace dunghan {

std::string UpperCase(std::string_view text) {
  std::string upper;
  upper.reserve(text.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t character = 0;
    const auto length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &character);
    if (length <= 0) {
      upper += text[at++];
      continue;
    }
    utf8proc_uint8_t encoded[4];
    const auto size = utf8proc_encode_char(utf8proc_toupper(character), encoded);
    upper.append(reinterpret_cast<const char*>(encoded), static_cast<size_t>(size));
    at += static_cast<size_t>(length);
  }
  return upper;
}

}  // namespace dunghan
