#include "history/metrics_runs.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>

namespace dunghan::commands {
namespace {

Error CannotSpool(int error) {
  return Unavailable(
      fmt::format("cannot write a temporary file: {}", std::generic_category().message(error)));
}

std::FILE* OpenNameless() {
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "dunghan-XXXXXX").string();
  const int descriptor = error ? -1 : ::mkstemp(name.data());
  if (descriptor < 0) return nullptr;
  ::unlink(name.c_str());
  return ::fdopen(descriptor, "w+b");
}

}  // namespace

Result<void> RunSpool::Add(const ValueRun& run) {
  runs_.push_back(run);
  return runs_.size() < in_memory_ ? Result<void>() : Spill();
}

Result<void> RunSpool::Spill() {
  if (!file_) file_.reset(OpenNameless());
  if (!file_) return CannotSpool(errno);
  if (std::fwrite(runs_.data(), sizeof(ValueRun), runs_.size(), file_.get()) != runs_.size()) {
    return CannotSpool(errno);
  }
  runs_.clear();
  return {};
}

Result<void> RunSpool::ForEach(const std::function<void(const ValueRun&)>& visit) {
  if (file_) {
    if (std::fflush(file_.get()) != 0) return CannotSpool(errno);
    std::rewind(file_.get());
    std::array<ValueRun, 1024> piece;
    while (const size_t count =
               std::fread(piece.data(), sizeof(ValueRun), piece.size(), file_.get())) {
      std::for_each_n(piece.begin(), count, visit);
    }
    if (std::ferror(file_.get()) != 0) return CannotSpool(EIO);
  }
  std::for_each(runs_.begin(), runs_.end(), visit);
  return {};
}

/// As many series at a time as there is memory for: the file is gone through once for each batch.
Result<void> RunSpool::ForEachSeries(const Visitor& visit) {
  std::map<uint32_t, size_t> counts;
  if (auto counted = ForEach([&](const ValueRun& run) { ++counts[run.series]; }); !counted) {
    return counted;
  }
  std::vector<ValueRun> batch;
  for (auto first = counts.begin(); first != counts.end();) {
    auto last = first;
    for (size_t total = 0; last != counts.end(); ++last) {
      total += last->second;
      if (last != first && total > in_memory_) break;
    }
    const auto below = last == counts.end() ? uint64_t{UINT32_MAX} + 1 : last->first;
    batch.clear();
    auto read = ForEach([&](const ValueRun& run) {
      if (run.series >= first->first && run.series < below) batch.push_back(run);
    });
    if (!read) return read;
    std::stable_sort(batch.begin(), batch.end(),
                     [](const ValueRun& a, const ValueRun& b) { return a.series < b.series; });
    for (std::span<const ValueRun> rest = batch; !rest.empty();) {
      const size_t size = counts[rest.front().series];
      if (!visit(rest.first(size))) return {};
      rest = rest.subspan(size);
    }
    first = last;
  }
  return {};
}

}  // namespace dunghan::commands
