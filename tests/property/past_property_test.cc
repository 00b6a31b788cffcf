#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "history/metrics_dossiers.h"
#include "history/metrics_events.h"
#include "ledger_bench.h"

/// The dossiers of the past against those of a ledger that stood where the past does.
namespace dunghan::commands {
namespace {

using ledger::Bench;
using ledger::DossierState;
using States = std::map<std::string, DossierState>;

States StatesOf(ledger::View& view) {
  States states;
  const auto add = [&](std::string_view code, const DossierState& state) {
    // What only mirrors told of is nothing to anybody.
    if (state.facts.first_at) states.emplace(code, state);
  };
  RC_ASSERT(view.ForEachOpen(add).has_value());
  RC_ASSERT(view.ForEachSettled("",
                                [&](const ledger::Settled& dossier) {
                                  add(dossier.code(), dossier.state());
                                  return true;
                                })
                .has_value());
  return states;
}

/// Without what boards do not show, and the past need not tell at once.
dossier::Facts OnTheBoard(dossier::Facts facts) {
  if (!facts.receipt) return facts;
  facts.hands.clear();
  facts.ready.reset();
  facts.returned.reset();
  facts.late_cause = {};
  facts.urged_at.clear();
  facts.rating.reset();
  facts.signals = 0;
  facts.last_at.reset();
  facts.last_type = {};
  return facts;
}

void Same(const States& told, const States& there) {
  RC_ASSERT(told.size() == there.size());
  for (const auto& [code, state] : there) {
    const auto found = told.find(code);
    RC_ASSERT(found != told.end());
    RC_ASSERT(OnTheBoard(found->second.facts) == OnTheBoard(state.facts));
    RC_ASSERT(found->second.judgement == state.judgement);
  }
}

/// Somebody who is told, and holds the past to what it said before.
class Follower {
 public:
  void Tell(PastDossiers& past, Instant now) {
    past.Tell(now, [&](const ledger::DossierChange& change) {
      const auto known = states_.find(change.code);
      if (change.before && change.before->facts.first_at) {
        RC_ASSERT(known != states_.end());
        RC_ASSERT(OnTheBoard(known->second.facts) == OnTheBoard(change.before->facts));
        RC_ASSERT(known->second.judgement == change.before->judgement);
      } else {
        RC_ASSERT(known == states_.end());
      }
      if (change.after.facts.first_at) {
        states_.insert_or_assign(change.code, change.after);
      } else if (known != states_.end()) {
        states_.erase(known);
      }
    });
  }
  void Forget() { states_.clear(); }
  const States& states() const { return states_; }

 private:
  States states_;
};

class Replayed {
 public:
  Replayed() : bench_(test::kHistoryFrom), past_(bench_.ledger().timeline()) {
    history_ = test::RandomHistory(bench_.events());
    if (!in_order_) return;
    std::stable_sort(history_.begin(), history_.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
  }

  void Run() {
    for (size_t next = 0; next < history_.size();) {
      PassTime();
      const int left = static_cast<int>(history_.size() - next);
      for (int count = *rc::gen::inRange(1, std::min(left, 6) + 1); count > 0; --count) {
        Hear(history_[next++]);
      }
      if (*rc::gen::inRange(0, 8) == 0) ChangeRulebook();
      Look();
    }
    for (int i = 0; i < 5; ++i) {
      PassTime();
      Look();
    }
  }

 private:
  void PassTime() {
    // What is heard in order brings the time with it.
    const int hours = in_order_ ? 4 : 72;
    bench_.clock().Set(bench_.clock().Now() +
                       std::chrono::minutes{*rc::gen::inRange(0, 60 * hours)});
  }
  void Hear(const dossier::Event& event) {
    if (in_order_) bench_.clock().Set(std::max(bench_.clock().Now(), event.at));
    const auto appended = bench_.ledger().Append(test::Items({event})).value();
    // The record has nothing twice.
    if (appended.items.front().outcome != ledger::Outcome::kStored) return;
    past_.Take(event, bench_.clock().Now());
  }
  void ChangeRulebook() {
    const auto limit = *rc::gen::element<std::string>("5wd", "1wd", "8wh");
    bench_.Apply({.limit_of_p = limit});
    past_.JudgeBy(bench_.ledger().timeline());
    follower_.Forget();
  }
  void Look() {
    const Instant now = bench_.clock().Now();
    if (*rc::gen::inRange(0, 4) == 0) return;
    if (follower_.states().empty() && *rc::gen::inRange(0, 3) == 0) {
      if (!followed_) past_.Settle(now);
      return;
    }
    followed_ = true;
    RC_ASSERT(bench_.ledger().Advance().has_value());
    follower_.Tell(past_, now);
    Same(follower_.states(), StatesOf(*bench_.Look()));
  }

  Bench bench_;
  /// Heard as they happened; otherwise in any order.
  const bool in_order_ = *rc::gen::element(true, false);
  std::vector<dossier::Event> history_;
  PastDossiers past_;
  Follower follower_;
  bool followed_ = false;
};

RC_GTEST_PROP(PastDossiersProperty, AreThoseOfALedgerThatStoodThere, ()) { Replayed().Run(); }

RC_GTEST_PROP(PackedEventsProperty, ComeOutAsTheyWentIn, ()) {
  test::Events events;
  PackedEvents packed;
  auto history = test::RandomHistory(events);
  for (dossier::Event& event : history) {
    event.dossier = "D";
    packed.Add(event);
    RC_ASSERT(packed.MayConcern(event));
  }
  RC_ASSERT(packed.Unpack("D") == history);
}

}  // namespace
}  // namespace dunghan::commands
