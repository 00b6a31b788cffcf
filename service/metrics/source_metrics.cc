#include "source_metrics.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "dunghan/ledger/sources_view.h"

namespace dunghan::metrics {
namespace {

constexpr std::string_view kOther = "other";
constexpr std::string_view kSimulator = "simulate";
constexpr std::array kOutcomeNames = {"stored", "duplicate", "quarantined"};
constexpr std::array kCorrectionNames = {"voided", "reopened", "due_changed", "late_entry"};

/// A minute, some within a day's work (of eight hours), a day, two, five and ten.
prometheus::Histogram::BucketBoundaries LagBounds() {
  return {60, 300, 900, 3'600, 7'200, 14'400, 28'800, 57'600, 144'000, 288'000};
}

Correction CorrectionOf(const dossier::Event& event, Instant month_start) {
  switch (event.type) {
    case dossier::EventType::kVoided:
      return Correction::kVoided;
    case dossier::EventType::kReopened:
      return Correction::kReopened;
    case dossier::EventType::kDueSet:
      return Correction::kDueChanged;
    default:
      return event.at < month_start ? Correction::kLateEntry : Correction::kNone;
  }
}

}  // namespace

SourceMetrics::SourceMetrics(Registry& registry, const DaemonFacts& facts, const Clock& clock)
    : clock_(clock),
      events_(AddCounters(registry, "dunghan_intake_events_total",
                          "Events taken in by source and outcome.")),
      received_(AddGauges(registry, "dunghan_source_last_received_timestamp_seconds",
                          "When a body with anything from the source was last taken in; from "
                          "before the start, when something of it was last recorded. Absent if it "
                          "was never heard.")),
      never_(AddGauges(registry, "dunghan_source_never_received",
                       "1 for a configured source of which the ledger has nothing and nothing has "
                       "come since the start, else 0.")),
      happened_(AddGauges(registry, "dunghan_source_last_event_timestamp_seconds",
                          "When the newest event from the source happened, by the source. Absent "
                          "before the first since the start.")),
      lag_(AddGauges(registry, "dunghan_source_lag_seconds",
                     "Time from when the newest event of the source's last body happened until it "
                     "was heard. 0 for one dated ahead.")),
      silent_(AddGauges(registry, "dunghan_source_silent_working_seconds",
                        "Working time of the default calendar since the source was last heard. Of "
                        "sources that are expected to be heard; absent if one never was.")),
      expected_(AddGauges(registry, "dunghan_source_expected_working_seconds",
                          "Working time after which silence of the source is a fault.")),
      waiting_(AddGauges(registry, "dunghan_source_quarantine_waiting",
                         "Entries of quarantine of the source that wait. Those of sources that are "
                         "not configured are under other.")),
      lags_(prometheus::BuildHistogram()
                .Name("dunghan_source_lag_working_seconds")
                .Help("Working time of the default calendar from when an event stored happened "
                      "until it was heard, by source. 0 for one dated ahead. Absent before the "
                      "first since the start.")
                .Register(registry)),
      feeds_(registry, facts.max_series) {
  for (const SourceFacts& source : facts.sources) Add(source);
  Add({.name = std::string(kOther)});
  Counters& corrections = AddCounters(
      registry, "dunghan_corrections_total",
      "Events stored that change what was on record, each counted once as the first that fits: "
      "voided, reopened, due_changed (a due said after receipt), late_entry (anything else that "
      "happened before the current reporting month).");
  for (size_t i = 0; i < kCorrections; ++i) {
    corrections_[i] = &corrections.Add({{"kind", kCorrectionNames[i]}});
  }
}

void SourceMetrics::Add(const SourceFacts& facts) {
  if (numbers_.contains(facts.name)) return;
  numbers_.emplace(facts.name, static_cast<uint16_t>(sources_.size()));
  Source& source = sources_.emplace_back();
  source.facts = facts;
  source.heard = facts.heard;
  for (size_t i = 0; i < kOutcomes; ++i) {
    source.outcomes[i] = &events_.Add({{"source", facts.name}, {"outcome", kOutcomeNames[i]}});
  }
  source.waiting = &waiting_.Add({{"source", facts.name}});
  if (facts.expected) Set(expected_.Add({{"source", facts.name}}), *facts.expected);
  if (facts.makes_figures) feeds_.Add(facts);
}

Notes SourceMetrics::NotesOf(std::span<const ledger::Item> items) const {
  const uint16_t other = numbers_.find(kOther)->second;
  Notes notes{.heard = clock_.Now(), .items = {}};
  notes.items.reserve(items.size());
  // Neighbours mostly come from one source.
  std::string_view last;
  uint16_t last_number = other;
  for (const ledger::Item& item : items) {
    const auto* event = std::get_if<dossier::Event>(&item.content);
    const std::string_view name =
        event ? event->source.text() : std::get<ledger::Reject>(item.content).source;
    if (name != last) {
      const auto found = numbers_.find(name);
      last_number = found == numbers_.end() ? other : found->second;
      last = name;
    }
    Notes::Item& note = notes.items.emplace_back();
    note.source = last_number;
    if (!event) continue;
    note.correction = CorrectionOf(*event, month_start_);
    note.happened = event->at;
  }
  return notes;
}

void SourceMetrics::Committed(const Notes& notes, std::span<const ledger::ItemOutcome> outcomes) {
  std::vector<Tally> tallies(sources_.size());
  std::array<int64_t, kCorrections + 1> corrections{};
  for (size_t i = 0; i < std::min(notes.items.size(), outcomes.size()); ++i) {
    const Notes::Item& note = notes.items[i];
    Tally& tally = tallies[note.source];
    tally.heard = true;
    tally.newest = std::max(tally.newest, note.happened);
    ++tally.outcomes[static_cast<size_t>(outcomes[i].outcome)];
    const bool stored = outcomes[i].outcome == ledger::Outcome::kStored;
    if (stored) ++corrections[static_cast<size_t>(note.correction)];
    if (stored && note.happened) tally.stored.push_back(*note.happened);
  }
  for (size_t i = 0; i < tallies.size(); ++i) {
    if (tallies[i].heard) Take(sources_[i], tallies[i], notes.heard);
  }
  for (size_t i = 0; i < kCorrections; ++i) {
    corrections_[i]->Increment(static_cast<double>(corrections[i]));
  }
}

void SourceMetrics::Take(Source& source, const Tally& tally, Instant heard) {
  for (size_t i = 0; i < kOutcomes; ++i) {
    source.outcomes[i]->Increment(static_cast<double>(tally.outcomes[i]));
  }
  source.heard = std::max(source.heard, std::optional(heard));
  ObserveLags(source, tally, heard);
  if (!tally.newest) return;
  source.last_event = std::max(source.last_event, tally.newest);
  if (!source.happened) {
    // Kept: looking one up by its labels costs more than all else that is done here.
    const Labels labels{{"source", source.facts.name}};
    source.happened = &happened_.Add(labels);
    source.lag = &lag_.Add(labels);
  }
  Set(*source.happened, *source.last_event);
  Set(*source.lag, std::max(heard - *tally.newest, std::chrono::milliseconds{0}));
}

void SourceMetrics::ObserveLags(Source& source, const Tally& tally, Instant heard) {
  if (tally.stored.empty() || !rulebook_) return;
  if (!source.lags) source.lags = &lags_.Add({{"source", source.facts.name}}, LagBounds());
  const auto& calendar = rulebook_->default_calendar();
  for (const Instant happened : tally.stored) {
    const auto lag = ledger::WorkedBetween(calendar, happened, heard);
    source.lags->Observe(std::chrono::duration<double>(lag).count());
  }
}

void SourceMetrics::Waiting(const std::shared_ptr<const ledger::WaitingBySource>& waiting) {
  if (!waiting || waiting == waited_) return;
  waited_ = waiting;
  std::vector<int64_t> sums(sources_.size());
  const uint16_t other = numbers_.find(kOther)->second;
  for (const auto& [name, count] : *waiting) {
    const auto found = numbers_.find(name);
    sums[found == numbers_.end() ? other : found->second] += count;
  }
  for (size_t i = 0; i < sums.size(); ++i) Set(*sources_[i].waiting, sums[i]);
}

void SourceMetrics::Show(const DaemonState& state) {
  const Instant now = clock_.Now();
  const bool simulated = state.board && state.board->simulated;
  for (const Source& source : sources_) ShowHeard(source, simulated, now);
  if (state.board) feeds_.Show(*state.board);
}

/// The simulator's province has one source, whatever the configuration calls those of a real one:
/// it stands for every source that figures rest on, so that a trial does not take itself for a
/// fault.
std::optional<Instant> SourceMetrics::HeardOf(const Source& source, bool simulated) const {
  if (!simulated || !source.facts.configured || !source.facts.makes_figures) return source.heard;
  const auto simulator = numbers_.find(kSimulator);
  if (simulator == numbers_.end()) return source.heard;
  return std::max(source.heard, sources_[simulator->second].heard);
}

void SourceMetrics::ShowHeard(const Source& source, bool simulated, Instant now) {
  const Labels labels{{"source", source.facts.name}};
  const auto heard = HeardOf(source, simulated);
  if (heard) Set(received_.Add(labels), *heard);
  if (source.facts.configured) Set(never_.Add(labels), int64_t{heard ? 0 : 1});
  if (!source.facts.expected) return;
  Gauge& silent = silent_.Add(labels);
  const auto silence = Silence(heard, now);
  silence ? Set(silent, *silence) : silent_.Remove(&silent);
}

/// Nothing where it was never heard, and where the calendar does not know the days.
std::optional<std::chrono::milliseconds> SourceMetrics::Silence(std::optional<Instant> heard,
                                                                Instant now) const {
  if (!heard || !rulebook_) return {};
  // The clock may have been set back since.
  const auto silence = rulebook_->default_calendar().WorkingTime(std::min(*heard, now), now);
  return silence ? std::optional(*silence) : std::nullopt;
}

}  // namespace dunghan::metrics
