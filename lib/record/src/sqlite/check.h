#pragma once

#include "../expected.h"
#include "store.h"

namespace dunghan::record::sqlite {

/// Compares the tables beside pages and commits with what the entries make of them. Which column is
/// whose is in README.md beside this file.
class TableCheck final : public Check {
 public:
  /// Outlives it.
  explicit TableCheck(Store& store) : store_(store), expected_(store.dictionary()) {}

  std::optional<std::string> See(const Entry& entry, Instant recorded_at) override;
  std::optional<std::string> Compare() override;

 private:
  using Difference = std::optional<std::string>;
  bool IsAhead(const Entry& entry);
  int64_t CountRows(const char* table);
  Difference CompareMeta();
  Difference CompareDictionary();
  Difference CompareBroughtBy();
  Difference CompareRulebooks();
  Difference CompareAhead();
  Difference CompareQuarantine();
  Difference CompareTallies();
  Difference CheckIntegrity();

  Store& store_;
  Expected expected_;
};

}  // namespace dunghan::record::sqlite
