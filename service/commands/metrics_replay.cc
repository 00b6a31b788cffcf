#include "commands/metrics_replay.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/board/board.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/record/sqlite.h"

namespace dunghan::commands {
namespace {

namespace fs = std::filesystem;

constexpr size_t kGroup = 10'000;  // events taken in at a time: bounds memory
// States of what is touched are held until they are written: less memory for a little more work.
constexpr int64_t kFlushEvery = 50'000;

/// A folder for files that nobody needs afterwards, gone at the end.
class ScratchFolder {
 public:
  static Result<std::unique_ptr<ScratchFolder>> Make() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "dunghan-metrics-XXXXXX").string();
    if (error || !::mkdtemp(name.data())) {
      return Unavailable(
          fmt::format("cannot make a temporary folder: {}",
                      error ? error.message() : std::generic_category().message(errno)));
    }
    return std::unique_ptr<ScratchFolder>(new ScratchFolder(std::move(name)));
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  explicit ScratchFolder(fs::path path) : path_(std::move(path)) {}
  fs::path path_;
};

/// A rulebook to be put in force on the way.
struct Succession {
  Instant at;       ///< when that was known
  int64_t seq = 0;  ///< it comes before the events after this position
  ledger::Application application;
};

std::vector<Succession> AsRecorded(const rulebook::Timeline& timeline) {
  std::vector<Succession> successions;
  for (const rulebook::Version& version : timeline.versions()) {
    if (&version == &timeline.versions().front()) continue;  // the ledger is made with it
    successions.push_back(
        {version.recorded_at,
         version.seq,
         {version.rulebook, version.effective_from, version.operator_name, version.reason}});
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
    successions.push_back(
        {from, version.seq, {version.rulebook, from, version.operator_name, version.reason}});
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

  Result<void> Take(ledger::StoredEvent&& stored) {
    const Instant at = KnownFrom(stored);
    if (!ledger_) {
      if (auto begun = Begin(BeginningAt(at)); !begun || done()) return begun;
    }
    while (next_succession_ < successions_.size() &&
           ComesBefore(successions_[next_succession_], stored)) {
      if (auto done = PutInForce(successions_[next_succession_++]); !done) return done;
    }
    if (auto stood = StepUntil(at); !stood) return stood;
    group_.push_back({std::move(stored.event), {}});
    group_known_ = at;
    return group_.size() < kGroup ? Result<void>() : TakeIn();
  }

  /// After the last event: what time alone still brings.
  Result<Replayed> Finish() {
    const Instant end = options_.steps.to + std::chrono::milliseconds{1};
    if (!ledger_ && options_.known == Known::kThen) {
      if (auto begun = Begin(BeginningAt(end)); !begun) return begun.error();
    }
    for (; ledger_ && next_succession_ < successions_.size(); ++next_succession_) {
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
    auto folder = ScratchFolder::Make();
    if (!folder) return folder.error();
    folder_ = std::move(*folder);
    clock_.Set(at);
    ledger::Options options;
    options.folder = folder_->path();
    options.backend = record::Sqlite();
    options.rulebook = timeline_->versions().front().rulebook;
    options.operator_name = timeline_->versions().front().operator_name;
    options.known = timeline_;
    options.codes = options_.codes;
    options.clock = &clock_;
    options.bounds = ledger::Unbounded();
    options.tell_changes = follows_;
    options.flush_every = kFlushEvery;
    options.scratch = true;
    auto ledger = ledger::Open(std::move(options));
    if (!ledger) return ledger.error();
    ledger_ = std::move(*ledger);
    replayed_.begun = at;
    return {};
  }

  Result<void> PutInForce(const Succession& succession) {
    if (auto stood = StepUntil(succession.at); !stood) return stood;
    if (auto taken = TakeIn(); !taken) return taken;
    clock_.Set(succession.at);
    board_.reset();
    const auto applied = ledger_->Apply(succession.application);
    if (applied) return {};
    return Internal(
        fmt::format("the rulebook at position {} cannot be put in force again as of {}: {}",
                    succession.seq, FormatRfc3339(succession.at, std::chrono::hours{0}),
                    applied.error().for_client),
        applied.error().for_log);
  }

  /// All steps before an instant.
  Result<void> StepUntil(Instant at) {
    for (; !done() && options_.steps.At(next_) < at; ++next_) {
      if (!ledger_) {
        ++replayed_.left_out;
      } else if (auto stood = Stand(next_); !stood) {
        return stood;
      }
    }
    return {};
  }

  Result<void> Stand(int64_t step) {
    if (auto taken = TakeIn(); !taken) return taken;
    const Instant at = options_.steps.At(step);
    clock_.Set(at);
    // What is dated ahead takes effect when its time has come.
    if (const auto wake = ledger_->NextWake(); wake && *wake <= at) {
      if (auto advanced = Append({}); !advanced) return advanced;
    }
    if (!BoardServesNextStep()) {
      if (auto loaded = Load(); !loaded) return loaded;
    }
    board_->AdvanceTo(at);
    return visit_(step, *board_->TakeSnapshot());
  }

  Result<void> TakeIn() {
    if (group_.empty()) return {};
    clock_.Set(group_known_);
    auto appended = Append(group_);
    events_ += static_cast<int64_t>(group_.size());
    group_.clear();
    if (options_.progress) options_.progress(events_);
    return appended;
  }

  Result<void> Append(std::span<const ledger::Item> items) {
    const auto appended = ledger_->Append(items);
    if (!appended) return appended.error();
    for (size_t i = 0; i < items.size(); ++i) {
      if (appended->items[i].outcome == ledger::Outcome::kStored) continue;
      return Internal("an event of the record was not taken in again",
                      std::get<dossier::Event>(items[i].content).id);
    }
    if (!BoardServesNextStep()) board_.reset();
    if (!board_) return {};
    if (ledger_->simulated()) board_->MarkSimulated();
    board_->Apply(appended->changes, appended->position);
    return {};
  }

  /// Figures of periods belong to a day: for another one a board is loaded.
  bool BoardServesNextStep() const {
    if (!board_ || !follows_) return false;
    const auto& zone = ledger_->timeline()->newest().default_calendar().zone();
    return zone.DayOf(options_.steps.At(next_)) == board_->day();
  }

  Result<void> Load() {
    if (auto flushed = ledger_->Flush(); !flushed) return flushed;
    const auto view = ledger_->OpenView();
    if (!view) return view.error();
    auto board = board::Board::Load(**view, ledger_->timeline(), options_.policy);
    if (!board) return board.error();
    board_ = std::move(*board);
    return {};
  }

  const ReplayOptions& options_;
  const StepVisitor& visit_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  std::vector<Succession> successions_;
  // With a day or more between steps each has a board of its own, and changes are of no use.
  const bool follows_ = options_.steps.every < std::chrono::hours{24};

  size_t next_succession_ = 0;
  int64_t next_ = 0;  // step
  int64_t events_ = 0;
  std::vector<ledger::Item> group_;
  Instant group_known_;
  Replayed replayed_;

  std::unique_ptr<ScratchFolder> folder_;
  ManualClock clock_{Instant{}};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::optional<board::Board> board_;
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
    taken = replay.Take(std::move(stored));
    return taken && !replay.done();
  });
  if (!read) return read.error();
  if (!taken) return taken.error();
  return replay.Finish();
}

}  // namespace dunghan::commands
