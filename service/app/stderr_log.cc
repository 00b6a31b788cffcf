#include "stderr_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

namespace dunghan::app {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

/// The priority prefixes of sd-daemon(3).
std::string_view PriorityOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "<7>";
    case LogLevel::kInfo:
      return "<6>";
    case LogLevel::kWarning:
      return "<4>";
    case LogLevel::kError:
      return "<3>";
  }
  return "<3>";
}

class StderrLog final : public Log {
 public:
  explicit StderrLog(LogLevel least)
      // Made before there are other threads. NOLINTNEXTLINE(concurrency-mt-unsafe)
      : journal_(std::getenv("JOURNAL_STREAM") != nullptr),
        logger_("dunghan", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_level(ToSpdlog(least));
    logger_.set_pattern(journal_ ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger_.flush_on(spdlog::level::debug);
  }

  void Write(LogLevel level, std::string_view event, Fields fields) override {
    // Every request is told of, mostly to nobody.
    if (!logger_.should_log(ToSpdlog(level))) return;
    std::string line = FormatLogLine(event, fields);
    if (journal_) line.insert(0, PriorityOf(level));
    logger_.log(ToSpdlog(level), "{}", line);
  }

 private:
  bool journal_;
  spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Log> MakeStderrLog(LogLevel least) { return std::make_unique<StderrLog>(least); }

}  // namespace dunghan::app
