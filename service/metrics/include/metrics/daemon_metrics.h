#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/ledger/ledger.h"

namespace dunghan::metrics {

/// A source of the configuration: it has a label of its own.
struct SourceFacts {
  std::string name;
  /// Working time after which its silence is a fault; nothing: it may be silent.
  std::optional<std::chrono::milliseconds> expected = {};
  /// Whether figures rest on it: not on a mirror's events, and not on those nobody configured.
  bool makes_figures = false;
  std::vector<std::string> feeds = {};  ///< of which agencies; empty: all
  bool configured = false;              ///< has a section of its own
  std::optional<Instant> heard = {};    ///< before the start, by the ledger
};

/// What does not change while the daemon runs.
struct DaemonFacts {
  std::string version = {};
  std::string revision = {};
  std::filesystem::path ledger = {};  ///< folder; empty: in memory
  std::vector<SourceFacts> sources = {};
  int64_t max_waiting_events = 0;
  int64_t max_series = 0;  ///< of a page; 0: no limit
};

/// What the alerts of single dossiers have come to.
struct AlertFigures {
  struct Alertmanager {
    std::string url;       ///< as configured
    int64_t posts = 0;     ///< attempts since the start
    int64_t failures = 0;  ///< of which
    int64_t queue = 0;     ///< alerts waiting to be sent to it
    int64_t dropped = 0;   ///< since the start, because the queue was full
  };
  int64_t active = 0;  ///< dossiers with an alert of their own
  int64_t capped = 0;  ///< those that would have one
  std::vector<std::pair<std::string, int64_t>> announced = {};  ///< by tier, since the start
  std::vector<Alertmanager> alertmanagers = {};
};

/// What is looked up when the page is written.
struct DaemonState {
  int64_t waiting_events = 0;
  int64_t refused_batches = 0;
  bool writing = true;  ///< the last write to the ledger went well
  int blocking_jobs = 0;
  double clock_jump_seconds = 0;    ///< the machine's clock is so far ahead, and not believed
  double ledger_ahead_seconds = 0;  ///< the newest entry lies so far in the clock's future
  std::shared_ptr<const board::Snapshot> board = {};  ///< whose agencies sources feed
  AlertFigures alerts = {};
};

/// A commit in figures.
struct CommitFigures {
  double seconds = 0;
  int64_t stored = 0;
  int64_t events = 0;
  int64_t seq = 0;
  Instant at = {};
  int64_t open_dossiers = 0;
  int64_t quarantine_waiting = 0;
  std::shared_ptr<const ledger::WaitingBySource> waiting_by_source = {};
};

/// The frozen monthly statement that counts: the last that was sent, else the last.
struct StatementFigures {
  struct Row {
    std::string agency;
    int64_t early = 0;
    int64_t on_time = 0;
    int64_t late = 0;
  };
  std::string period;     ///< "2026-06"
  bool reported = false;  ///< it was sent
  int64_t seq = 0;        ///< how far the record went that it was made of
  Instant at = {};        ///< the instant that it is as of
  std::vector<Row> rows = {};
};

/// What the web server counts, by name of the family's label.
struct ServerFigures {
  int64_t connections = 0;
  int64_t requests = 0;
  int64_t body_bytes = 0;
  int64_t accepted = 0;
  std::vector<std::pair<std::string, int64_t>> refused = {};  ///< by reason, since the start
};

/// What changes what was on record before, in this order: an event counts as the first that fits.
enum class Correction : uint8_t { kVoided, kReopened, kDueChanged, kLateEntry, kNone };

/// What is remembered of items while they are on their way into the ledger.
struct Notes {
  struct Item {
    uint16_t source = 0;  ///< a number of these metrics
    Correction correction = Correction::kNone;
    std::optional<Instant> happened;  ///< of an event
  };
  Instant heard;
  std::vector<Item> items;
};

/// Where pages come from.
enum class Endpoint : uint8_t { kMetrics, kMatrix };

/// The daemon's own families (`dunghan_*`) and those of its process (`process_*`).
///
/// Counters are of what this process did and begin at zero with it. On the I/O thread alone. No
/// dossier code and no person becomes a label; sources that the configuration does not name share
/// "other".
class DaemonMetrics {
 public:
  DaemonMetrics(const DaemonFacts& facts, const Clock& clock);
  ~DaemonMetrics();
  DaemonMetrics(const DaemonMetrics&) = delete;
  DaemonMetrics& operator=(const DaemonMetrics&) = delete;

  /// A file of the spool folder is done: taken, or refused.
  void Spooled(bool taken);
  /// A body of events was read.
  void TookBody(size_t bytes);
  /// Of the items of a body that are about to be given away, for Committed.
  Notes NotesOf(std::span<const ledger::Item> items) const;
  void Committed(const Notes& notes, std::span<const ledger::ItemOutcome> outcomes);
  /// The reporting month in use begins there: what happened before and is told now comes late.
  void MonthBegan(Instant start);

  /// One commit; with no events, how the ledger stands.
  void Commit(const CommitFigures& commit);
  /// From now on it is this one.
  void Statement(const StatementFigures& figures);
  void Rulebook(std::shared_ptr<const rulebook::Rulebook> rulebook, Instant loaded_at);
  void RulebookRefused();
  void RulebookUnchanged();
  /// `route` is a text that stays where it is, the same for every request of the route.
  void Answered(std::string_view route, int status);
  void BoardLoaded(double seconds);
  void Serving(const ServerFigures& figures);
  void Streams(int change);
  int streams() const;
  /// A page was written.
  void Rendered(Endpoint endpoint, int64_t series, int64_t rows_left_out = 0);
  /// Rows that the page of /metrics had no room for.
  void LeftOut(int64_t agencies, int64_t procedures);

  /// All of it as Prometheus text 0.0.4.
  std::string Write(const DaemonState& state);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::metrics
