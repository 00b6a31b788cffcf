#include "dunghan/base/text_form.h"

#include <fmt/format.h>

namespace dunghan {
namespace {

using namespace std::string_view_literals;

/// A first letter of Latin script and its zero byte, in either order.
bool HasZeroByte(std::string_view bytes) { return bytes.substr(0, 2).find('\0') < 2; }

}  // namespace

std::optional<std::string> FormFault(std::string_view bytes, std::string_view saved_as) {
  const bool marked = bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv);
  if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("\xD0\xCF\x11\xE0"sv)) {
    return fmt::format("an Excel workbook or another packed file, no text; save it as {}",
                       saved_as);
  }
  if (bytes.starts_with("\x1F\x8B"sv)) return "compressed by gzip; unpack it first";
  if (marked || HasZeroByte(bytes)) {
    return fmt::format(
        "UTF-16 text, as \"Unicode\" of Excel and Notepad is, or no text at all; save it as {}",
        saved_as);
  }
  return {};
}

}  // namespace dunghan
