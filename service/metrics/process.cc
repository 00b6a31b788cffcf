#include "process.h"

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace dunghan::metrics {
namespace {

prometheus::MetricFamily OneFamily(std::string name, std::string help, prometheus::MetricType type,
                                   double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return {std::move(name), std::move(help), type, {std::move(metric)}};
}

/// Fields of /proc/self/stat from the state on (field 3 of proc(5)); the command's name before it
/// may hold anything.
std::vector<std::string> StatFields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  const size_t end = line.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream rest(line.substr(end + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

double Field(const std::vector<std::string>& fields, size_t number) {
  return number - 3 < fields.size() ? std::stod(fields[number - 3]) : 0;
}

/// Seconds since 1970 at which the machine started.
double BootTime() {
  std::ifstream file("/proc/stat");
  std::string name;
  while (file >> name) {
    double value = 0;
    if (name == "btime" && file >> value) return value;
    file.ignore(1'000'000, '\n');
  }
  return 0;
}

double OpenFiles() {
  std::error_code error;
  double count = 0;
  for (auto it = std::filesystem::directory_iterator("/proc/self/fd", error);
       !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  using prometheus::MetricType;
  // 14 and 15: time in ticks; 20: threads; 22: start in ticks since the machine's; 23: bytes; 24:
  // pages.
  const auto stat = StatFields();
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  return {
      OneFamily("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
                MetricType::Counter, (Field(stat, 14) + Field(stat, 15)) / ticks),
      OneFamily("process_resident_memory_bytes", "Resident memory size in bytes.",
                MetricType::Gauge, Field(stat, 24) * page),
      OneFamily("process_virtual_memory_bytes", "Virtual memory size in bytes.", MetricType::Gauge,
                Field(stat, 23)),
      OneFamily("process_open_fds", "Number of open file descriptors.", MetricType::Gauge,
                OpenFiles()),
      OneFamily("process_max_fds", "Maximum number of open file descriptors.", MetricType::Gauge,
                static_cast<double>(files.rlim_cur)),
      OneFamily("process_threads", "Number of threads.", MetricType::Gauge, Field(stat, 20)),
      OneFamily("process_start_time_seconds",
                "Start time of the process since unix epoch in seconds.", MetricType::Gauge,
                BootTime() + Field(stat, 22) / ticks),
  };
}

}  // namespace dunghan::metrics
