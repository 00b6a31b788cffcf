#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "../expected.h"
#include "../quarantine_keeper.h"

namespace dunghan::record::memory {

/// Rows of quarantine, and the bytes of what could not be parsed.
class MemoryQuarantine final : public QuarantineTable {
 public:
  explicit MemoryQuarantine(const QuarantineBounds& bounds)
      : bounds_(bounds), side_files_({}), keeper_(*this, side_files_, bounds_) {}

  QuarantineKeeper::Outcome Take(const Batch& batch) { return keeper_.Take(batch); }
  int64_t Purge(Instant now) { return side_files_.Purge(now).value(); }

  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most) const;
  std::optional<QuarantineEntry> FindEntry(int64_t id) const;
  int64_t CountWaiting() const;
  void CountBySource(
      const std::function<void(std::string_view source, int64_t waiting)>& visit) const;
  /// When what waits of a source was last sent.
  std::optional<Instant> LastHeard(const std::string& source) const;
  /// @throws Failure kNotFound
  std::string RawBytes(const QuarantineEntry& entry) const;
  /// Holds its rows against the tallies.
  std::optional<std::string> Compare(Expected& expected) const;

  std::optional<Found> Find(const Digest& digest) override;
  void CountUp(int64_t id, const Reject& reject, Instant now) override;
  int64_t Insert(const Digest& digest, const Reject& reject, Instant now,
                 const SideFiles::Place& raw) override;
  std::optional<QuarantineKey> Settle(int64_t id, QuarantineState state, Instant now) override;
  void Prune(Instant before, int64_t most,
             const std::function<void(const QuarantineKey&)>& visit) override;
  /// Every one is in a tally from the first on.
  void TakeUntallied(const std::function<void(const QuarantineKey&, QuarantineState state,
                                              const Digest& digest)>&) override {}
  void ForEachWaiting(
      const std::function<void(std::string_view source, const Waiting& waiting)>& visit) override;

 private:
  struct Row {
    QuarantineEntry entry;
    std::string first_field;
    Digest digest{};
    bool waits() const { return entry.state == QuarantineState::kWaiting; }
    int64_t bytes() const { return static_cast<int64_t>(entry.fields.size()) + entry.raw_size; }
    QuarantineKey key() const { return {entry.source, std::string(first_field), bytes()}; }
  };

  QuarantineBounds bounds_;
  SideFiles side_files_;
  std::map<int64_t, Row> rows_;
  std::map<Digest, int64_t> ids_;
  std::map<std::string, int64_t, std::less<>> waiting_;  // entries by source
  QuarantineKeeper keeper_;
};

}  // namespace dunghan::record::memory
