#include "snapshot.h"

#include <algorithm>

namespace dunghan::dossier {
namespace {

std::optional<EndKind> EndOfState(const Said& said) {
  switch (said.state) {
    case SaidState::kCompleted:
    case SaidState::kReturned:
      return EndKind::kCompleted;
    case SaidState::kRefused:
      return EndKind::kRefused;
    case SaidState::kWithdrawn:
      return EndKind::kWithdrawn;
    case SaidState::kNone:
      // A list without states tells the ended ones by their dates.
      return said.ended ? std::optional(EndKind::kCompleted) : std::nullopt;
    default:
      return {};
  }
}

std::optional<SuspensionKind> PauseOfState(SaidState state) {
  switch (state) {
    case SaidState::kSupplement:
      return SuspensionKind::kSupplement;
    case SaidState::kPayment:
      return SuspensionKind::kPayment;
    case SaidState::kStopped:
      return SuspensionKind::kStop;
    default:
      return {};
  }
}

/// One snapshot on top of all before it.
class SnapshotFolder {
 public:
  SnapshotFolder(Facts& facts, const Event& event, uint8_t rank)
      : facts_(facts), event_(event), said_(Find()), before_(said_) {
    said_.rank = rank;
  }

  void Fold() {
    Merge();
    if (said_.state == SaidState::kRegistered || said_.state == SaidState::kDeclined) {
      Wait();
    } else {
      Receive();
    }
    Pause();
    Claim();
    End();
  }

 private:
  Said& Find() {
    auto& all = facts_.said;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Said& said) { return said.source == event_.source; });
    if (found != all.end()) return *found;
    all.push_back({.source = event_.source, .at = event_.at});
    return all.back();
  }

  template <class T>
  static void Take(T& said, const T& now) {
    if (now) said = now;
  }

  /// An export knows nothing of what comes after it.
  std::optional<Instant> NotAhead(std::optional<Instant> said) const {
    return said ? std::optional(std::min(*said, event_.at)) : said;
  }

  void Merge() {
    said_.at = event_.at;
    Take(said_.received, NotAhead(event_.received));
    Take(said_.due, event_.due);
    Take(said_.agency, event_.agency);
    Take(said_.procedure, event_.procedure);
    Take(said_.counter, event_.counter);
    if (event_.channel != Channel::kUnknown) said_.channel = event_.channel;
    if (event_.state != SaidState::kNone) {
      said_.state = event_.state;
      // Who says that it is in work takes back when it had ended.
      if (!EndOfState(said_)) said_.ended.reset();
    }
    Take(said_.ended, NotAhead(event_.ended));
  }

  AgencyCode Counter() const { return said_.counter ? said_.counter : said_.agency; }

  template <class T>
  static bool IsGiven(const T& value) {
    return value != T{};
  }

  static bool SaysState(const Said& said) { return said.state != SaidState::kNone || said.ended; }

  /// Whoever of a higher rank says as much, the highest of them; else null.
  template <class Says>
  const Said* Above(const Said& one, Says says) const {
    const Said* above = nullptr;
    for (const Said& other : facts_.said) {
      if (other.rank > (above ? above->rank : one.rank) && says(other)) above = &other;
    }
    return above;
  }

  /// The word that rules where `one` has the say: its own, but for what a higher rank says.
  template <class T>
  T Ruling(const Said& one, T Said::*field) const {
    const Said* above = Above(one, [&](const Said& other) { return IsGiven(other.*field); });
    return above ? above->*field : one.*field;
  }

  Said* MakerOf(bool Said::*made) const {
    const auto maker = std::find_if(facts_.said.begin(), facts_.said.end(),
                                    [&](Said& said) { return said.*made; });
    return maker == facts_.said.end() ? nullptr : &*maker;
  }

  void Wait() {
    const Instant at = said_.received.value_or(event_.at);
    if (!facts_.submission && !facts_.receipt) {
      facts_.submission = Submission{at, said_.agency, said_.procedure, Counter(), said_.channel};
      facts_.first_at = std::min(*facts_.first_at, at);
    }
    if (said_.state == SaidState::kDeclined && !facts_.declined) {
      facts_.declined = said_.ended.value_or(event_.at);
    }
  }

  bool SaysReceipt() const { return said_.received && said_.agency && said_.procedure; }

  Receipt RulingReceipt(const Said& maker) const {
    const AgencyCode agency = Ruling(maker, &Said::agency);
    const AgencyCode counter = Ruling(maker, &Said::counter);
    return {*Ruling(maker, &Said::received), agency, Ruling(maker, &Said::procedure),
            counter ? counter : agency, Ruling(maker, &Said::channel)};
  }

  void Receive() {
    const Said* maker = MakerOf(&Said::made_receipt);
    if (!facts_.receipt) {
      if (!SaysReceipt()) return;
      said_.made_receipt = true;
      maker = &said_;
    }
    const Receipt receipt = maker ? RulingReceipt(*maker) : *facts_.receipt;
    if (SaysReceipt() && (said_.received != receipt.at || said_.agency != receipt.agency ||
                          said_.procedure != receipt.procedure)) {
      facts_.Add(Signal::kSourcesDiffer);
    }
    if (!facts_.receipt) {
      Begin(receipt);
    } else if (receipt != *facts_.receipt) {
      if (maker != &said_) facts_.Add(Signal::kSourcesDiffer);
      Move(receipt);
    }
    facts_.receipt = receipt;
    facts_.first_at = std::min(*facts_.first_at, receipt.at);
  }

  void Begin(const Receipt& receipt) {
    if (facts_.end && facts_.end->at < receipt.at) facts_.Add(Signal::kFinishBeforeReceipt);
    for (Hand& hand : facts_.hands) {
      if (!hand.agency) hand.agency = receipt.agency;
    }
  }

