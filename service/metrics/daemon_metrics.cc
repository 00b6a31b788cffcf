#include "metrics/daemon_metrics.h"

#include <prometheus/text_serializer.h>

#include <sstream>
#include <utility>

#include "alert_metrics.h"
#include "http_metrics.h"
#include "intake_metrics.h"
#include "ledger_metrics.h"
#include "process.h"
#include "registry.h"
#include "rulebook_metrics.h"
#include "source_metrics.h"
#include "spool_metrics.h"
#include "statement_metrics.h"

namespace dunghan::metrics {

struct DaemonMetrics::State {
  State(const DaemonFacts& facts, const Clock& clock_in)
      : clock(clock_in),
        intake(registry, facts),
        sources(registry, facts, clock),
        spool(registry),
        ledger(registry, facts),
        rulebook(registry),
        http(registry, facts),
        alerts(registry),
        statement(registry) {
    AddGauges(registry, "dunghan_build_info", "Version of the program; value is 1.")
        .Add({{"version", facts.version}, {"revision", facts.revision}})
        .Set(1);
  }

  const Clock& clock;
  // First: those below put their series into it when they are made.
  Registry registry;
  ProcessMetrics process;
  IntakeMetrics intake;
  SourceMetrics sources;
  SpoolMetrics spool;
  LedgerMetrics ledger;
  RulebookMetrics rulebook;
  HttpMetrics http;
  AlertMetrics alerts;
  StatementMetrics statement;
};

DaemonMetrics::DaemonMetrics(const DaemonFacts& facts, const Clock& clock)
    : state_(std::make_unique<State>(facts, clock)) {}
DaemonMetrics::~DaemonMetrics() = default;

void DaemonMetrics::Spooled(bool taken) { state_->spool.Done(taken, state_->clock.Now()); }
void DaemonMetrics::TookBody(size_t bytes) { state_->intake.TookBody(bytes); }

Notes DaemonMetrics::NotesOf(std::span<const ledger::Item> items) const {
  return state_->sources.NotesOf(items);
}

void DaemonMetrics::Committed(const Notes& notes, std::span<const ledger::ItemOutcome> outcomes) {
  state_->sources.Committed(notes, outcomes);
}

void DaemonMetrics::MonthBegan(Instant start) { state_->sources.MonthBegan(start); }

void DaemonMetrics::Commit(const CommitFigures& commit) {
  state_->ledger.Commit(commit);
  state_->sources.Waiting(commit.waiting_by_source);
}

void DaemonMetrics::Statement(const StatementFigures& figures) { state_->statement.Use(figures); }

void DaemonMetrics::Rulebook(std::shared_ptr<const rulebook::Rulebook> rulebook,
                             Instant loaded_at) {
  state_->rulebook.Use(*rulebook, loaded_at);
  state_->sources.Use(std::move(rulebook));
}

void DaemonMetrics::RulebookRefused() { state_->rulebook.Refused(); }
void DaemonMetrics::RulebookUnchanged() { state_->rulebook.Unchanged(); }

void DaemonMetrics::Answered(std::string_view route, int status) {
  state_->http.Answered(route, status);
}

void DaemonMetrics::BoardLoaded(double seconds) { state_->ledger.BoardLoaded(seconds); }
void DaemonMetrics::Serving(const ServerFigures& figures) { state_->http.Serving(figures); }
void DaemonMetrics::Streams(int change) { state_->http.Streams(change); }
int DaemonMetrics::streams() const { return state_->http.streams(); }

void DaemonMetrics::Rendered(Endpoint endpoint, int64_t series, int64_t rows_left_out) {
  state_->http.Rendered(endpoint, series, rows_left_out);
}

void DaemonMetrics::LeftOut(int64_t agencies, int64_t procedures) {
  state_->http.LeftOut(agencies, procedures);
}

std::string DaemonMetrics::Write(const DaemonState& state) {
  state_->intake.Show(state);
  state_->sources.Show(state);
  state_->ledger.Show(state);
  state_->alerts.Show(state.alerts);
  auto families = state_->registry.Collect();
  for (auto& family : state_->process.Collect()) families.push_back(std::move(family));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

}  // namespace dunghan::metrics
