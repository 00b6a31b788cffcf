#include "metrics/open_metrics.h"

#include <algorithm>
#include <array>

namespace dunghan::metrics {
namespace {

/// The next word of a line, and the blank behind it, off its front.
std::string_view TakeWord(std::string_view& line) {
  const size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::string_view UnitOf(std::string_view name) {
  for (const std::string_view unit : std::array<std::string_view, 3>{"seconds", "bytes", "ratio"}) {
    if (name.size() > unit.size() + 1 && name.ends_with(unit) &&
        name[name.size() - unit.size() - 1] == '_') {
      return unit;
    }
  }
  return {};
}

/// Line breaks and backslashes are escaped already; here quotation marks are as well.
void AppendHelp(std::string& out, std::string_view help) {
  for (const char c : help) {
    if (c == '"') out += '\\';
    out += c;
  }
}

void AppendLine(std::string& out, std::string_view word, std::string_view name,
                std::string_view rest) {
  out.append("# ").append(word).append(" ").append(name).append(" ").append(rest).append("\n");
}

void AppendHead(std::string& out, std::string_view name, std::string_view type,
                std::string_view help) {
  constexpr std::string_view kTotal = "_total";
  constexpr std::string_view kInfo = "_info";
  // There a family goes without the ending that its samples have.
  if (type == "counter" && name.ends_with(kTotal)) name.remove_suffix(kTotal.size());
  if (type == "gauge" && name.ends_with(kInfo)) {
    name.remove_suffix(kInfo.size());
    type = "info";
  }
  AppendLine(out, "TYPE", name, type);
  if (const auto unit = UnitOf(name); !unit.empty()) AppendLine(out, "UNIT", name, unit);
  out.append("# HELP ").append(name).append(" ");
  AppendHelp(out, help);
  out += '\n';
}

}  // namespace

std::string ToOpenMetrics(std::string_view text) {
  constexpr size_t kMoreHeads = 16'384;
  std::string out;
  out.reserve(text.size() + kMoreHeads);
  std::string_view help;
  while (!text.empty()) {
    if (text.front() != '#') {
      // All samples up to the next head at once; a line break in a label is escaped.
      const size_t end = std::min(text.find("\n#"), text.size() - 1) + 1;
      out.append(text.substr(0, end));
      text.remove_prefix(end);
      continue;
    }
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    TakeWord(line);  // "#"
    const std::string_view what = TakeWord(line);
    if (what != "HELP" && what != "TYPE") continue;
    const std::string_view name = TakeWord(line);
    if (what == "HELP") help = line;
    if (what == "TYPE") AppendHead(out, name, line, help);
  }
  out += "# EOF\n";
  return out;
}

}  // namespace dunghan::metrics
