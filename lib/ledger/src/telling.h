#pragma once

#include "derived.h"
#include "dunghan/ledger/dossier_change.h"
#include "folded.h"

/// What whoever follows a ledger live is told.
namespace dunghan::ledger {

/// The change of a dossier by an event or by time; nothing where facts are the same but for which
/// event was folded last: those of mirrors and those dated ahead change the entry, but no figure.
std::optional<DossierChange> ChangeOf(std::string_view code, std::optional<Folded> was, Folded is,
                                      const rulebook::Timeline& rules);

/// All states at one time, and what judges them.
struct JudgedStates {
  const Derived& derived;
  const rulebook::Timeline& rules;
};

/// Tells of every dossier that another rulebook has made another one: other facts, because sources
/// have changed sides, another judgement, or other terms that figures are made by. Where both are
/// of the same states, facts are the same, and no more is read than may be judged otherwise.
/// @throws runs::Damaged
void TellDifferences(const JudgedStates& was, const JudgedStates& is,
                     const record::Dictionary& dictionary, const ChangeTeller& tell);

}  // namespace dunghan::ledger
