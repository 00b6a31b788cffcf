#include "our_dossiers.h"

#include <algorithm>

namespace dunghan::statement {
namespace {

bool IsWaitingAt(const dossier::Facts& facts, Instant at) {
  return std::any_of(facts.suspensions.begin(), facts.suspensions.end(), [&](const auto& span) {
    return span.from <= at && (!span.to || *span.to > at);
  });
}

TheirState StateAt(const dossier::Facts& facts, std::optional<Instant> ended, Instant at) {
  if (ended) {
    return facts.end->kind == dossier::EndKind::kWithdrawn ? TheirState::kWithdrawn
                                                           : TheirState::kEnded;
  }
  if (!facts.receipt || facts.receipt->at > at) {
    return facts.declined && *facts.declined <= at ? TheirState::kDeclined : TheirState::kPending;
  }
  return IsWaitingAt(facts, at) ? TheirState::kWaiting : TheirState::kOpen;
}

}  // namespace

OurSide OurDossiers::SideOf(const figures::RowKey& row, const dossier::Judged& judged) const {
  const worktime::Zone& zone = judged.terms.calendar->zone();
  const LocalDay today = zone.DayOf(seen_);
  OurSide side;
  side.agency = rulebook().HolderOn(row.agency, row.procedure, today).text();
  side.procedure = row.procedure.text();
  if (judged.facts.receipt && judged.facts.receipt->at <= seen_) {
    side.received = judged.facts.receipt->at;
  }
  const auto end = dossier::EndOf(judged.facts);
  if (end && *end <= seen_) side.ended = end;
  const dossier::BasisJudgement& promised = judged.judgement.On(dossier::Basis::kPromised);
  side.due = promised.due;
  if (promised.fallback && promised.due_day) side.due = *promised.due_day;
  side.state = StateAt(judged.facts, side.ended, seen_);
  side.in_scope = InScope(zone, side);
  return side;
}

bool OurDossiers::InScope(const worktime::Zone& zone, const OurSide& side) const {
  if (!side.received) return false;
  const LocalDay received = zone.DayOf(*side.received);
  if (received > period_.to) return false;
  if (scope_ == ListScope::kReceived) return received >= period_.from;
  return !side.ended || zone.DayOf(*side.ended) >= period_.from;
}

bool OurDossiers::IsPetition(ProcedureCode code) const {
  const rulebook::Procedure* procedure = rulebook().FindProcedure(code);
  return procedure && procedure->kind == rulebook::ProcedureKind::kPetition;
}

}  // namespace dunghan::statement