  void Move(const Receipt& receipt) {
    if (receipt.at == facts_.receipt->at) return;
    if (before_.received) facts_.Add(Signal::kReceiptMoved);
    for (dossier::Claim& claim : facts_.claims) {
      if (claim.by == ClaimBy::kSnapshot) claim.at = receipt.at;
    }
  }

  /// The first due said with a receipt of its own is what was promised on that; any other is a new
  /// word, of the instant of its snapshot.
  void Claim() {
    if (!said_.due || said_.due == before_.due) return;
    if (const Said* above = Above(said_, [](const Said& other) { return IsGiven(other.due); })) {
      if (above->due != said_.due) facts_.Add(Signal::kSourcesDiffer);
      return;
    }
    if (!before_.due && CorrectsPromise()) return;
    const bool first = !before_.due && said_.made_receipt;
    facts_.claims.push_back({first ? facts_.receipt->at : event_.at, *said_.due,
                             first ? ClaimBy::kSnapshot : ClaimBy::kDueSet});
  }

  /// What a lower rank says was promised on the receipt gives way.
  bool CorrectsPromise() {
    const Said* maker = MakerOf(&Said::made_receipt);
    if (!maker || maker->rank >= said_.rank) return false;
    for (dossier::Claim& claim : facts_.claims) {
      if (claim.by != ClaimBy::kSnapshot) continue;
      if (claim.due != *said_.due) facts_.Add(Signal::kSourcesDiffer);
      claim.due = *said_.due;
      return true;
    }
    return false;
  }

  /// What ruled before this snapshot: its source's word, else that of the highest rank below.
  SaidState StateBefore() const {
    if (before_.state != SaidState::kNone || said_.state == SaidState::kNone) return before_.state;
    const Said* below = nullptr;
    for (const Said& other : facts_.said) {
      if (other.rank >= said_.rank || other.state == SaidState::kNone) continue;
      if (!below || other.rank > below->rank) below = &other;
    }
    return below ? below->state : SaidState::kNone;
  }

  void Pause() {
    if (Above(said_, SaysState)) return;
    const auto was = PauseOfState(StateBefore());
    const auto is = PauseOfState(said_.state);
    if (was == is) return;
    if (was) EndPause(*was);
    if (is) BeginPause(*is);
  }

  SuspendedSpan* OpenSpan(SuspensionKind kind) {
    auto& spans = facts_.suspensions;
    const auto last = std::find_if(spans.rbegin(), spans.rend(),
                                   [kind](const SuspendedSpan& span) { return span.kind == kind; });
    return last == spans.rend() || last->to ? nullptr : &*last;
  }

  void BeginPause(SuspensionKind kind) {
    if (OpenSpan(kind)) return;
    facts_.suspensions.push_back({kind, event_.reason, event_.at, {}});
    facts_.Add(Signal::kPauseByFile);
  }

  void EndPause(SuspensionKind kind) {
    SuspendedSpan* span = OpenSpan(kind);
    if (!span) return;
    // What ended meanwhile was not paused any more.
    const Instant at = EndOfState(said_) ? said_.ended.value_or(event_.at) : event_.at;
    span->to = std::clamp(at, span->from, std::max(span->from, event_.at));
    facts_.Add(Signal::kPauseByFile);
  }

  void End() {
    const auto kind = EndOfState(said_);
    const bool outranked = Above(said_, SaysState) != nullptr;
    if (!kind) return outranked ? void() : Reopen();
    const dossier::End end{said_.ended.value_or(event_.at), *kind, !said_.ended};
    const bool same = facts_.end && facts_.end->kind == end.kind && facts_.end->at == end.at;
    if (outranked) {
      if (!end.undated && !same) facts_.Add(Signal::kSourcesDiffer);
      return;
    }
    if (!facts_.end) {
      // Taken back by somebody's word since: the same said once more ends it not again.
      if (before_.made_end && EndOfState(before_) == kind && before_.ended == said_.ended) return;
      said_.made_end = true;
      facts_.end = end;
      if (!facts_.first_end) facts_.first_end = end;
      if (facts_.receipt && end.at < facts_.receipt->at) facts_.Add(Signal::kFinishBeforeReceipt);
      return;
    }
    if (!said_.made_end) {
      if (!end.undated && !same) facts_.Add(Signal::kSourcesDiffer);
      if (!TakesEndOver()) return;
    }
    // Ended without a date it ended when that was first seen.
    if (end.undated && facts_.end->undated && facts_.end->kind == end.kind) return;
    // The date that a lower rank had is the best there is.
    if (end.undated && !facts_.end->undated) return void(facts_.end->kind = end.kind);
    if (before_.made_end && !facts_.end->undated && !same) facts_.Add(Signal::kEndMoved);
    facts_.end = end;
  }

  /// Whether the end rested on the word of a lower rank; it rests on this one's now.
  bool TakesEndOver() {
    Said* maker = MakerOf(&Said::made_end);
    if (!maker || maker->rank >= said_.rank) return false;
    maker->made_end = false;
    said_.made_end = true;
    return true;
  }

  void Reopen() {
    if (!facts_.end) return;
    if (!said_.made_end && (said_.state == SaidState::kNone || !TakesEndOver())) return;
    said_.made_end = false;
    facts_.end.reset();
    facts_.ready.reset();
    facts_.returned.reset();
    facts_.reopened_at.push_back(event_.at);
    facts_.Add(Signal::kReopened);
  }

  Facts& facts_;
  const Event& event_;
  Said& said_;
  const Said before_;
};

}  // namespace

void FoldSnapshot(Facts& facts, const Event& event, uint8_t rank) {
  SnapshotFolder(facts, event, rank).Fold();
}

}  // namespace dunghan::dossier
