#pragma once

#include <memory>

#include "dunghan/base/log.h"

namespace dunghan::app {

/// Lines on standard error: `level event key=value ...`. Under systemd the level is said in the way
/// the journal reads ("<4>"), which adds the time itself; elsewhere the time stands in front.
std::unique_ptr<Log> MakeStderrLog(LogLevel least = LogLevel::kInfo);

}  // namespace dunghan::app
