#include <algorithm>
#include <utility>

#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {
namespace {

/// Where the claims begin: the promise made on receipt, else the first made after it.
struct Base {
  const Claim* claim = nullptr;
  Instant said_at;          ///< a stop from then on may move it
  size_t movable_from = 0;  ///< the first of the claims that may take its place
};

class Rule {
 public:
  Rule(const Facts& facts, const Terms& terms) : facts_(facts), terms_(terms) {}

  Promise Apply() const {
    Promise promise;
    const Base base = FindBase();
    if (!base.claim) return promise;
    promise.in_force = *base.claim;
    Instant said_at = base.said_at;
    for (size_t i = 0; i < facts_.claims.size(); ++i) {
      const Claim& claim = facts_.claims[i];
      if (&claim == base.claim || Same(claim.due, promise.in_force->due)) continue;
      const bool later = claim.by == ClaimBy::kDueSet && i >= base.movable_from;
      const auto suspended =
          later ? SuspendedBetween(claim, *promise.in_force, said_at) : std::nullopt;
      if (suspended) {
        promise.suspended_from = suspended;
        promise.replaced = std::exchange(promise.in_force, claim);
        said_at = claim.at;
      } else {
        promise.disputed.push_back(claim);
      }
    }
    return promise;
  }

 private:
  bool Same(const DueClaim& a, const DueClaim& b) const {
    const worktime::Zone& zone = terms_.calendar->zone();
    return AsRead(a, zone) == AsRead(b, zone);
  }

  /// The earliest due of those that take part; of equal ones the first said.
  template <class TakesPart>
  const Claim* Earliest(TakesPart takes_part) const {
    const Claim* earliest = nullptr;
    for (const Claim& claim : facts_.claims) {
      if (!takes_part(claim)) continue;
      if (!earliest || OverdueFrom(claim.due, terms_) < OverdueFrom(earliest->due, terms_)) {
        earliest = &claim;
      }
    }
    return earliest;
  }
  static bool IsByReceipt(const Claim& claim) {
    return claim.by == ClaimBy::kReceipt || claim.by == ClaimBy::kSnapshot;
  }
  static bool IsByDueSet(const Claim& claim) { return claim.by == ClaimBy::kDueSet; }
  const Claim* FirstBy(bool (*is)(const Claim&)) const {
    const auto found = std::find_if(facts_.claims.begin(), facts_.claims.end(), is);
    return found == facts_.claims.end() ? nullptr : &*found;
  }

  size_t After(const Claim* claim) const {
    return static_cast<size_t>(claim - facts_.claims.data()) + 1;
  }

  Base FindBase() const {
    if (const Claim* first = FirstBy(IsByReceipt)) {
      const Claim* base = Earliest(IsByReceipt);
      return {base, first->at, After(first)};
    }
    const Claim* first = FirstBy(IsByDueSet);
    const Claim* base = Earliest(
        [&](const Claim& claim) { return claim.by == ClaimBy::kReceiptAgain || &claim == first; });
    if (!base) return {};
    if (base == first || !facts_.receipt) return {base, base->at, After(base)};
    return {base, facts_.receipt->at, 0};
  }

  /// A later claim comes into force only if the clock was stopped between the two, and before the
  /// earlier promise had passed: a date moved for no reason, or after the fact, moves nothing.
  std::optional<Instant> SuspendedBetween(const Claim& later, const Claim& earlier,
                                          Instant earlier_said_at) const {
    const Instant passed = OverdueFrom(earlier.due, terms_);
    const auto& spans = facts_.suspensions;  // by their beginning
    const auto next =
        std::lower_bound(spans.begin(), spans.end(), earlier_said_at,
                         [](const SuspendedSpan& span, Instant said) { return span.from < said; });
    const bool replaces = next != spans.end() && next->from < std::min(later.at, passed);
    return replaces ? std::optional(next->from) : std::nullopt;
  }

  const Facts& facts_;
  const Terms& terms_;
};

}  // namespace

Promise PromiseInForce(const Facts& facts, const Terms& terms) {
  return Rule(facts, terms).Apply();
}

ClaimState StateOf(const Claim& claim, const Promise& promise, const worktime::Zone& zone) {
  const auto& disputed = promise.disputed;
  if (std::find(disputed.begin(), disputed.end(), claim) != disputed.end()) {
    return ClaimState::kDisputed;
  }
  const bool in_force =
      promise.in_force && AsRead(claim.due, zone) == AsRead(promise.in_force->due, zone);
  return in_force ? ClaimState::kInForce : ClaimState::kReplaced;
}

}  // namespace dunghan::dossier
