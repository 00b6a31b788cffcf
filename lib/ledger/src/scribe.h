#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "cell_sums.h"
#include "derived.h"

namespace dunghan::ledger {

/// A piece of what has happened, to be written behind. Durable already.
struct Piece {
  std::vector<Moved> moved;  ///< dossiers, each once
  /// Their contributions are those of before, as far as they are not in here: a rulebook has judged
  /// them anew.
  std::optional<figures::Cells> rejudged = {};
  std::set<std::string, std::less<>> aliases = {};  ///< AliasKey of each that was said
  std::shared_ptr<const rulebook::Timeline> timeline;
  record::Head through;            ///< the last link that is in it; no reader stands before it
  std::vector<std::string> texts;  ///< of the dictionary since the piece before
};

/// Writes states and cells behind, on a thread of its own, so that no commit waits for it.
///
/// One piece at a time: while it is being written the next one grows in the book. Methods are the
/// writer's thread's.
class Scribe {
 public:
  /// All outlive it. `path`: of the file in `files`.
  Scribe(runs::FileSystem& files, std::filesystem::path path, CodeTable& codes);
  ~Scribe();
  Scribe(const Scribe&) = delete;
  Scribe& operator=(const Scribe&) = delete;

  /// What is there. Nothing: there is none. @throws runs::Damaged, runs::FileError
  std::optional<Derived> Open();
  /// Begins anew with nothing in it. @throws runs::FileError
  void Begin(const std::string& key);
  /// Another key from now on. With the next piece.
  void JudgeBy(std::string key) { key_ = std::move(key); }

  /// Reads all that is kept, on the thread, before it writes anything: whether every block of it is
  /// what was written. Finding out takes as long as reading it.
  void Check();
  /// REQUIRES: IsFree().
  void Hand(Piece piece);
  bool IsFree() const;
  /// What has been written since it was last asked.
  std::vector<Moved> TakeWritten();
  /// Until it is free and has been checked, or writing fails.
  void Wait();
  /// Why the last piece could not be written; it is tried again with Retry. Nothing: all is well.
  std::optional<std::string> failure() const;
  /// Whether what is kept cannot be read any more: all is to be made anew.
  bool IsDamaged() const;
  void Retry();
  /// Puts the file back in its place, if it was taken away. Only if it is free.
  void Mind();

  /// What is written. Safe from any thread.
  Derived derived() const { return Derived(snapshot()); }
  std::shared_ptr<const runs::Snapshot> snapshot() const { return file_->snapshot(); }
  int64_t bytes() const;

 private:
  void Work();
  void Start();
  void Write(Piece& piece);
  void TakeTexts(Piece& piece);

  runs::FileSystem& files_;
  std::filesystem::path path_;
  std::string key_;

  // Of the thread, while it is not free.
  std::unique_ptr<runs::RunFile> file_;
  record::Dictionary dictionary_;
  CellSums sums_;
  Stamp stamp_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Piece> piece_;
  std::vector<Moved> written_;
  std::optional<std::string> failure_;
  bool damaged_ = false;
  bool unchecked_ = false;
  bool writing_ = false;  // the thread has the piece, the file and all that is its own
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace dunghan::ledger
