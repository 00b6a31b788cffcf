#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/figures/cells.h"
#include "dunghan/statement/reconciliation.h"

namespace dunghan::statement {

/// How a dossier of ours stood when the list was taken.
struct OurSide {
  std::string agency;
  std::string procedure;
  std::optional<Instant> received;
  std::optional<dossier::DueClaim> due;  // of one that is computed, the day
  std::optional<Instant> ended;
  TheirState state = TheirState::kUnknown;
  bool in_scope = false;
};

/// What is asked of each of our dossiers, by one view.
class OurDossiers {
 public:
  OurDossiers(ledger::View& view, const Theirs& theirs, ListScope scope)
      : view_(view),
        period_(theirs.period),
        scope_(scope),
        seen_(std::min(view.position().at, theirs.taken)) {}

  const rulebook::Rulebook& rulebook() const { return view_.rulebook(); }

  /// `take(code, side, judged)` for each but petitions.
  template <class Take>
  Result<void> ForEach(const Take& take) {
    const auto look = [&](std::string_view code, const dossier::Judged& judged) {
      const figures::RowKey row = figures::RowOf(judged.facts);
      if (!IsPetition(row.procedure)) take(code, SideOf(row, judged), judged);
    };
    if (auto open = view_.ForEachOpen(look); !open) return open;
    return view_.ForEachSettled("", [&](const ledger::Settled& settled) {
      look(settled.code(), settled.judged());
      return true;
    });
  }

 private:
  OurSide SideOf(const figures::RowKey& row, const dossier::Judged& judged) const;
  bool InScope(const worktime::Zone& zone, const OurSide& side) const;
  bool IsPetition(ProcedureCode code) const;

  ledger::View& view_;
  const figures::Period& period_;
  ListScope scope_;
  Instant seen_;
};

}  // namespace dunghan::statement
