#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/rulebook/timeline.h"
#include "history/metrics_events.h"

namespace dunghan::commands {

/// The dossiers of a record as far as it was gone through, in memory: folded by the same functions
/// as a ledger's, and judged by the rulebooks of then. Whoever follows is told once of each that
/// was touched since it was told last, so that a dossier with many events in between is judged
/// once.
///
/// Of a dossier that is settled its packed events remain, and it is folded anew should more come.
class PastDossiers {
 public:
  explicit PastDossiers(std::shared_ptr<const rulebook::Timeline> timeline)
      : timeline_(std::move(timeline)) {}

  /// What is heard at `known`. An event dated after that takes effect when its time has come.
  void Take(const dossier::Event& event, Instant known);

  /// Tells of all that changed since the last time, as of `now`; the first time, and after JudgeBy,
  /// of all there is.
  using Visitor = std::function<void(const ledger::DossierChange& change)>;
  void Tell(Instant now, const Visitor& visit);
  /// While nobody follows: lets go of what need not be held. The next Tell tells of all there is.
  void Settle(Instant now);

  /// Other rulebooks are known from now on.
  void JudgeBy(std::shared_ptr<const rulebook::Timeline> timeline);
  const std::shared_ptr<const rulebook::Timeline>& timeline() const { return timeline_; }

 private:
  /// What is held of a dossier that is not settled.
  struct Held {
    dossier::Facts facts;
    std::optional<dossier::Judged> told;  ///< nothing: nobody was told of it
    bool refold = false;                  ///< the facts have to be made anew
    bool touched = false;
    bool ahead = false;  ///< it has an event that is not in force yet
  };
  struct Dossier {
    std::string code;
    PackedEvents events;
    std::unique_ptr<Held> held;
    /// Of a settled one: what only tells more of it comes after this; Instant::max(): ask the
    /// facts.
    Instant ended_at = Instant::max();
    bool petition = false;  ///< some opening event says so
  };

  Dossier& DossierOf(std::string_view code);
  bool IsPetition(const dossier::Event& event) const;
  bool IsMirror(const dossier::Event& event) const;
  Held& Hold(Dossier& dossier);
  void Fold(const Dossier& dossier, const dossier::Event& event, Held& held) const;
  void Touch(Dossier& dossier);
  dossier::Facts FactsAt(const Dossier& dossier, Instant now, bool* ahead = nullptr) const;
  void Wake(Instant now);
  void TellOf(Dossier& dossier, Instant now, const Visitor& visit);
  void LetGo(Dossier& dossier);

  std::shared_ptr<const rulebook::Timeline> timeline_;
  std::deque<Dossier> dossiers_;  // stay where they are: the keys below are the codes in it
  boost::unordered_flat_map<std::string_view, Dossier*> by_code_;
  std::vector<Dossier*> touched_;
  using Alarm = std::pair<Instant, Dossier*>;
  std::priority_queue<Alarm, std::vector<Alarm>, std::greater<>> ahead_;
  bool followed_ = false;
  Instant told_at_;  // the last time
};

}  // namespace dunghan::commands
