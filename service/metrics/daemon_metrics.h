#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/ledger/ledger.h"

namespace dunghan::metrics {

/// What does not change while the daemon runs.
struct DaemonFacts {
  std::string version;
  std::string revision;
  std::filesystem::path ledger;      ///< folder; empty: in memory
  std::vector<std::string> sources;  ///< those of the configuration have a label of their own
  int64_t max_waiting_events = 0;
};

/// What is looked up when the page is written.
struct DaemonState {
  int64_t waiting_events = 0;
  int64_t refused_batches = 0;
  bool writing = true;  ///< the last write to the ledger went well
  int blocking_jobs = 0;
};

/// A commit in figures.
struct CommitFigures {
  double seconds = 0;
  int64_t stored = 0;
  int64_t events = 0;
  int64_t seq = 0;
  Instant at;
  int64_t open_dossiers = 0;
  int64_t quarantine_waiting = 0;
};

/// What the web server counts, by name of the family's label.
struct ServerFigures {
  int64_t connections = 0;
  int64_t requests = 0;
  int64_t body_bytes = 0;
  int64_t accepted = 0;
  std::vector<std::pair<std::string, int64_t>> refused;  ///< by reason, since the start
};

/// The daemon's own families (`dunghan_*`) and those of its process (`process_*`).
///
/// Counters are of what this process did and begin at zero with it. On the I/O thread alone. No
/// dossier code and no person becomes a label; sources that the configuration does not name share
/// "other".
class DaemonMetrics {
 public:
  explicit DaemonMetrics(const DaemonFacts& facts);
  ~DaemonMetrics();
  DaemonMetrics(const DaemonMetrics&) = delete;
  DaemonMetrics& operator=(const DaemonMetrics&) = delete;

  /// A body of events was read.
  void TookBody(size_t bytes);
  /// The sources of items about to be given away, for Committed.
  using Sources = std::vector<uint16_t>;
  Sources SourcesOf(std::span<const ledger::Item> items) const;
  void Committed(const Sources& sources, std::span<const ledger::ItemOutcome> outcomes);

  /// One commit; with no events, how the ledger stands.
  void Commit(const CommitFigures& commit);
  void Rulebook(std::string_view digest, Instant loaded_at);
  void RulebookRefused();
  /// `route` is a text that stays where it is, the same for every request of the route.
  void Answered(std::string_view route, int status);
  void BoardLoaded(double seconds);
  void Serving(const ServerFigures& figures);
  void Streams(int change);
  int streams() const;

  /// All of it as Prometheus text 0.0.4.
  std::string Write(const DaemonState& state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::metrics
