#include "dunghan/base/escaped.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"

namespace dunghan {
namespace {

// The longest printable character at the beginning, in bytes; 0 = none.
size_t PrintablePrefix(std::string_view text) {
  constexpr size_t kLongest = 4;
  for (size_t size = 1; size <= std::min(kLongest, text.size()); ++size) {
    if (IsUtf8(text.substr(0, size))) return IsPrintable(text.substr(0, size)) ? size : 0;
  }
  return 0;
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t size = PrintablePrefix(text);
    if (size == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else {
      out += text.substr(0, size);
      if (text.front() == '\\') out += '\\';
    }
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  return out;
}

}  // namespace dunghan
