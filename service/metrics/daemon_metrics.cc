#include "metrics/daemon_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <system_error>
#include <utility>

#include "metrics/process.h"

namespace dunghan::metrics {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;
using prometheus::Registry;

constexpr std::string_view kOther = "other";
constexpr size_t kOutcomes = 3;
constexpr std::array<const char*, kOutcomes> kOutcomeNames = {"stored", "duplicate", "quarantined"};

const Histogram::BucketBoundaries kSeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                              0.05,   0.1,   0.25,   0.5,   1,    2.5};
const Histogram::BucketBoundaries kEvents = {1, 10, 100, 1'000, 10'000, 100'000};

Gauge& AddGauge(Registry& registry, const char* name, const char* help, const Labels& labels = {}) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(labels);
}

Counter& AddCounter(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

Histogram& AddHistogram(Registry& registry, const char* name, const char* help,
                        const Histogram::BucketBoundaries& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

double Seconds(Instant at) { return static_cast<double>(at.time_since_epoch().count()) / 1000.0; }

/// Lets a counter show a number that somebody else counts.
void Raise(Counter& counter, int64_t to) {
  const double more = static_cast<double>(to) - counter.Value();
  if (more > 0) counter.Increment(more);
}

}  // namespace

struct DaemonMetrics::State {
  explicit State(const DaemonFacts& facts);

  void AddSource(const std::string& source);
  void SizeFiles();

  Registry registry;
  ProcessMetrics process;
  std::filesystem::path ledger;
  int streams = 0;

  // Registered in the order of the page.
  Family<Counter>& intake = prometheus::BuildCounter()
                                .Name("dunghan_intake_events_total")
                                .Help("Events taken in by source and outcome.")
                                .Register(registry);
  Counter& bodies = AddCounter(registry, "dunghan_intake_bodies_total", "Bodies of events read.");
  Counter& body_bytes =
      AddCounter(registry, "dunghan_intake_body_bytes_total", "Bytes of bodies of events read.");
  Counter& refused = AddCounter(registry, "dunghan_intake_refused_bodies_total",
                                "Bodies of events refused because too much was waiting or the "
                                "ledger could not be written.");
  Gauge& waiting =
      AddGauge(registry, "dunghan_intake_waiting_events", "Events read and not durable yet.");
  Gauge& waiting_limit = AddGauge(registry, "dunghan_intake_waiting_events_limit",
                                  "Waiting events beyond which bodies are refused.");
  Histogram& commit_seconds = AddHistogram(registry, "dunghan_commit_duration_seconds",
                                           "Time a commit group took to become durable.", kSeconds);
  Histogram& commit_events =
      AddHistogram(registry, "dunghan_commit_events", "Events in a commit group.", kEvents);
  Gauge& position =
      AddGauge(registry, "dunghan_ledger_position", "Position of the last event on record.");
  Family<Gauge>& recorded = prometheus::BuildGauge()
                                .Name("dunghan_ledger_last_commit_timestamp_seconds")
                                .Help(
                                    "When this process last recorded an event, by its clock; "
                                    "absent before the first.")
                                .Register(registry);
  Gauge& writing =
      AddGauge(registry, "dunghan_ledger_writable", "1 if the last write to the ledger went well.");
  Gauge& open = AddGauge(registry, "dunghan_ledger_open_dossiers",
                         "Dossiers the ledger holds in memory because they have no end.");
  Gauge& quarantine = AddGauge(registry, "dunghan_quarantine_waiting",
                               "What intake could not use and nobody has dealt with.");
  Family<Gauge>& bytes = prometheus::BuildGauge()
                             .Name("dunghan_ledger_file_bytes")
                             .Help("Size of the ledger's files.")
                             .Register(registry);
  Gauge& main_bytes = bytes.Add({{"file", "main"}});
  Gauge& log_bytes = bytes.Add({{"file", "write_ahead_log"}});
  Family<Gauge>& rulebook = prometheus::BuildGauge()
                                .Name("dunghan_rulebook_info")
                                .Help("Digest of the rulebook in force; value is 1.")
                                .Register(registry);
  Gauge* rulebook_now = nullptr;
  Gauge& rulebook_loaded = AddGauge(registry, "dunghan_rulebook_loaded_timestamp_seconds",
                                    "When the rulebook in force was loaded.");
  Counter& rulebook_refused = AddCounter(registry, "dunghan_rulebook_refused_total",
                                         "Reloads refused because the files had errors.");
  Counter& board_loads = AddCounter(registry, "dunghan_board_loads_total",
                                    "How often the board was loaded from the ledger.");
  Gauge& board_seconds = AddGauge(registry, "dunghan_board_load_duration_seconds",
                                  "Time the last load of the board took.");
  Family<Counter>& requests = prometheus::BuildCounter()
                                  .Name("dunghan_http_requests_total")
                                  .Help("Requests answered by route and status.")
                                  .Register(registry);
  Family<Counter>& http_refused = prometheus::BuildCounter()
                                      .Name("dunghan_http_refused_total")
                                      .Help("Requests and connections refused or cut by reason.")
                                      .Register(registry);
  Counter& accepted =
      AddCounter(registry, "dunghan_http_connections_total", "Connections accepted.");
  Gauge& connections = AddGauge(registry, "dunghan_http_connections", "Connections open now.");
  Gauge& in_work = AddGauge(registry, "dunghan_http_requests_in_work", "Requests being answered.");
  Gauge& held = AddGauge(registry, "dunghan_http_body_bytes",
                         "Bytes of bodies held by requests being answered.");
  Gauge& stream_count = AddGauge(registry, "dunghan_http_streams", "Pages that watch the stream.");
  Gauge& jobs = AddGauge(registry, "dunghan_blocking_jobs", "Questions to the ledger in work.");

  std::map<std::pair<const char*, int>, Counter*> answers;
  std::map<std::string, uint16_t, std::less<>> source_numbers;
  std::vector<std::array<Counter*, kOutcomes>> by_source;
};

DaemonMetrics::State::State(const DaemonFacts& facts) : ledger(facts.ledger) {
  AddGauge(registry, "dunghan_build_info", "Version of the program; value is 1.",
           {{"version", facts.version}, {"revision", facts.revision}})
      .Set(1);
  for (const auto& source : facts.sources) AddSource(source);
  AddSource(std::string(kOther));
  waiting_limit.Set(static_cast<double>(facts.max_waiting_events));
}

void DaemonMetrics::State::AddSource(const std::string& source) {
  if (source_numbers.contains(source)) return;
  source_numbers.emplace(source, static_cast<uint16_t>(by_source.size()));
  auto& counters = by_source.emplace_back();
  for (size_t i = 0; i < kOutcomes; ++i) {
    counters[i] = &intake.Add({{"source", source}, {"outcome", kOutcomeNames[i]}});
  }
}

void DaemonMetrics::State::SizeFiles() {
  if (ledger.empty()) return;
  const auto size = [&](const char* name) {
    std::error_code error;
    const auto bytes_of = std::filesystem::file_size(ledger / name, error);
    return error ? 0.0 : static_cast<double>(bytes_of);
  };
  main_bytes.Set(size("ledger.db"));
  log_bytes.Set(size("ledger.db-wal"));
}

DaemonMetrics::DaemonMetrics(const DaemonFacts& facts) : state_(std::make_unique<State>(facts)) {}
DaemonMetrics::~DaemonMetrics() = default;

void DaemonMetrics::TookBody(size_t bytes) {
  state_->bodies.Increment();
  state_->body_bytes.Increment(static_cast<double>(bytes));
}

DaemonMetrics::Sources DaemonMetrics::SourcesOf(std::span<const ledger::Item> items) const {
  const auto& numbers = state_->source_numbers;
  const uint16_t other = numbers.find(kOther)->second;
  Sources sources;
  sources.reserve(items.size());
  // Neighbours mostly come from one source.
  std::string_view last;
  uint16_t last_number = other;
  for (const ledger::Item& item : items) {
    const auto* event = std::get_if<dossier::Event>(&item.content);
    const std::string_view name =
        event ? event->source.text() : std::get<ledger::Reject>(item.content).source;
    if (name != last) {
      const auto found = numbers.find(name);
      last_number = found == numbers.end() ? other : found->second;
      last = name;
    }
    sources.push_back(last_number);
  }
  return sources;
}

void DaemonMetrics::Committed(const Sources& sources,
                              std::span<const ledger::ItemOutcome> outcomes) {
  std::vector<std::array<int64_t, kOutcomes>> counts(state_->by_source.size());
  for (size_t i = 0; i < std::min(sources.size(), outcomes.size()); ++i) {
    ++counts[sources[i]][static_cast<size_t>(outcomes[i].outcome)];
  }
  for (size_t source = 0; source < counts.size(); ++source) {
    for (size_t outcome = 0; outcome < kOutcomes; ++outcome) {
      const int64_t count = counts[source][outcome];
      if (count > 0) state_->by_source[source][outcome]->Increment(static_cast<double>(count));
    }
  }
}

void DaemonMetrics::Commit(const CommitFigures& commit) {
  if (commit.events > 0) {
    state_->commit_seconds.Observe(commit.seconds);
    state_->commit_events.Observe(static_cast<double>(commit.events));
  }
  if (commit.stored > 0) state_->recorded.Add({}).Set(Seconds(commit.at));
  state_->position.Set(static_cast<double>(commit.seq));
  state_->open.Set(static_cast<double>(commit.open_dossiers));
  state_->quarantine.Set(static_cast<double>(commit.quarantine_waiting));
}

void DaemonMetrics::Rulebook(std::string_view digest, Instant loaded_at) {
  if (state_->rulebook_now) state_->rulebook.Remove(state_->rulebook_now);
  state_->rulebook_now = &state_->rulebook.Add({{"digest", std::string(digest.substr(0, 12))}});
  state_->rulebook_now->Set(1);
  state_->rulebook_loaded.Set(Seconds(loaded_at));
}

void DaemonMetrics::RulebookRefused() { state_->rulebook_refused.Increment(); }

void DaemonMetrics::Answered(std::string_view route, int status) {
  // Looking a counter up by its labels costs more than the rest of a small request's counting.
  Counter*& counter = state_->answers[{route.data(), status}];
  if (!counter) {
    counter = &state_->requests.Add({{"route", route.empty() ? "none" : std::string(route)},
                                     {"status", std::to_string(status)}});
  }
  counter->Increment();
}

void DaemonMetrics::BoardLoaded(double seconds) {
  state_->board_loads.Increment();
  state_->board_seconds.Set(seconds);
}

void DaemonMetrics::Serving(const ServerFigures& figures) {
  state_->connections.Set(static_cast<double>(figures.connections));
  state_->in_work.Set(static_cast<double>(figures.requests));
  state_->held.Set(static_cast<double>(figures.body_bytes));
  Raise(state_->accepted, figures.accepted);
  for (const auto& [reason, count] : figures.refused) {
    Raise(state_->http_refused.Add({{"reason", reason}}), count);
  }
}

void DaemonMetrics::Streams(int change) { state_->streams += change; }
int DaemonMetrics::streams() const { return state_->streams; }

std::string DaemonMetrics::Write(const DaemonState& state) {
  state_->waiting.Set(static_cast<double>(state.waiting_events));
  Raise(state_->refused, state.refused_batches);
  state_->writing.Set(state.writing ? 1 : 0);
  state_->jobs.Set(state.blocking_jobs);
  state_->stream_count.Set(state_->streams);
  state_->SizeFiles();
  auto families = state_->registry.Collect();
  for (auto& family : state_->process.Collect()) families.push_back(std::move(family));
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, families);
  return out.str();
}

}  // namespace dunghan::metrics
