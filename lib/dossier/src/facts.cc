#include "dunghan/dossier/facts.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "snapshot.h"

namespace dunghan::dossier {
namespace {

constexpr std::array<std::string_view, 3> kSuspensionKindNames = {"supplement", "payment", "stop"};

void Submit(Facts& facts, const Event& event) {
  if (facts.submission) return;
  facts.submission = Submission{event.at, event.agency, event.procedure,
                                event.counter ? event.counter : event.agency, event.channel};
}

void Decline(Facts& facts, const Event& event) {
  // One from before the submission answers nothing.
  const bool stray = facts.declined && facts.submission && *facts.declined < facts.submission->at;
  if (!facts.declined || stray) facts.declined = event.at;
}

/// A due the receipt claims, in one of its contents, or another receipt.
void ClaimByReceipt(Facts& facts, const Event& event, bool first) {
  if (!event.due) return;
  const bool claimed =
      std::any_of(facts.claims.begin(), facts.claims.end(),
                  [](const Claim& claim) { return claim.by == ClaimBy::kReceipt; });
  facts.claims.push_back(
      {event.at, *event.due, first || claimed ? ClaimBy::kReceipt : ClaimBy::kReceiptAgain});
}

void Receive(Facts& facts, const Event& event) {
  const bool first = !facts.receipt;
  if (first) {
    facts.receipt = Receipt{event.at, event.agency, event.procedure,
                            event.counter ? event.counter : event.agency, event.channel};
    if (facts.end && facts.end->at < event.at) facts.Add(Signal::kFinishBeforeReceipt);
    for (Hand& hand : facts.hands) {
      // Assigned before the receipt, which is the first to say whose it is.
      if (!hand.agency) hand.agency = event.agency;
    }
  } else {
    facts.Add(Signal::kSecondReceipt);
  }
  ClaimByReceipt(facts, event, first);
}

/// The span of a kind that is open, if any: it is the last one of its kind.
SuspendedSpan* OpenSpanOf(Facts& facts, SuspensionKind kind) {
  auto& spans = facts.suspensions;
  const auto last = std::find_if(spans.rbegin(), spans.rend(),
                                 [kind](const SuspendedSpan& span) { return span.kind == kind; });
  return last == spans.rend() || last->to ? nullptr : &*last;
}

void OpenSpan(Facts& facts, const Event& event, SuspensionKind kind) {
  if (!OpenSpanOf(facts, kind)) {
    facts.suspensions.push_back({kind, event.reason, event.at, {}});
  } else if (kind == SuspensionKind::kSupplement) {
    facts.asked_again.push_back(event.at);
  }
}

void CloseSpan(Facts& facts, const Event& event, SuspensionKind kind) {
  if (auto* span = OpenSpanOf(facts, kind)) span->to = event.at;
}

void Finish(Facts& facts, const Event& event, EndKind kind) {
  if (facts.end) return facts.Add(Signal::kFurtherEnd);
  facts.end = End{event.at, kind};
  if (!facts.first_end) facts.first_end = facts.end;
}

void Reopen(Facts& facts, const Event& event) {
  // A citizen's new wish is no correction of the office's work: the end stands.
  if (event.reason.text() == "citizen" || !facts.end) return;
  facts.end.reset();
  facts.ready.reset();
  facts.returned.reset();
  facts.reopened_at.push_back(event.at);
  facts.Add(Signal::kReopened);
}

void Extend(Facts& facts, const Event& event) {
  if (!event.due) return;
  facts.extension = Appointment{event.at, *event.due};
  ++facts.extensions;
}

void Apologise(Facts& facts, const Event& event) {
  facts.apologised = event.at;
  if (!event.due) return;
  facts.reappointment = Appointment{event.at, *event.due};
  if (++facts.reappointments > 1) facts.Add(Signal::kSecondReappointment);
}

/// Where the dossier lies when an event names no agency: with the last holder, else the competent
/// one, which the receipt tells.
AgencyCode HolderOf(const Facts& facts) {
  if (!facts.hands.empty()) return facts.hands.back().agency;
  return facts.receipt ? facts.receipt->agency : AgencyCode{};
}

void Assign(Facts& facts, const Event& event) {
  const AgencyCode agency = event.agency ? event.agency : HolderOf(facts);
  facts.hands.push_back({event.at, agency, event.unit, event.step, event.step_due, false});
}

void Transfer(Facts& facts, const Event& event) {
  const bool says_what = event.unit || event.step || event.step_due;
  const AgencyCode agency = event.to_agency ? event.to_agency : HolderOf(facts);
  facts.hands.push_back({event.at, agency, event.unit, event.step, event.step_due, !says_what});
}

void Apply(Facts& facts, const Event& event, uint8_t rank) {
  switch (event.type) {
    case EventType::kSubmitted:
      return Submit(facts, event);
    case EventType::kDeclined:
      return Decline(facts, event);
    case EventType::kReceived:
      return Receive(facts, event);
    case EventType::kDueSet:
      if (event.due) facts.claims.push_back({event.at, *event.due, ClaimBy::kDueSet});
      return;
    case EventType::kSupplementRequested:
      return OpenSpan(facts, event, SuspensionKind::kSupplement);
    case EventType::kSupplemented:
      return CloseSpan(facts, event, SuspensionKind::kSupplement);
    case EventType::kPaymentRequested:
      return OpenSpan(facts, event, SuspensionKind::kPayment);
    case EventType::kPaid:
      return CloseSpan(facts, event, SuspensionKind::kPayment);
    case EventType::kSuspended:
      return OpenSpan(facts, event, SuspensionKind::kStop);
    case EventType::kResumed:
      return CloseSpan(facts, event, SuspensionKind::kStop);
    case EventType::kAssigned:
      return Assign(facts, event);
    case EventType::kTransferred:
      return Transfer(facts, event);
    case EventType::kExtended:
      return Extend(facts, event);
    case EventType::kApologised:
      return Apologise(facts, event);
    case EventType::kCompleted:
      return Finish(facts, event, EndKind::kCompleted);
    case EventType::kRefused:
      return Finish(facts, event, EndKind::kRefused);
    case EventType::kWithdrawn:
      return Finish(facts, event, EndKind::kWithdrawn);
    case EventType::kReopened:
      return Reopen(facts, event);
    case EventType::kReady:
      if (!facts.ready) facts.ready = event.at;
      return;
    case EventType::kReturned:
      if (!facts.returned) facts.returned = event.at;
      return;
    case EventType::kLateCause:
      if (event.reason) facts.late_cause = event.reason;
      return;
    case EventType::kUrged:
      facts.urged_at.push_back(event.at);
      return;
    case EventType::kRated:
      if (event.rating != 0) facts.rating = Rating{event.at, event.rating};
      return;
    case EventType::kVoided:
      return;
    case EventType::kSnapshot:
      return FoldSnapshot(facts, event, rank);
  }
}

using Pointers = std::vector<const Event*>;
using Identity = std::pair<uint32_t, std::string_view>;  // source, id

Identity IdentityOf(const Event& event) { return {event.source.number(), event.id}; }

/// The events that rule, and what else the receipts claim.
struct Sifted {
  struct Part {
    const Event* event;
    bool rules;  ///< false: another content of a receipt that does
  };
  std::vector<Part> parts;
  /// Some content of the ruling receipt claims no due while another may.
  bool silent = false;
};

class Sieve {
 public:
  Sieve(const Pointers& sorted, Facts& facts) : facts_(facts) {
    for (const Event* event : sorted) {
      // Repeats lie next to each other.
      if (!parts_.empty() && *parts_.back().event == *event) continue;
      const auto [it, is_new] = by_id_.emplace(IdentityOf(*event), event);
      if (is_new) {
        if (event->type == EventType::kVoided) {
          voided_.emplace(event->source.number(), event->voids);
        }
      } else {
        facts_.Add(Signal::kConflictingContent);
      }
      parts_.push_back({event, is_new});
    }
  }

