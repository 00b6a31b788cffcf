#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dunghan/base/clock.h"
#include "dunghan/base/code.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/rulebook/rulebook.h"
#include "workload.h"

/// What all measurements share: a folder, a rulebook, a clock that stands still.
namespace dunghan::bench {

struct SetupOptions {
  int64_t events = 1'000'000;  ///< scales everything
  int rounds = 3;
  std::filesystem::path folder;  ///< empty: a temporary one
  std::string postgres;          ///< a connection string; empty: without
};

class Setup {
 public:
  explicit Setup(SetupOptions options);
  /// Removes what was written, and the folder if it was a temporary one.
  ~Setup();
  Setup(const Setup&) = delete;
  Setup& operator=(const Setup&) = delete;

  const SetupOptions& options() const { return options_; }
  const std::shared_ptr<CodeTable>& codes() const { return codes_; }
  const std::shared_ptr<const rulebook::Rulebook>& rulebook() const { return rulebook_; }

  /// A folder or file of that name, emptied of what was there before.
  std::filesystem::path Fresh(const std::string& name) const;
  void Remove(const std::string& name) const;
  /// Waits until the disk has taken what was written so far, so that it is not paid for later.
  void SyncDisk() const;

  ledger::Options LedgerOptions(const std::filesystem::path& folder) const;
  std::unique_ptr<ledger::Ledger> Open(const std::filesystem::path& folder) const;
  /// Through a year, so many of them open; see Workload.
  Workload Year(int64_t dossiers, int64_t open, Life life) const;
  /// Dossiers in work these days. They meet no others.
  Workload LastWeeks(int64_t dossiers, const std::string& batch) const;
  /// Appends a whole workload, group by group, and closes. How many events it had.
  int64_t Fill(const std::filesystem::path& folder, const Workload& workload,
               int64_t dossiers) const;
  /// A ledger of as many dossiers as there are `events`, one in ten open; made on first use.
  std::filesystem::path LargeLedger();

 private:
  void WriteRulebook();

  SetupOptions options_;
  std::filesystem::path folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  ManualClock clock_;
  bool large_made_ = false;
};

/// Events as items of a ledger.
std::vector<ledger::Item> ToItems(std::vector<dossier::Event> events);
/// Appends in groups. Ends the program if that fails: no figure is better than a wrong one.
void AppendAll(ledger::Ledger& ledger, std::span<const ledger::Item> items, size_t group);

}  // namespace dunghan::bench
