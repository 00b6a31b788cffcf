#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "feeds.h"
#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// What each source sends, and whether it has fallen silent.
class SourceMetrics {
 public:
  SourceMetrics(Registry& registry, const DaemonFacts& facts, const Clock& clock);

  Notes NotesOf(std::span<const ledger::Item> items) const;
  void Committed(const Notes& notes, std::span<const ledger::ItemOutcome> outcomes);
  void MonthBegan(Instant start) { month_start_ = start; }
  /// Silence is counted in working time of its default calendar.
  void Use(std::shared_ptr<const rulebook::Rulebook> rulebook) { rulebook_ = std::move(rulebook); }
  /// What waits in quarantine; null: as before.
  void Waiting(const std::shared_ptr<const ledger::WaitingBySource>& waiting);
  void Show(const DaemonState& state);

 private:
  static constexpr size_t kOutcomes = 3;
  static constexpr size_t kCorrections = 4;
  struct Source {
    SourceFacts facts;
    std::array<Counter*, kOutcomes> outcomes{};
    std::optional<Instant> heard;
    std::optional<Instant> last_event;
    Gauge* happened = nullptr;  ///< null: nothing has come since the start
    Gauge* lag = nullptr;
    Gauge* waiting = nullptr;
    Histogram* lags = nullptr;  ///< likewise
  };
  /// What one body brought from one source.
  struct Tally {
    std::array<int64_t, kOutcomes> outcomes{};
    std::optional<Instant> newest;
    std::vector<Instant> stored;  ///< when what was stored happened
    bool heard = false;
  };

  void Add(const SourceFacts& facts);
  void Take(Source& source, const Tally& tally, Instant heard);
  void ObserveLags(Source& source, const Tally& tally, Instant heard);
  void ShowHeard(const Source& source, bool simulated, Instant now);
  std::optional<Instant> HeardOf(const Source& source, bool simulated) const;
  std::optional<std::chrono::milliseconds> Silence(std::optional<Instant> heard, Instant now) const;

  const Clock& clock_;
  Instant month_start_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  Counters& events_;
  std::array<Counter*, kCorrections> corrections_{};
  Gauges& received_;
  Gauges& never_;
  Gauges& happened_;
  Gauges& lag_;
  Gauges& silent_;
  Gauges& expected_;
  Gauges& waiting_;
  prometheus::Family<Histogram>& lags_;
  std::shared_ptr<const ledger::WaitingBySource> waited_;
  Feeds feeds_;
  std::vector<Source> sources_;
  std::map<std::string, uint16_t, std::less<>> numbers_;
};

}  // namespace dunghan::metrics
