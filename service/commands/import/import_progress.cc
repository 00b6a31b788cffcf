#include "import/import_progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "console.h"
#include "dunghan/base/escaped.h"

namespace dunghan::commands {
namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr std::string_view kToLineStartAndWipe = "\r\x1b[K";

}  // namespace

std::string FormatProgress(const ImportProgress& progress, std::chrono::milliseconds elapsed) {
  constexpr int kWidth = 20;
  std::string out = Escaped(progress.file);
  if (progress.fraction) {
    const double fraction = std::clamp(*progress.fraction, 0.0, 1.0);
    const auto done = static_cast<size_t>(fraction * kWidth);
    out += fmt::format(" [{:-<{}}] {:3} %", std::string(done, '#'), kWidth,
                       static_cast<int>(fraction * 100));
  }
  const auto passed = std::max<int64_t>(1, elapsed.count());
  out += fmt::format("  {} events, {}/s", progress.events, progress.events * 1000 / passed);
  return out;
}

ProgressLine::ProgressLine(std::ostream& out, bool enabled, Time start)
    : out_(out), enabled_(enabled), start_(start), next_(start + kInterval) {}

ProgressLine::~ProgressLine() {
  if (drawn_) out_ << kToLineStartAndWipe << std::flush;
}

bool ProgressLine::IsDue(Time now) const { return enabled_ && now >= next_; }

void ProgressLine::Draw(const ImportProgress& progress, Time now) {
  if (!IsDue(now)) return;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_);
  out_ << kToLineStartAndWipe << FormatProgress(progress, elapsed) << std::flush;
  drawn_ = true;
  next_ = now + kInterval;
}

}  // namespace dunghan::commands