  /// Of several contents under one id the first rules; nothing that was voided does.
  Sifted Take() {
    Sifted sifted;
    sifted.parts.reserve(parts_.size());
    const Event* receipt = nullptr;
    for (const auto& part : parts_) {
      const Event& event = *part.event;
      if (event.type == EventType::kVoided) continue;
      if (voided_.contains(IdentityOf(event))) {
        if (part.rules) facts_.Add(Signal::kVoidedEvent);
        continue;
      }
      if (event.type == EventType::kReceived) {
        const Event* ruling = by_id_.find(IdentityOf(event))->second;
        // Under an id that rules as something else nothing was received.
        if (ruling->type != EventType::kReceived) continue;
        if (!receipt) receipt = ruling;
        if (receipt == ruling && !event.due) sifted.silent = true;
      } else if (!part.rules) {
        continue;
      }
      sifted.parts.push_back(part);
    }
    return sifted;
  }

 private:
  Facts& facts_;
  boost::unordered_flat_map<Identity, const Event*> by_id_;
  boost::unordered_flat_set<Identity> voided_;
  std::vector<Sifted::Part> parts_;
};

/// Whatever is said later than this can be folded on top.
void EndWith(Facts& facts, const Event& event) {
  facts.last_at = event.at;
  facts.last_type = event.type;
}

}  // namespace

std::string_view ToString(SuspensionKind kind) {
  return kSuspensionKindNames[static_cast<size_t>(kind)];
}

Facts Fold(std::span<const Event> events, const RankOf& rank_of) {
  Pointers sorted;
  sorted.reserve(events.size());
  for (const Event& event : events) sorted.push_back(&event);
  std::sort(sorted.begin(), sorted.end(),
            [](const Event* a, const Event* b) { return CanonicalLess(*a, *b); });
  Facts facts;
  const Sifted sifted = Sieve(sorted, facts).Take();
  for (const auto& [event, rules] : sifted.parts) {
    if (rules) {
      FoldNext(facts, *event, rank_of ? rank_of(*event) : 0);
    } else {
      ClaimByReceipt(facts, *event, false);
      EndWith(facts, *event);
    }
  }
  if (sifted.silent) {
    for (Claim& claim : facts.claims) {
      if (claim.by == ClaimBy::kReceipt) claim.by = ClaimBy::kReceiptAgain;
    }
  }
  return facts;
}

bool FoldsOnTop(const Facts& facts, const Event& event) {
  if (event.type == EventType::kVoided) return false;
  // At one instant and of one type source and id would decide, which facts do not keep.
  return !facts.last_at || event.at > *facts.last_at ||
         (event.at == *facts.last_at && event.type > facts.last_type);
}

void FoldNext(Facts& facts, const Event& event, uint8_t rank) {
  if (!facts.first_at) facts.first_at = event.at;
  if (!facts.named_agency) facts.named_agency = event.agency;
  Apply(facts, event, rank);
  EndWith(facts, event);
}

}  // namespace dunghan::dossier
