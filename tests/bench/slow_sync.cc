// Preloaded into the daemon, makes every sync of a file take DUNGHAN_SLOW_SYNC_MS longer: what a
// disk does that is slower than the one at hand.

#include <dlfcn.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace {

int SyncSlowly(const char* name, int file) {
  using Sync = int (*)(int);
  const auto sync = reinterpret_cast<Sync>(::dlsym(RTLD_NEXT, name));
  const char* text = std::getenv("DUNGHAN_SLOW_SYNC_MS");
  std::this_thread::sleep_for(std::chrono::milliseconds{text ? std::atoi(text) : 0});
  return sync(file);
}

}  // namespace

extern "C" int fsync(int file) { return SyncSlowly("fsync", file); }
extern "C" int fdatasync(int file) { return SyncSlowly("fdatasync", file); }
