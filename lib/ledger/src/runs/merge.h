#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "runs/run.h"
#include "runs/run_file.h"

namespace dunghan::ledger::runs {

/// Several sources as one: each key once, removals as what they are.
class Merge final : public Source {
 public:
  /// Oldest first. The table must live longer.
  Merge(const Table& table, std::vector<std::unique_ptr<Source>> sources);
  bool Next() override;

 private:
  bool IsLess(size_t a, size_t b) const;
  void Advance(size_t at);  ///< its source to its next entry, and that to its place
  void Sink(size_t at);

  struct Head {
    std::unique_ptr<Source> source;
    size_t age = 0;  ///< the smaller, the newer
  };

  const Table& table_;
  std::vector<Head> heap_;  ///< the smallest key first, of equal ones the newest
  std::string sum_;
  bool started_ = false;
};

/// Entries to be written.
class ChangesSource final : public Source {
 public:
  explicit ChangesSource(std::span<const Change> changes) : changes_(changes) {}
  bool Next() override {
    if (at_ == changes_.size()) return false;
    key = changes_[at_].key;
    value = changes_[at_].value;
    ++at_;
    return true;
  }

 private:
  std::span<const Change> changes_;
  size_t at_ = 0;
};

}  // namespace dunghan::ledger::runs
