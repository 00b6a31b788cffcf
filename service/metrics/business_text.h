#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

/// Prometheus text 0.0.4, as far as gauges need it.
namespace dunghan::metrics {

struct Family {
  std::string_view name;
  std::string_view help;  ///< one line without a backslash
};

/// "# HELP ..." and "# TYPE ... gauge".
void AppendHead(std::string& out, const Family& family);

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `name{label="value",...} `, values escaped: what a number follows.
void AppendSeries(std::string& out, const Family& family, Labels labels);

/// A number and the end of its line.
void AppendNumber(std::string& out, int64_t value);

/// Per mille as a ratio, exactly, and the end of its line.
void AppendRatio(std::string& out, int per_mille);

}  // namespace dunghan::metrics
