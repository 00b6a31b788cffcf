#include "ledger_metrics.h"

#include <system_error>

namespace dunghan::metrics {
namespace {

const Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                              0.05,   0.1,   0.25,   0.5,   1,    2.5};
const Histogram::BucketBoundaries kEvents = {1, 10, 100, 1'000, 10'000, 100'000};

}  // namespace

LedgerMetrics::LedgerMetrics(Registry& registry, const DaemonFacts& facts)
    : folder_(facts.ledger),
      commit_seconds_(AddHistogram(registry, "dunghan_commit_duration_seconds",
                                   "Time a commit group took to become durable.", kSeconds)),
      commit_events_(
          AddHistogram(registry, "dunghan_commit_events", "Events in a commit group.", kEvents)),
      position_(
          AddGauge(registry, "dunghan_ledger_position", "Position of the last event on record.")),
      recorded_(AddGauges(registry, "dunghan_ledger_last_commit_timestamp_seconds",
                          "When this process last recorded an event, by its clock; absent before "
                          "the first.")),
      writing_(AddGauge(registry, "dunghan_ledger_writable",
                        "1 if the last write to the ledger went well.")),
      open_(AddGauge(registry, "dunghan_ledger_open_dossiers",
                     "Dossiers the ledger holds in memory because they have no end.")),
      quarantine_(AddGauge(registry, "dunghan_quarantine_waiting",
                           "What intake could not use and nobody has dealt with.")),
      bytes_(AddGauges(registry, "dunghan_ledger_file_bytes", "Size of the ledger's files.")),
      main_bytes_(bytes_.Add({{"file", "main"}})),
      log_bytes_(bytes_.Add({{"file", "write_ahead_log"}})),
      figures_bytes_(bytes_.Add({{"file", "figures"}})),
      board_loads_(AddCounter(registry, "dunghan_board_loads_total",
                              "How often the board was loaded from the ledger.")),
      board_seconds_(AddGauge(registry, "dunghan_board_load_duration_seconds",
                              "Time the last load of the board took.")),
      jobs_(AddGauge(registry, "dunghan_blocking_jobs", "Questions to the ledger in work.")),
      clock_jump_(AddGauge(registry, "dunghan_clock_jump_seconds",
                           "How far the machine's clock has jumped ahead of the time since the "
                           "machine was started and is not believed; 0: it is.")),
      ahead_(AddGauge(registry, "dunghan_ledger_ahead_seconds",
                      "How far the newest entry of the ledger lies in the future of the clock; 0: "
                      "it does not.")) {}

void LedgerMetrics::Commit(const CommitFigures& commit) {
  if (commit.events > 0) {
    commit_seconds_.Observe(commit.seconds);
    commit_events_.Observe(static_cast<double>(commit.events));
  }
  if (commit.stored > 0) Set(recorded_.Add({}), commit.at);
  Set(position_, commit.seq);
  Set(open_, commit.open_dossiers);
  Set(quarantine_, commit.quarantine_waiting);
}

void LedgerMetrics::BoardLoaded(double seconds) {
  board_loads_.Increment();
  board_seconds_.Set(seconds);
}

void LedgerMetrics::Show(const DaemonState& state) {
  writing_.Set(state.writing ? 1 : 0);
  jobs_.Set(state.blocking_jobs);
  clock_jump_.Set(state.clock_jump_seconds);
  ahead_.Set(state.ledger_ahead_seconds);
  SizeFiles();
}

void LedgerMetrics::SizeFiles() {
  if (folder_.empty()) return;
  const auto size = [&](const char* name) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(folder_ / name, error);
    return error ? int64_t{0} : static_cast<int64_t>(bytes);
  };
  Set(main_bytes_, size("ledger.db"));
  Set(log_bytes_, size("ledger.db-wal"));
  Set(figures_bytes_, size("figures.db"));
}

}  // namespace dunghan::metrics
