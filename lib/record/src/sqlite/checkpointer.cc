#include "checkpointer.h"

#include <utility>

namespace dunghan::record::sqlite {
namespace {

// Pages of 4 kB: the thread is woken every 8 MB. At 64 MB, what journal_size_limit lets the log
// keep, the writer does it itself.
constexpr int64_t kPagesBetween = 2'000;
constexpr int64_t kMostPages = 16'000;

}  // namespace

Checkpointer::Checkpointer(std::string path) : path_(std::move(path)), thread_([this] { Run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::scoped_lock lock(mutex_);
    stops_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Checkpointer::Committed(Database& writer) {
  const int64_t pages = writer.log_pages();
  if (pages < handed_over_) handed_over_ = 0;  // the log was begun anew
  if (pages >= kMostPages) {
    writer.Checkpoint();
    handed_over_ = pages;
  } else if (pages - handed_over_ >= kPagesBetween) {
    handed_over_ = pages;
    {
      const std::scoped_lock lock(mutex_);
      wanted_ = true;
    }
    woken_.notify_one();
  }
}

void Checkpointer::Run() {
  // Without a connection the log grows until the writer takes it in.
  auto database = Guard([this] {
    Database opened(path_, Database::Mode::kReadWrite);
    // What it takes into the file is synced; when it does so is said by the writer.
    opened.Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
    return opened;
  });
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return wanted_ || stops_; });
    if (stops_) return;
    wanted_ = false;
    lock.unlock();
    if (database) database->Checkpoint();
    lock.lock();
  }
}

}  // namespace dunghan::record::sqlite
