#include "verify_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "derivation.h"
#include "dunghan/record/chain.h"
#include "dunghan/record/failure.h"
#include "opening.h"
#include "replay.h"
#include "sorted_places.h"
#include "verify_states.h"

namespace dunghan::ledger {
namespace {

using dossier::Event;
using record::Failure;
using record::Head;

constexpr int64_t kWalkedAtATime = 20'000;
constexpr size_t kDossiersAtATime = 1'000;

/// Checks a record against its own chain, and what is made of it the long way: every dossier is
/// folded from all its events at once, not step by step as the writer does it.
class Verifier {
 public:
  Verifier(record::Reading& reading, const Options& options, const std::function<Looked()>& look,
           const std::function<void(int64_t, int64_t)>& progress)
      : reading_(reading), options_(options), look_(look), progress_(progress) {}

  /// What cannot even be read is a difference too.
  Verification Run() {
    try {
      Walk();
    } catch (const Failure& failure) {
      if (failure.error().code != ErrorCode::kInternal) throw;
      result_.position = {head_.seq, std::max(options_.clock->Now(), head_.recorded_at),
                          head_.chain};
      Differs(failure.error().for_log.empty() ? failure.error().for_client
                                              : failure.error().for_log);
    }
    return std::move(result_);
  }

 private:
  void Walk() {
    // The long walk is made in short transactions, so that the writer's log does not grow with it.
    // Then figures.db is opened, and only after it a snapshot that is held to the end: what is kept
    // is never ahead of it, and the rest of the chain is short.
    check_ = reading_.BeginCheck();
    reading_.Release();
    WalkChain();
    const Looked looked = look_();
    reading_.Hold();
    WalkChain();
    reading_.ForEachEntry(
        head_.seq, std::numeric_limits<int64_t>::max(), [&](record::Entry& entry) {
          Differs(fmt::format("events go up to {}, commits only to {}", entry.seq, head_.seq));
          return false;
        });
    const Instant now = std::max(options_.clock->Now(), head_.recorded_at);
    // From the record alone: what the files say now proves nothing.
    auto versions = reading_.Rulebooks(head_.seq, {});
    if (versions.empty()) versions.push_back(Unrecorded(options_));
    const rulebook::Timeline timeline(std::move(versions));
    BeginStates(looked, timeline, now);
    FoldDossiers();
    Compared([&] {
      if (states_ && !result_.difference) Differs(states_->CompareWhole());
    });
    if (!result_.difference) Differs(check_->Compare());
    if (states_) result_.cells = states_->cells();
    result_.position = {head_.seq, now, head_.chain};
    result_.content = content_.Finish();
  }

  void BeginStates(const Looked& looked, const rulebook::Timeline& timeline, Instant now) {
    if (looked.damaged) Differs(fmt::format("{} {}", kDerivedFile, looked.why));
    std::string why = looked.why;
    const Derived* usable = nullptr;
    Instant recorded;
    if (looked.derived) {
      const Stamp& stamp = looked.derived->stamp();
      if (stamp.key != DerivationKey(timeline)) {
        why = "was made by another version or under other rulebooks";
      } else if (!HasLink(reading_, stamp.through)) {
        why = "is not of this record";
      } else {
        usable = &*looked.derived;
        recorded = stamp.through.recorded_at;
      }
    }
    states_.emplace(usable, reading_.dictionary(), timeline,
                    StateCheck::Times{recorded, head_.recorded_at, now});
    if (usable || looked.damaged) return;
    result_.note = fmt::format("states and cells are not compared: {} {}", kDerivedFile, why);
  }

  void Differs(std::optional<std::string> what) {
    if (what && !result_.difference) result_.difference = std::move(what);
  }

  /// Runs what reads states and cells.
  template <class F>
  void Compared(F&& run) {
    try {
      run();
    } catch (const runs::Damaged& damaged) {
      Differs(fmt::format("{}: {}", kDerivedFile, damaged.what()));
      states_.reset();
    }
  }

  void WalkChain() {
    const int64_t all = std::max<int64_t>(reading_.head().seq, 1);
    while (WalkPiece()) {
      // Twice: afterwards the same events are gone through by dossier.
      if (progress_) progress_(head_.seq, 2 * all);
    }
  }

  bool WalkPiece() {
    std::vector<record::Link> links;
    // The first rulebook stands at position 0, which must be walked over, too.
    const int64_t from = began_ ? head_.seq : -1;
    reading_.ForEachLink(from, [&](const record::Link& link) {
      links.push_back(link);
      return link.head.seq - from < kWalkedAtATime;
    });
    if (links.empty()) return false;
    began_ = true;
    auto link = links.begin();
    BeginLink(*link);
    const auto close_before = [&](int64_t seq) {
      while (link != links.end() && link->head.seq < seq) {
        EndLink(*link);
        if (++link != links.end()) BeginLink(*link);
      }
    };
    reading_.ForEachEntry(from, links.back().head.seq, [&](record::Entry& entry) {
      close_before(entry.seq);
      See(entry, link->head);
      return true;
    });
    close_before(links.back().head.seq + 1);
    return true;
  }

