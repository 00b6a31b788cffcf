#include "dunghan/base/log.h"

#include <algorithm>

#include "dunghan/base/text.h"

namespace dunghan {
namespace {

/// Whether a value can stand without quotation marks.
bool IsPlain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '=' && c != '\x7f';
  });
}

}  // namespace

std::string FormatLogLine(std::string_view event, Log::Fields fields) {
  std::string line(event);
  for (const auto& [key, value] : fields) {
    line += ' ';
    line += key;
    line += '=';
    if (IsPlain(value)) {
      line += value;
    } else {
      AppendJsonQuoted(line, value);
    }
  }
  return line;
}

}  // namespace dunghan
