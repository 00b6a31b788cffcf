#include "metrics/gauge_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dunghan::metrics {
namespace {

// A double in full takes up to 309 digits before its point.
template <size_t size, class Number, class... Form>
void AppendLineEnd(std::string& out, Number value, Form... form) {
  std::array<char, size> text{};
  char* end = std::to_chars(text.data(), text.data() + text.size() - 1, value, form...).ptr;
  *end++ = '\n';
  out.append(text.data(), static_cast<size_t>(end - text.data()));
}

}  // namespace

void AppendHead(std::string& out, const Family& family) {
  for (const std::string_view part :
       {std::string_view("# HELP "), family.name, std::string_view(" "), family.help,
        std::string_view("\n# TYPE "), family.name, std::string_view(" gauge\n")}) {
    out += part;
  }
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

void AppendSeries(std::string& out, const Family& family, LabelPairs labels) {
  out += family.name;
  char before = '{';
  for (const auto& [name, value] : labels) {
    if (name.empty()) continue;
    out += before;
    out += name;
    out += "=\"";
    AppendEscaped(out, value);
    out += '"';
    before = ',';
  }
  out += before == '{' ? " " : "} ";
}

Number SecondsOf(std::chrono::milliseconds duration) {
  const int64_t milliseconds = duration.count();
  if (milliseconds % 1000 == 0) return milliseconds / 1000;
  return static_cast<double>(milliseconds) / 1000.0;
}

Number SecondsOf(Instant instant) { return SecondsOf(instant.time_since_epoch()); }

// One division of whole numbers: the nearest double, as PromQL reads the same ratio as a decimal.
Number RatioOf(int64_t part, int64_t all) {
  if (all == 0) return {};
  return static_cast<double>(part) / static_cast<double>(all);
}

Number PercentOf(int64_t part, int64_t all) {
  if (all == 0) return {};
  // Cut: Grafana rounds what it shows, and would round up to a target that is missed.
  return static_cast<double>(part * 10'000 / all) / 100.0;
}

Number TruthOf(std::optional<bool> truth) {
  if (!truth) return {};
  return int64_t{*truth};
}

void AppendNumber(std::string& out, int64_t number) { AppendLineEnd<24>(out, number); }

void AppendNumber(std::string& out, const Number& number) {
  if (const auto* whole = std::get_if<int64_t>(&number)) return AppendNumber(out, *whole);
  AppendLineEnd<340>(out, std::get<double>(number), std::chars_format::fixed);
}

void AppendSingle(std::string& out, const Family& family, const Number& number) {
  if (std::holds_alternative<std::monostate>(number)) return;
  AppendHead(out, family);
  AppendSeries(out, family, {});
  AppendNumber(out, number);
}

int64_t CountSeries(std::string_view text) {
  // A line break in a label or a help is escaped: lines are series or begin with '#'.
  int64_t series = 0;
  while (!text.empty()) {
    if (text.front() != '#') ++series;
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return series;
}

}  // namespace dunghan::metrics
