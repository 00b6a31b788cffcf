#include "history/metrics_dossiers.h"

#include <algorithm>
#include <utility>

namespace dunghan::commands {
namespace {

using dossier::Event;
using dossier::EventType;

/// Says more of a dossier that was received, and moves neither its standing nor anything else that
/// boards show; of a petition they show that it was forwarded and rated. To be handed over is an
/// end by index 766.
bool OnlyTellsMore(EventType type) {
  switch (type) {
    case EventType::kAssigned:
    case EventType::kTransferred:
    case EventType::kReady:
    case EventType::kLateCause:
    case EventType::kUrged:
    case EventType::kRated:
      return true;
    default:
      return false;
  }
}

/// Nothing is expected to happen any more.
bool IsSettled(const dossier::Facts& facts) {
  if (facts.receipt) return facts.end.has_value();
  return facts.declined && (!facts.submission || facts.submission->at <= *facts.declined);
}

}  // namespace

void PastDossiers::Take(const Event& event, Instant known) {
  Dossier& dossier = DossierOf(event.dossier);
  dossier.petition = dossier.petition || IsPetition(event);
  const bool tells_more = !dossier.petition && OnlyTellsMore(event.type);
  const bool is_ahead = event.at > known;
  // One that is ahead may be an authority's by its time.
  if (!is_ahead && IsMirror(event)) return dossier.events.Add(event);
  const bool adds_nothing = !dossier.held && !dossier.events.empty() && !is_ahead && tells_more &&
                            event.at >= dossier.ended_at && !dossier.events.MayConcern(event);
  if (adds_nothing) return dossier.events.Add(event);
  Held& held = Hold(dossier);
  if (is_ahead) {
    held.ahead = true;
    ahead_.emplace(event.at, &dossier);
  } else {
    Fold(dossier, event, held);
    if (held.refold || !held.facts.receipt || !tells_more) Touch(dossier);
  }
  dossier.events.Add(event);
}

PastDossiers::Dossier& PastDossiers::DossierOf(std::string_view code) {
  if (const auto known = by_code_.find(code); known != by_code_.end()) return *known->second;
  Dossier& dossier = dossiers_.emplace_back();
  dossier.code = code;
  by_code_.emplace(dossier.code, &dossier);
  return dossier;
}

bool PastDossiers::IsPetition(const Event& event) const {
  if (!event.procedure) return false;
  // The newest row says what a procedure is, for boards as well.
  const rulebook::Procedure* listed = timeline_->newest().FindProcedure(event.procedure);
  return listed && listed->kind == rulebook::ProcedureKind::kPetition;
}

bool PastDossiers::IsMirror(const Event& event) const { return !timeline_->IsFolded(event); }

PastDossiers::Held& PastDossiers::Hold(Dossier& dossier) {
  if (dossier.held) return *dossier.held;
  dossier.held = std::make_unique<Held>();
  if (!dossier.events.empty()) {
    if (followed_) dossier.held->told = timeline_->Judge(FactsAt(dossier, told_at_));
    dossier.held->refold = true;  // some of what it has was heard after that
  }
  return *dossier.held;
}

void PastDossiers::Fold(const Dossier& dossier, const Event& event, Held& held) const {
  held.refold = held.refold || event.type == EventType::kVoided ||
                dossier.events.MayConcern(event) || !dossier::FoldsOnTop(held.facts, event);
  if (!held.refold) timeline_->FoldNext(held.facts, event);
}

void PastDossiers::Touch(Dossier& dossier) {
  if (!std::exchange(dossier.held->touched, true)) touched_.push_back(&dossier);
}

dossier::Facts PastDossiers::FactsAt(const Dossier& dossier, Instant now, bool* ahead) const {
  std::vector<Event> events = dossier.events.Unpack(dossier.code);
  std::erase_if(events, [&](const Event& event) {
    if (event.at <= now) return IsMirror(event);
    if (ahead) *ahead = true;
    return true;
  });
  return timeline_->Fold(events);
}

void PastDossiers::Wake(Instant now) {
  for (; !ahead_.empty() && ahead_.top().first <= now; ahead_.pop()) {
    Dossier& dossier = *ahead_.top().second;
    Hold(dossier).refold = true;
    Touch(dossier);
  }
}

void PastDossiers::Tell(Instant now, const Visitor& visit) {
  Wake(now);
  if (std::exchange(followed_, true)) {
    for (Dossier* dossier : touched_) TellOf(*dossier, now, visit);
  } else {
    for (Dossier& dossier : dossiers_) {
      if (!dossier.held) {
        dossier.held = std::make_unique<Held>();
        dossier.held->refold = true;
      }
      TellOf(dossier, now, visit);
    }
  }
  touched_.clear();
  told_at_ = now;
}

void PastDossiers::TellOf(Dossier& dossier, Instant now, const Visitor& visit) {
  Held& held = *dossier.held;
  held.touched = false;
  if (std::exchange(held.refold, false)) {
    held.ahead = false;
    held.facts = FactsAt(dossier, now, &held.ahead);
  }
  ledger::DossierChange change{dossier.code, std::move(held.told), timeline_->Judge(held.facts)};
  visit(change);
  held.told = std::move(change.after);
  LetGo(dossier);
}

void PastDossiers::Settle(Instant now) {
  Wake(now);
  for (Dossier* dossier : touched_) {
    Held& held = *dossier->held;
    held.touched = false;
    if (std::exchange(held.refold, false)) {
      held.ahead = false;
      held.facts = FactsAt(*dossier, now, &held.ahead);
    }
    LetGo(*dossier);
  }
  touched_.clear();
}

void PastDossiers::LetGo(Dossier& dossier) {
  const Held& held = *dossier.held;
  if (held.ahead || !IsSettled(held.facts)) return;
  dossier.ended_at =
      held.facts.receipt ? std::max(held.facts.end->at, held.facts.receipt->at) : Instant::max();
  dossier.events.Trim();
  dossier.held.reset();
}

void PastDossiers::JudgeBy(std::shared_ptr<const rulebook::Timeline> timeline) {
  timeline_ = std::move(timeline);
  followed_ = false;
  // Sources may have changed sides.
  for (Dossier& dossier : dossiers_) {
    if (!dossier.held) continue;
    dossier.held->told.reset();
    dossier.held->refold = true;
  }
}

}  // namespace dunghan::commands
