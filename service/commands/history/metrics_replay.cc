#include "history/metrics_replay.h"

#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/board/board.h"
#include "history/metrics_dossiers.h"

namespace dunghan::commands {
namespace {

constexpr int64_t kGroup = 10'000;  // events between looks at what they changed: bounds memory
constexpr std::string_view kSimulator = "simulate";  // the source that marks a ledger

/// A rulebook to be put in force on the way.
struct Succession {
  Instant at;       ///< when that was known
  int64_t seq = 0;  ///< it comes before the events after this position
  const rulebook::Version* version = nullptr;
  std::optional<Instant> effective_from;  ///< absent: from `at` on
};

std::vector<Succession> AsRecorded(const rulebook::Timeline& timeline) {
  std::vector<Succession> successions;
  for (const rulebook::Version& version : timeline.versions()) {
    if (&version == &timeline.versions().front()) continue;  // the ledger is made with it
    successions.push_back({version.recorded_at, version.seq, &version, version.effective_from});
  }
  return successions;
}

/// Without those that a later one was backdated beyond.
std::vector<Succession> AsInForce(const rulebook::Timeline& timeline) {
  std::vector<Succession> successions;
  for (const rulebook::Version& version : timeline.versions()) {
    if (!version.effective_from) continue;
    const Instant from = *version.effective_from;
    while (!successions.empty() && successions.back().at >= from) successions.pop_back();
    successions.push_back({from, version.seq, &version, from});
  }
  return successions;
}

class Replay {
 public:
  Replay(const rulebook::Timeline& timeline, const ReplayOptions& options, const StepVisitor& visit)
      : options_(options),
        visit_(visit),
        timeline_(std::make_shared<rulebook::Timeline>(timeline)),
        successions_(options.known == Known::kThen ? AsRecorded(timeline) : AsInForce(timeline)) {}

  bool done() const { return next_ == options_.steps.count(); }

  Result<void> Take(const ledger::StoredEvent& stored) {
    const Instant at = KnownFrom(stored);
    if (!dossiers_) {
      if (auto begun = Begin(BeginningAt(at)); !begun || done()) return begun;
    }
    while (next_succession_ < successions_.size() &&
           ComesBefore(successions_[next_succession_], stored)) {
      if (auto done = PutInForce(successions_[next_succession_++]); !done) return done;
    }
    if (auto stood = StepUntil(at); !stood) return stood;
    // After the steps before it, at which nobody knew of it yet.
    simulated_ = simulated_ || stored.event.source.text() == kSimulator;
    dossiers_->Take(stored.event, at);
    if (++events_ % kGroup == 0) TakeIn(at);
    return {};
  }

  /// After the last event: what time alone still brings.
  Result<Replayed> Finish() {
    // Steps are gone through up to before an instant; that of the end is one of them.
    const Instant end = options_.steps.to + std::chrono::milliseconds{1};
    if (!dossiers_ && options_.known == Known::kThen) {
      if (auto begun = Begin(BeginningAt(end)); !begun) return begun.error();
    }
    for (; dossiers_ && next_succession_ < successions_.size(); ++next_succession_) {
      const Succession& succession = successions_[next_succession_];
      if (done() || succession.at >= end) break;
      if (auto put = PutInForce(succession); !put) return put.error();
    }
    if (auto stood = StepUntil(end); !stood) return stood.error();
    return replayed_;
  }

 private:
  Instant KnownFrom(const ledger::StoredEvent& stored) const {
    return options_.known == Known::kThen ? stored.recorded_at : stored.event.at;
  }

  /// A ledger is there from its first rulebook on; as a history of what happened, from the first
  /// event on. Ledgers older than the record of rulebooks began with an event.
  Instant BeginningAt(Instant first_event) const {
    if (options_.known == Known::kNow) return first_event;
    return std::min(first_event, timeline_->versions().front().recorded_at);
  }

  bool ComesBefore(const Succession& succession, const ledger::StoredEvent& stored) const {
    return options_.known == Known::kThen ? succession.seq < stored.seq
                                          : succession.at <= stored.event.at;
  }

  Result<void> Begin(Instant at) {
    if (auto stood = StepUntil(at); !stood) return stood;
    if (done()) return {};
    std::vector<rulebook::Version> first = {timeline_->versions().front()};
    dossiers_.emplace(std::make_shared<rulebook::Timeline>(std::move(first)));
    replayed_.begun = at;
    return {};
  }

  Result<void> PutInForce(const Succession& succession) {
    if (auto stood = StepUntil(succession.at); !stood) return stood;
    rulebook::Version version = *succession.version;
    version.recorded_at = succession.at;
    version.effective_from = succession.effective_from.value_or(succession.at);
    dossiers_->JudgeBy(
        std::make_shared<rulebook::Timeline>(dossiers_->timeline()->With(std::move(version))));
    // A board is of one timeline: the next step begins another.
    board_.reset();
    return {};
  }

  /// All steps before an instant.
  Result<void> StepUntil(Instant at) {
    for (; !done() && options_.steps.At(next_) < at; ++next_) {
      if (!dossiers_) {
        ++replayed_.left_out;
      } else if (auto stood = Stand(next_); !stood) {
        return stood;
      }
    }
    return {};
  }

  Result<void> Stand(int64_t step) {
    const Instant at = options_.steps.At(step);
    if (!board_) board_ = board::Board::Begin(dossiers_->timeline(), options_.policy, at);
    TakeIn(at);
    return visit_(step, *board_->TakeSnapshot());
  }

  /// Brings the board, if there is one, to what is known at an instant.
  void TakeIn(Instant now) {
    if (board_) {
      board_->AdvanceTo(now);
      if (simulated_) board_->MarkSimulated();
      dossiers_->Tell(now, [&](const ledger::DossierChange& change) {
        board_->Apply({&change, 1}, {.seq = events_, .at = now});
      });
    } else {
      dossiers_->Settle(now);
    }
    if (options_.progress) options_.progress(events_);
  }

  const ReplayOptions& options_;
  const StepVisitor& visit_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  std::vector<Succession> successions_;

  size_t next_succession_ = 0;
  int64_t next_ = 0;  // step
  int64_t events_ = 0;
  bool simulated_ = false;
  Replayed replayed_;

  std::optional<PastDossiers> dossiers_;  // from the first step or event on
  std::optional<board::Board> board_;     // from the first step on
};

}  // namespace

Result<Replayed> ReplayHistory(ledger::View& view, const ReplayOptions& options,
                               const StepVisitor& visit) {
  // A long look at the record must not keep the writer's log growing.
  view.Release();
  Replay replay(view.timeline(), options, visit);
  Result<void> taken;
  const auto order =
      options.known == Known::kThen ? ledger::EventOrder::kRecorded : ledger::EventOrder::kHappened;
  const auto read = view.ForEachEvent(order, [&](ledger::StoredEvent&& stored) {
    taken = replay.Take(stored);
    return taken && !replay.done();
  });
  if (!read) return read.error();
  if (!taken) return taken.error();
  return replay.Finish();
}

}  // namespace dunghan::commands
