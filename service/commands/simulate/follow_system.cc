#include "simulate/follow_system.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <utility>

namespace dunghan::commands {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

constexpr seconds kAnswerWithin{15};

timespec ToTimespec(milliseconds time) {
  const auto whole = std::chrono::floor<seconds>(time);
  timespec result{};
  result.tv_sec = whole.count();
  result.tv_nsec = std::chrono::nanoseconds(time - whole).count();
  return result;
}

}  // namespace

HttpTransport::HttpTransport(http::BaseUrl url) : client_(std::move(url), kAnswerWithin) {
  // Not an option: what stands on a command line everybody on the machine can read.
  // Nobody changes the environment here. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* token = std::getenv("DUNGHAN_TOKEN")) client_.Authorize(token);
}

Result<http::ClientResponse> HttpTransport::Get(std::string_view target) {
  return client_.Get(target);
}

Result<http::ClientResponse> HttpTransport::Post(std::string_view target,
                                                 std::string_view content_type,
                                                 std::string_view body) {
  return client_.Post(target, content_type, body);
}

SignalPace::SignalPace() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

SignalPace::~SignalPace() {
  // A second Ctrl-C has nothing left to end; let through now it would spoil the exit code.
  const timespec now{};
  while (sigtimedwait(&signals_, nullptr, &now) > 0) continue;
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

milliseconds SignalPace::Elapsed() const {
  return std::chrono::floor<milliseconds>(Steady::now() - began_);
}

bool SignalPace::Wait(milliseconds time) {
  const auto end = Steady::now() + time;
  while (!stopped_) {
    const auto left = std::chrono::ceil<milliseconds>(end - Steady::now());
    const timespec timeout = ToTimespec(std::max(left, milliseconds{0}));
    if (sigtimedwait(&signals_, nullptr, &timeout) > 0) {
      stopped_ = true;
    } else if (errno == EAGAIN) {
      return true;
    }
  }
  return false;
}

}  // namespace dunghan::commands
