#pragma once

#include <algorithm>
#include <optional>

#include "dunghan/dossier/judge.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/explanation_text.h"

namespace dunghan::report {

/// A page with the rules that hold for its dossier.
struct DossierCase {
  explicit DossierCase(const DossierPage& from)
      : page(from),
        terms(from.record.judged.terms),
        rules(from.view.timeline().RulesFor(from.record.judged.facts)),
        zone(terms.calendar->zone()) {}

  const dossier::Facts& facts() const { return page.record.judged.facts; }
  const dossier::Judgement& judgement() const { return page.record.judged.judgement; }
  Instant at() const { return page.view.position().at; }
  /// Names are those of the day of receipt.
  LocalDay day() const { return zone.DayOf(facts().receipt ? facts().receipt->at : at()); }
  const rulebook::Rulebook& rulebook() const { return page.view.rulebook(); }
  SeenDossier ToExplain() const { return {page.record.judged, page.view.timeline(), rules, at()}; }

  const DossierPage& page;
  const dossier::Terms& terms;
  rulebook::Timeline::Rules rules;
  const worktime::Zone& zone;
};

/// When a stop was over: with the dossier at the latest. Nothing while it goes on.
inline std::optional<Instant> EndOfStop(const dossier::SuspendedSpan& span,
                                        const dossier::Facts& facts) {
  if (span.to) return span.to;
  const auto end = dossier::EndOf(facts);
  return end ? std::optional(std::max(*end, span.from)) : std::nullopt;
}

/// Every signal in the order of its bits.
inline constexpr dossier::Signal kSignals[] = {dossier::Signal::kFinishBeforeReceipt,
                                               dossier::Signal::kFurtherEnd,
                                               dossier::Signal::kReopened,
                                               dossier::Signal::kConflictingContent,
                                               dossier::Signal::kSecondReceipt,
                                               dossier::Signal::kVoidedEvent,
                                               dossier::Signal::kDisputedPromise,
                                               dossier::Signal::kSecondReappointment,
                                               dossier::Signal::kDueBeforeReceipt,
                                               dossier::Signal::kPauseWithoutReason,
                                               dossier::Signal::kPauseAfterDue,
                                               dossier::Signal::kPauseTooLong};

/// Judge finds those of the promise, PauseSignals those of pauses; the fold the others.
inline bool HasSignal(const DossierCase& the_case, dossier::Signal signal) {
  if (signal == dossier::Signal::kDisputedPromise) return the_case.judgement().disputed_promise;
  if (signal == dossier::Signal::kDueBeforeReceipt) return the_case.judgement().due_before_receipt;
  const uint32_t of_pauses =
      dossier::PauseSignals(the_case.facts(), the_case.judgement(), the_case.terms, the_case.at());
  return the_case.facts().Has(signal) || (of_pauses & static_cast<uint32_t>(signal)) != 0;
}

}  // namespace dunghan::report
