#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "dunghan/base/time.h"

/// Prometheus text 0.0.4, as far as gauges need it.
namespace dunghan::metrics {

struct Family {
  std::string_view name;
  std::string_view help;  ///< one line without a backslash
};

/// "# HELP ..." and "# TYPE ... gauge".
void AppendHead(std::string& out, const Family& family);

/// Those without a name are left out.
using LabelPairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `name{label="value",...} `, values escaped: what a number follows.
void AppendSeries(std::string& out, const Family& family, LabelPairs labels);

/// A label's value with what must not stand in it escaped.
void AppendEscaped(std::string& out, std::string_view value);

/// The value of a series; nothing: there is no such series.
using Number = std::variant<std::monostate, int64_t, double>;
Number SecondsOf(Instant instant);  ///< since 1970
Number SecondsOf(std::chrono::milliseconds duration);
Number RatioOf(int64_t part, int64_t all);  ///< nothing for 0/0
/// In percent with two decimals, cut and not rounded: what shows it never shows a target it is
/// below of, nor 100. Nothing for 0/0.
Number PercentOf(int64_t part, int64_t all);
Number TruthOf(std::optional<bool> truth);  ///< 1 or 0

/// A number and the end of its line. REQUIRES: there is one.
void AppendNumber(std::string& out, const Number& number);
void AppendNumber(std::string& out, int64_t number);

/// A family of one series without labels: nothing at all without a number.
void AppendSingle(std::string& out, const Family& family, const Number& number);

/// How many series are on a page.
int64_t CountSeries(std::string_view text);

}  // namespace dunghan::metrics