  void BeginLink(const record::Link& link) {
    // A record begins at 0 with its rulebook, or at 1 where it is older than rulebooks on record.
    const int64_t first = result_.events == 0 && head_ == Head{} ? link.first : head_.seq + 1;
    if (link.first != first || (head_ == Head{} && link.first > 1)) {
      Differs(fmt::format("the commit up to {} begins at {}, not {}", link.head.seq, link.first,
                          head_ == Head{} ? 1 : first));
    }
    if (link.head.recorded_at < head_.recorded_at) {
      Differs(
          fmt::format("the commit up to {} was recorded before the one it follows", link.head.seq));
    }
    chain_.emplace(head_.chain, link.first, link.head.recorded_at);
    expected_ = link.first;
  }

  void See(const record::Entry& entry, const Head& head) {
    if (entry.seq != expected_++) {
      Differs(fmt::format("event {} is missing", expected_ - 1));
      expected_ = entry.seq + 1;
    }
    chain_->Add(entry.Content());
    Differs(check_->See(entry, head.recorded_at));
    if (!entry.event) return;
    places_.Add(entry.event->dossier, entry.seq);
    ++result_.events;
  }

  void EndLink(const record::Link& link) {
    if (expected_ != link.head.seq + 1) Differs(fmt::format("event {} is missing", expected_));
    if (chain_->Close() != link.head.chain) {
      Differs(
          fmt::format("the chain breaks between events {} and {}: what is kept there is not what "
                      "was recorded",
                      link.first, link.head.seq));
    }
    head_ = link.head;
  }

  /// Dossiers by code, some at a time.
  void FoldDossiers() {
    std::vector<Places> batch;
    int64_t done = 0;
    places_.ForEach([&](std::string_view code, int64_t seq) {
      if (batch.empty() || batch.back().code != code) {
        if (batch.size() == kDossiersAtATime) FoldBatch(batch);
        batch.push_back({std::string(code), {}});
      }
      batch.back().seqs.push_back(seq);
      if (progress_ && ++done % kWalkedAtATime == 0) progress_(head_.seq + done, 2 * head_.seq);
      return true;
    });
    FoldBatch(batch);
  }

  struct Places {
    std::string code;
    std::vector<int64_t> seqs;
  };

  void FoldBatch(std::vector<Places>& batch) {
    std::vector<int64_t> newest;
    newest.reserve(batch.size());
    // By position, so that the last one is the newest.
    for (const Places& places : batch) newest.push_back(places.seqs.back());
    auto histories = reading_.Histories(newest);
    std::vector<Dossier> dossiers;
    for (size_t i = 0; i < batch.size(); ++i) {
      ++result_.dossiers;
      CompareWay(batch[i], histories[i]);
      AddContent(histories[i]);
      dossiers.push_back({std::move(batch[i].code), std::move(histories[i])});
    }
    Compared([&] {
      if (states_ && !result_.difference) Differs(states_->Compare(dossiers));
    });
    batch.clear();
  }

  /// The way back through a dossier's events must lead to all of them.
  void CompareWay(const Places& places, const std::vector<record::StoredEvent>& history) {
    for (size_t i = places.seqs.size(); i > 0; --i) {
      const size_t from_end = places.seqs.size() - i;
      const int64_t found =
          from_end < history.size() ? history[history.size() - 1 - from_end].seq : 0;
      if (found == places.seqs[i - 1]) continue;
      const int64_t after = i < places.seqs.size() ? places.seqs[i] : 0;
      return Differs(fmt::format("event {} of dossier {} names {} as the one before it, not {}",
                                 after, places.code, found, places.seqs[i - 1]));
    }
    if (history.size() > places.seqs.size()) {
      Differs(fmt::format("event {} of dossier {} names {} as the one before it, not 0",
                          places.seqs.front(), places.code,
                          history[history.size() - 1 - places.seqs.size()].seq));
    }
  }

  /// Dossiers by code, their events in canonical order: the same for the same set of events,
  /// whatever order they came in.
  void AddContent(const std::vector<record::StoredEvent>& history) {
    std::vector<const Event*> sorted;
    sorted.reserve(history.size());
    for (const auto& stored : history) sorted.push_back(&stored.event);
    std::sort(sorted.begin(), sorted.end(),
              [](const Event* a, const Event* b) { return dossier::CanonicalLess(*a, *b); });
    for (const Event* event : sorted) content_.Add(dossier::ContentDigest(*event));
  }

  record::Reading& reading_;
  const Options& options_;
  const std::function<Looked()>& look_;
  const std::function<void(int64_t, int64_t)>& progress_;
  Verification result_;
  Head head_;
  bool began_ = false;
  std::unique_ptr<record::Check> check_;
  std::optional<record::ChainLink> chain_;
  int64_t expected_ = 0;
  SortedPlaces places_;
  std::optional<StateCheck> states_;  // nothing: they are not to be compared
  Sha256Stream content_;
};

}  // namespace

Verification VerifyRecord(record::Reading& reading, const Options& options,
                          const std::function<Looked()>& look,
                          const std::function<void(int64_t, int64_t)>& progress) {
  return Verifier(reading, options, look, progress).Run();
}

}  // namespace dunghan::ledger
