#include "metrics/business_text.h"

#include <array>
#include <charconv>

namespace dunghan::metrics {
namespace {

template <class Number>
void AppendLineEnd(std::string& out, Number value) {
  std::array<char, 32> text{};
  char* end = std::to_chars(text.data(), text.data() + text.size() - 1, value).ptr;
  *end++ = '\n';
  out.append(text.data(), static_cast<size_t>(end - text.data()));
}

void AppendEscaped(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
}

}  // namespace

void AppendHead(std::string& out, const Family& family) {
  for (const std::string_view part :
       {std::string_view("# HELP "), family.name, std::string_view(" "), family.help,
        std::string_view("\n# TYPE "), family.name, std::string_view(" gauge\n")}) {
    out += part;
  }
}

void AppendSeries(std::string& out, const Family& family, Labels labels) {
  out += family.name;
  char before = '{';
  for (const auto& [name, value] : labels) {
    out += before;
    out += name;
    out += "=\"";
    AppendEscaped(out, value);
    out += '"';
    before = ',';
  }
  out += "} ";
}

void AppendNumber(std::string& out, int64_t value) { AppendLineEnd(out, value); }

// The shortest text that reads as the nearest double: three places at most.
void AppendRatio(std::string& out, int per_mille) { AppendLineEnd(out, per_mille / 1000.0); }

}  // namespace dunghan::metrics
