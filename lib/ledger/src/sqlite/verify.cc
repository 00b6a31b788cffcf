#include "verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "../chain.h"
#include "application.h"
#include "verify_states.h"
#include "verify_tables.h"

namespace dunghan::ledger::sqlite {
namespace {

using dossier::Event;

constexpr int64_t kWalkedAtATime = 20'000;

/// Checks a ledger against its own events, the long way: every dossier is folded from all its
/// events at once, not step by step as the writer does it.
class Verifier {
 public:
  Verifier(Store& store, const Options& options,
           const std::function<void(int64_t, int64_t)>& progress)
      : store_(store), options_(options), progress_(progress), tables_(store) {}

  /// What cannot even be read is a difference too.
  Verification Run(bool held) {
    try {
      Walk(held);
    } catch (const StoreError& failure) {
      if (failure.error().code != ErrorCode::kInternal) throw;
      result_.position = {head_.seq, std::max(options_.clock->Now(), head_.recorded_at),
                          head_.chain};
      Differs(failure.error().for_log.empty() ? failure.error().for_client
                                              : failure.error().for_log);
    }
    return std::move(result_);
  }

 private:
  void Walk(bool held) {
    store_.BeginWalk();
    // The first rulebook takes position 0; ledgers of form 1 have none there.
    head_.seq = store_.HeadAt(int64_t{0}) ? -1 : 0;
    WalkChain();
    std::unique_ptr<Transaction> transaction;
    if (held)
      transaction = std::make_unique<Transaction>(store_.database(), Transaction::Kind::kRead);
    WalkChain();  // what was appended meanwhile
    if (const int64_t last = store_.LastSeq(); last != head_.seq) {
      Differs(fmt::format("events go up to {}, commits only to {}", last, head_.seq));
    }
    const Meta meta = store_.ReadMeta();
    const Instant now = std::max(options_.clock->Now(), head_.recorded_at);
    store_.Refuse(meta, head_);
    store_.RefreshDictionary();
    // From the record alone: what the files say now proves nothing.
    auto versions = store_.ReadRulebooks(head_.seq, {});
    if (versions.empty()) versions.push_back(Unrecorded(options_));
    const rulebook::Timeline timeline(std::move(versions));
    if (meta.rulebook == DerivedKey(timeline)) {
      states_.emplace(store_, timeline, meta.watermark,
                      StateCheck::Times{store_.RecordedAt(meta.watermark), head_.recorded_at, now});
    } else {
      result_.note = "states and cells were written by another version and are not compared";
    }
    FoldDossiers();
    if (states_ && !result_.difference) Differs(states_->CompareTables());
    if (!result_.difference) Differs(tables_.Compare(meta, timeline));
    if (states_) result_.cells = states_->cells();
    states_.reset();
    result_.position = {head_.seq, now, head_.chain};
    result_.content = content_.Finish();
    store_.EndWalk();
  }

  void Differs(std::optional<std::string> what) {
    if (what && !result_.difference) result_.difference = std::move(what);
  }

  void WalkChain() {
    const int64_t all = std::max<int64_t>(store_.ReadHead().seq, 1);
    while (WalkPiece()) {
      if (progress_) progress_(head_.seq, 2 * all);
    }
  }

  bool WalkPiece() {
    std::vector<std::pair<int64_t, Head>> commits;
    int64_t events = 0;
    store_.ForEachCommit(head_.seq + 1, [&](int64_t first, const Head& head) {
      commits.emplace_back(first, head);
      events += head.seq - first + 1;
      return events < kWalkedAtATime;
    });
    store_.RefreshDictionary();  // after the commits: a text comes with the event that uses it
    for (const auto& [first, head] : commits) WalkCommit(first, head);
    return !commits.empty();
  }

  void WalkCommit(int64_t first, const Head& head) {
    if (first != head_.seq + 1) {
      Differs(
          fmt::format("the commit up to {} begins at {}, not {}", head.seq, first, head_.seq + 1));
    }
    if (head.recorded_at < head_.recorded_at) {
      Differs(fmt::format("the commit up to {} was recorded before the one it follows", head.seq));
    }
    ChainLink link(head_.chain, first, head.recorded_at);
    int64_t expected = first;
    if (const auto rulebook = store_.RecordDigestAt(head.seq)) {
      link.Add(*rulebook);
      tables_.SeeRulebook();
      ++expected;
    }
    store_.ForEachEvent(first, head.seq, [&](int64_t seq, Event&& event) {
      if (seq != expected++) Differs(fmt::format("event {} is missing", expected - 1));
      link.Add(dossier::ContentDigest(event));
      store_.AddToWalk(seq, event.dossier);
      Differs(tables_.See(seq, event, head.recorded_at));
      ++result_.events;
    });
    if (expected != head.seq + 1) Differs(fmt::format("event {} is missing", expected));
    if (link.Close() != head.chain) {
      Differs(
          fmt::format("the chain breaks between events {} and {}: what is kept there is not what "
                      "was recorded",
                      first, head.seq));
    }
    head_ = head;
  }

  void FoldDossiers() {
    std::vector<Walked> events;
    int64_t done = 0;
    store_.ForEachWalked([&](int64_t seq, int64_t previous, Event&& event) {
      if (!events.empty() && events.front().event.dossier != event.dossier) {
        FoldDossier(events);
        events.clear();
      }
      events.push_back({seq, previous, std::move(event)});
      if (progress_ && ++done % kWalkedAtATime == 0) progress_(head_.seq + done, 2 * head_.seq);
    });
    if (!events.empty()) FoldDossier(events);
  }

  void FoldDossier(const std::vector<Walked>& walked) {
    ++result_.dossiers;
    const std::string& code = walked.front().event.dossier;
    AddContent(walked);
    for (size_t i = 0; i < walked.size(); ++i) {
      const int64_t previous = i == 0 ? 0 : walked[i - 1].seq;
      if (walked[i].previous != previous) {
        Differs(fmt::format("event {} of dossier {} names {} as the one before it, not {}",
                            walked[i].seq, code, walked[i].previous, previous));
      }
    }
    if (states_) Differs(states_->Compare(walked));
  }

  /// Dossiers by code, their events in canonical order: the same for the same set of events,
  /// whatever order they came in.
  void AddContent(const std::vector<Walked>& walked) {
    std::vector<const Event*> sorted;
    sorted.reserve(walked.size());
    for (const Walked& one : walked) sorted.push_back(&one.event);
    std::sort(sorted.begin(), sorted.end(),
              [](const Event* a, const Event* b) { return dossier::CanonicalLess(*a, *b); });
    for (const Event* event : sorted) content_.Add(dossier::ContentDigest(*event));
  }

  Store& store_;
  const Options& options_;
  const std::function<void(int64_t, int64_t)>& progress_;
  Verification result_;
  Head head_;
  TableCheck tables_;
  std::optional<StateCheck> states_;  // nothing: they are not to be compared
  Sha256Stream content_;
};

}  // namespace

Verification VerifyStore(Store& store, const Options& options, bool held,
                         const std::function<void(int64_t, int64_t)>& progress) {
  return Verifier(store, options, progress).Run(held);
}

}  // namespace dunghan::ledger::sqlite
