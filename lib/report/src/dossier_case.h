#pragma once

#include "dunghan/dossier/judge.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/explanation_text.h"

namespace dunghan::report {

/// A page with the rules that hold for its dossier.
struct DossierCase {
  explicit DossierCase(const DossierPage& from)
      : page(from),
        terms(from.view.rulebook().TermsFor(from.record.state.facts)),
        zone(terms.calendar->zone()) {
    const auto& receipt = from.record.state.facts.receipt;
    if (!receipt) return;
    procedure = from.view.rulebook().FindProcedure(receipt->procedure, zone.DayOf(receipt->at));
  }

  const dossier::Facts& facts() const { return page.record.state.facts; }
  const dossier::Judgement& judgement() const { return page.record.state.judgement; }
  Instant at() const { return page.view.position().at; }
  Case ToExplain() const { return {facts(), judgement(), terms, procedure, at()}; }

  const DossierPage& page;
  dossier::Terms terms;
  const worktime::Zone& zone;
  const rulebook::Procedure* procedure = nullptr;
};

/// Every signal in the order of its bits.
inline constexpr dossier::Signal kSignals[] = {dossier::Signal::kFinishBeforeReceipt,
                                               dossier::Signal::kFurtherEnd,
                                               dossier::Signal::kReopened,
                                               dossier::Signal::kConflictingContent,
                                               dossier::Signal::kSecondReceipt,
                                               dossier::Signal::kVoidedEvent,
                                               dossier::Signal::kDisputedPromise};

/// Judge finds the last one; the fold the others.
inline bool HasSignal(const DossierCase& the_case, dossier::Signal signal) {
  if (signal == dossier::Signal::kDisputedPromise) return the_case.judgement().disputed_promise;
  return the_case.facts().Has(signal);
}

}  // namespace dunghan::report
