#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "database.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/record/sqlite.h"
#include "folder.h"
#include "writer_lock.h"

namespace dunghan::record {
namespace {

using sqlite::Database;
using sqlite::Transaction;

// Pages between two looks at whether to go on: some 4 MB.
constexpr int kPagesAtOnce = 1'000;

class Copying {
 public:
  Copying(Database& from, Database& into)
      : backup_(sqlite3_backup_init(into.handle(), "main", from.handle(), "main")) {
    if (!backup_) {
      throw Failure(Unavailable("the copy cannot be written", sqlite3_errmsg(into.handle())));
    }
  }
  ~Copying() { sqlite3_backup_finish(backup_); }
  Copying(const Copying&) = delete;
  Copying& operator=(const Copying&) = delete;

  void Run(const CopyProgress& progress) {
    for (;;) {
      const int step = sqlite3_backup_step(backup_, kPagesAtOnce);
      const int all = sqlite3_backup_pagecount(backup_);
      if (progress) progress(all - sqlite3_backup_remaining(backup_), all);
      if (step == SQLITE_DONE) return;
      if (step != SQLITE_OK) {
        throw Failure(
            Unavailable(fmt::format("the ledger cannot be copied: {}", sqlite3_errstr(step))));
      }
    }
  }

 private:
  sqlite3_backup* backup_;
};

void Copy(const std::filesystem::path& from, const std::filesystem::path& into,
          const CopyProgress& progress) {
  const auto source_file = from / kRecordFile;
  const auto copy_file = into / kRecordFile;
  if (sqlite::IsEmpty(source_file)) {
    throw Failure(NotFound(fmt::format("no ledger in {}", from.string())));
  }
  std::error_code failed;
  if (std::filesystem::exists(copy_file, failed)) {
    throw Failure(Conflict(fmt::format("{} is there already", copy_file.string())));
  }
  if (auto made = sqlite::MakePrivate(into, copy_file); !made) throw Failure(made.error());
  Database source(source_file.string(), Database::Mode::kReadOnly);
  // One state of it, however much is recorded meanwhile: what is read in this transaction is what
  // is copied.
  const Transaction reading(source, Transaction::Kind::kRead);
  source.Prepare("SELECT count(*) FROM meta").Step();
  Database copy(copy_file.string(), Database::Mode::kReadWrite);
  copy.Execute("PRAGMA synchronous=FULL");
  Copying(source, copy).Run(progress);
  // A file of its own, without a log beside it.
  copy.Execute("PRAGMA journal_mode=DELETE");
}

void Put(const std::filesystem::path& copy, const std::filesystem::path& folder) {
  const auto lock = sqlite::WriterLock::Take(folder);
  if (!lock) throw Failure(lock.error());
  const auto file = folder / kRecordFile;
  if (!sqlite::IsEmpty(file)) {
    throw Failure(Conflict(fmt::format("{} has a ledger already", folder.string())));
  }
  for (const char* ending : {"-wal", "-shm"}) {
    // What is left of another file would be taken for a part of this one.
    const std::filesystem::path beside = file.string() + ending;
    if (sqlite::IsEmpty(beside)) continue;
    throw Failure(Conflict(fmt::format(
        "{} is left of a ledger that is gone; keep it elsewhere first", beside.string())));
  }
  std::error_code failed;
  std::filesystem::remove(file, failed);  // it has no bytes
  std::filesystem::rename(copy, file, failed);
  if (failed) {
    throw Failure(Unavailable(fmt::format("{}: {}", file.string(), failed.message())));
  }
  SyncFolderOf(file);
}

}  // namespace

Result<void> PutSqliteRecord(const std::filesystem::path& copy,
                             const std::filesystem::path& folder) {
  return Guard([&] { Put(copy, folder); });
}

Result<void> CopySqliteRecord(const std::filesystem::path& from, const std::filesystem::path& into,
                              const CopyProgress& progress) {
  return Guard([&] { Copy(from, into, progress); });
}

}  // namespace dunghan::record
