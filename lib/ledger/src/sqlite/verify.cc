#include "verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "../chain.h"
#include "../history.h"
#include "../share.h"
#include "application.h"

namespace dunghan::ledger::sqlite {
namespace {

using dossier::Event;

constexpr int64_t kPiece = 20'000;

/// One event of the dossier in hand.
struct Walked {
  int64_t seq;
  int64_t previous;
  Event event;
};

/// Checks a ledger against its own events, the long way: every dossier is folded from all its
/// events at once, not step by step as the writer does it.
class Verifier {
 public:
  Verifier(Store& store, const Options& options,
           const std::function<void(int64_t, int64_t)>& progress)
      : store_(store), options_(options), progress_(progress) {}

  Verification Run(bool held) {
    store_.BeginWalk();
    // The first rulebook takes position 0; ledgers of form 1 have none there.
    head_.seq = store_.HeadAt(int64_t{0}) ? -1 : 0;
    WalkChain();
    std::unique_ptr<Transaction> transaction;
    if (held)
      transaction = std::make_unique<Transaction>(store_.database(), Transaction::Kind::kRead);
    WalkChain();  // what was appended meanwhile
    store_.RefreshDictionary();
    meta_ = store_.ReadMeta();
    // From the record alone: what the files say now proves nothing.
    auto versions = store_.ReadRulebooks(head_.seq, {});
    if (versions.empty()) versions.push_back(Unrecorded(options_));
    timeline_.emplace(std::move(versions));
    comparable_ = meta_.rulebook == DerivedKey(*timeline_);
    if (!comparable_) {
      result_.note = "states and cells were written by another version and are not compared";
    }
    FoldDossiers();
    if (comparable_ && !result_.difference) CompareCounts();
    if (comparable_ && !result_.difference) ComparePages();
    result_.position = {head_.seq, std::max(options_.clock->Now(), head_.recorded_at), head_.chain};
    result_.content = content_.Finish();
    store_.EndWalk();
    return std::move(result_);
  }

 private:
  void Differs(std::string what) {
    if (!result_.difference) result_.difference = std::move(what);
  }

  void WalkChain() {
    store_.RefreshDictionary();
    const int64_t all = std::max<int64_t>(store_.ReadHead().seq, 1);
    while (WalkPiece()) {
      if (progress_) progress_(head_.seq, 2 * all);
    }
    if (const int64_t last = store_.LastSeq(); last != head_.seq) {
      Differs(fmt::format("events go up to {}, commits only to {}", last, head_.seq));
    }
  }

  bool WalkPiece() {
    std::vector<std::pair<int64_t, Head>> commits;
    int64_t events = 0;
    store_.ForEachCommit(head_.seq + 1, [&](int64_t first, const Head& head) {
      commits.emplace_back(first, head);
      events += head.seq - first + 1;
      return events < kPiece;
    });
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
      ++expected;
    }
    store_.ForEachEvent(first, head.seq, [&](int64_t seq, Event&& event) {
      if (seq != expected++) Differs(fmt::format("event {} is missing", expected - 1));
      link.Add(dossier::ContentDigest(event));
      store_.AddToWalk(seq, event.dossier);
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
      if (progress_ && ++done % kPiece == 0) progress_(head_.seq + done, 2 * head_.seq);
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
    if (!comparable_ || walked.front().seq > meta_.watermark) return;
    ++expected_states_;
    const auto kept = store_.Load(code);
    if (!kept) return Differs(fmt::format("dossier {} has no state", code));
    const Entry entry = EntryOf(walked, kept->wake_at);
    if (!(entry == *kept))
      return Differs(
          fmt::format("the state of dossier {} is not what its "
                      "events say",
                      code));
    Account(entry);
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

  /// The entry as of the watermark. Events from `wake_at` on were not in force when it was written.
  Entry EntryOf(const std::vector<Walked>& walked, std::optional<Instant> wake_at) const {
    Entry entry;
    std::vector<Event> events;
    for (const auto& [seq, previous, event] : walked) {
      if (seq > meta_.watermark) break;
      entry.marks.push_back(
          {dossier::IdDigest(event.source, event.id), Prefix64(dossier::ContentDigest(event))});
      entry.last_seq = seq;
      events.push_back(event);
    }
    using std::chrono::milliseconds;
    FoldHistory(entry, std::move(events), *timeline_,
                wake_at ? *wake_at - milliseconds{1} : Instant::max());
    return entry;
  }

  void Account(const Entry& entry) {
    if (!entry.facts.first_at) return;
    ledger::Add(cells_, ShareOf(Judged(entry.facts, *timeline_)), 1);
  }

  void CompareCounts() {
    const int64_t kept = store_.CountStates();
    if (kept != expected_states_) {
      Differs(fmt::format("there are {} states for {} dossiers", kept, expected_states_));
    }
  }

  /// Day pages must be what the dossiers contribute; month and year pages the sums of their days.
  void ComparePages() {
    std::map<int64_t, PageRows> expected;
    for (const auto& [key, amounts] : cells_.map()) {
      if (amounts.IsZero()) continue;
      ++result_.cells;
      for (const PageKey& page : PagesOf(key.day)) expected[page.ToNumber()][key.row].Add(amounts);
    }
    store_.ForEachPage([&](const PageKey& key, std::string_view page) {
      const auto it = expected.find(key.ToNumber());
      const std::string wanted =
          EncodePage(it == expected.end() ? PageRows{} : it->second, store_.dictionary());
      if (page != wanted) Differs(DescribePage(key, "is not what the dossiers contribute"));
      if (it != expected.end()) expected.erase(it);
    });
    for (const auto& [number, rows] : expected) {
      if (std::any_of(rows.begin(), rows.end(),
                      [](const auto& row) { return !row.second.IsZero(); })) {
        return Differs(DescribePage(PageKey::FromNumber(number), "is missing"));
      }
    }
  }

  static std::string DescribePage(const PageKey& key, std::string_view what) {
    constexpr std::string_view kSpans[] = {"day", "month", "year"};
    return fmt::format("the page of cells for the {} from {} {}",
                       kSpans[static_cast<size_t>(key.span)], FormatDate(key.first), what);
  }

  Store& store_;
  const Options& options_;
  const std::function<void(int64_t, int64_t)>& progress_;
  Verification result_;
  Head head_;
  Meta meta_;
  bool comparable_ = false;
  std::optional<rulebook::Timeline> timeline_;
  int64_t expected_states_ = 0;
  Sha256Stream content_;
  figures::Cells cells_;
};

}  // namespace

Verification VerifyStore(Store& store, const Options& options, bool held,
                         const std::function<void(int64_t, int64_t)>& progress) {
  return Verifier(store, options, progress).Run(held);
}

}  // namespace dunghan::ledger::sqlite
