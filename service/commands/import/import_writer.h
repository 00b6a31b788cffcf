#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"
#include "import/import_warnings.h"

namespace dunghan::commands {

/// What an import came to so far; counts what is durable.
using ImportTotals = ledger::OutcomeCounts;

/// Items on their way into the ledger; the first `count` are in use, the rest keep their room.
struct ImportGroup {
  std::vector<ledger::Item> items;
  size_t count = 0;
  std::string file;     ///< of the last item
  uint64_t offset = 0;  ///< behind the last item, unpacked
};

/// Commits groups on a thread of its own, so that the next group is decoded meanwhile.
///
/// Two groups go round: one is filled, the other committed. Used by one thread. After a failure the
/// ledger is not touched any more and groups handed in are dropped.
class ImportWriter {
 public:
  struct Report {
    ImportTotals totals;
    /// The first things set aside, as (place, field, reason).
    std::vector<ledger::Reject> problems;
    ImportWarnings warnings;
    /// How far the input is durable.
    std::string file;
    uint64_t offset = 0;
    std::optional<Error> error;
  };
  /// Called on the writer's thread after each commit.
  using Acknowledge = std::function<void(const ImportTotals&)>;

  ImportWriter(ledger::Ledger& ledger, size_t group_size, Acknowledge acknowledge);
  ~ImportWriter();
  ImportWriter(const ImportWriter&) = delete;
  ImportWriter& operator=(const ImportWriter&) = delete;

  /// The group to fill; empty after each Submit.
  ImportGroup& group() { return groups_[filling_]; }
  /// Hands the group over and waits until the other one is free.
  void Submit();
  /// Waits for all commits. Nothing may be submitted afterwards.
  Report Finish();

  ImportTotals totals() const;
  bool failed() const { return failed_.load(std::memory_order_relaxed); }

 private:
  void Run();
  void Commit(ImportGroup& group);

  ledger::Ledger& ledger_;
  Acknowledge acknowledge_;
  std::array<ImportGroup, 2> groups_;
  size_t filling_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  ImportGroup* submitted_ = nullptr;  // what the writer has not done yet
  bool closed_ = false;
  Report report_;
  std::atomic<bool> failed_ = false;  // report_.error is set; asked for every line

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace dunghan::commands
