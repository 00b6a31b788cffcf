#include "watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace dunghan::spool {
namespace {

// What comes in a burst is looked at together.
constexpr int kBurst = 100;  // milliseconds
constexpr uint32_t kMask =
    IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

}  // namespace

Watch::Watch()
    : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      notify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {}

Watch::~Watch() {
  for (const int descriptor : {wake_, notify_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void Watch::Follow(const std::filesystem::path& folder) {
  // Of a folder that is followed already this changes nothing.
  if (notify_ >= 0) watched_ = ::inotify_add_watch(notify_, folder.c_str(), kMask);
}

void Watch::Wait(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kMost{3'600'000};
  // What cannot be told of is a negative descriptor, which poll passes by.
  std::array<pollfd, 2> ready{{{wake_, POLLIN, 0}, {watched_ >= 0 ? notify_ : -1, POLLIN, 0}}};
  const auto count = std::clamp(patience, std::chrono::milliseconds{0}, kMost).count();
  ::poll(ready.data(), ready.size(), static_cast<int>(count));
  if (ready[0].revents != 0 || ready[1].revents == 0) return;
  Drain();
  ::poll(ready.data(), 1, kBurst);
  Drain();
}

/// What has happened is seen by looking at the folder.
void Watch::Drain() {
  alignas(inotify_event) std::array<char, 16'384> events{};
  while (::read(notify_, events.data(), events.size()) > 0) {
  }
}

void Watch::Wake() {
  const uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

}  // namespace dunghan::spool
