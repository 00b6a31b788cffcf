#pragma once

#include "../quarantine_keeper.h"
#include "store.h"

namespace dunghan::record::sqlite {

/// The table `quarantine`, as its keeper sees it.
class QuarantineRows final : public QuarantineTable {
 public:
  /// Outlives it.
  explicit QuarantineRows(Store& store) : store_(store) {}

  std::optional<Found> Find(const Digest& digest) override;
  void CountUp(int64_t id, const Reject& reject, Instant now) override;
  int64_t Insert(const Digest& digest, const Reject& reject, Instant now,
                 const SideFiles::Place& raw) override;
  std::optional<QuarantineKey> Settle(int64_t id, QuarantineState state, Instant now) override;
  void Prune(Instant before, int64_t most,
             const std::function<void(const QuarantineKey&)>& visit) override;
  void TakeUntallied(const std::function<void(const QuarantineKey&, QuarantineState state,
                                              const Digest& digest)>& visit) override;
  void ForEachWaiting(const std::function<void(std::string_view, const Waiting&)>& visit) override;

 private:
  Store& store_;
};

}  // namespace dunghan::record::sqlite
