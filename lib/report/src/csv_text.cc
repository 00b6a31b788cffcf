#include "dunghan/report/csv_text.h"

#include <algorithm>
#include <array>

namespace dunghan::report {
namespace {

constexpr std::array<std::string_view, 11> kFormulaStarts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                             "\n", "＝", "＋", "－", "＠"};

bool WouldRun(std::string_view text) {
  return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(), [text](std::string_view start) {
    return text.substr(0, start.size()) == start;
  });
}

}  // namespace

void AppendCsvText(std::string& out, std::string_view text, char separator) {
  const std::string_view guard = WouldRun(text) ? "'" : "";
  if (text.find(separator) == std::string_view::npos &&
      text.find_first_of("\"\r\n") == std::string_view::npos) {
    out += guard;
    out += text;
    return;
  }
  out += '"';
  out += guard;
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace dunghan::report
