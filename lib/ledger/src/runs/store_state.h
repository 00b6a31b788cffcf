#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runs/manifest.h"
#include "runs/run_file.h"

namespace dunghan::ledger::runs {

/// A state: runs, each of which keeps the file open.
class StoreState final : public Snapshot {
 public:
  StoreState(std::shared_ptr<const std::vector<Table>> tables, std::string stamp,
             std::vector<Runs> runs)
      : tables_(std::move(tables)), stamp_(std::move(stamp)), runs_(std::move(runs)) {}
  /// The one that a slot says. @throws Damaged, FileError
  static std::shared_ptr<const StoreState> Read(const std::shared_ptr<const File>& file,
                                                const Slot& slot,
                                                std::shared_ptr<const std::vector<Table>> tables);

  const std::vector<Runs>& runs() const { return runs_; }
  /// Of a table, from the so-manieth run on.
  std::vector<std::unique_ptr<Source>> SourcesOf(size_t table, size_t first_run = 0) const;
  uint64_t CountBytes() const;

  const std::string& stamp() const override { return stamp_; }
  int64_t CountAtMost(size_t table) const override;
  std::optional<std::string> Find(size_t table, std::string_view key) const override;
  void ForEach(size_t table, std::string_view after, const Visitor& visit) const override;
  void ForEachPart(size_t table, std::string_view from, std::string_view to,
                   const Visitor& visit) const override;
  void ForEachSum(size_t table, const Visitor& visit) const override;
  void CheckAll() const override;

 private:
  std::shared_ptr<const std::vector<Table>> tables_;
  std::string stamp_;
  std::vector<Runs> runs_;
};

}  // namespace dunghan::ledger::runs
