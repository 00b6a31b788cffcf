#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "database.h"

namespace dunghan::record::sqlite {

/// Takes the write-ahead log into the file on a thread and a connection of its own, so that no
/// commit pays for it.
///
/// While commits keep coming the log never comes to an end that is all in the file, without which
/// SQLite does not begin it anew: once it has grown large the writer takes in the little that is
/// left by itself.
class Checkpointer {
 public:
  explicit Checkpointer(std::string path);
  /// Waits for what is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// To be called by the writer after each commit.
  void Committed(Database& writer);

 private:
  void Run();

  std::string path_;
  int64_t handed_over_ = 0;  // pages of the log that the thread was told of; the writer's
  std::mutex mutex_;
  std::condition_variable woken_;
  bool wanted_ = false;
  bool stops_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace dunghan::record::sqlite
