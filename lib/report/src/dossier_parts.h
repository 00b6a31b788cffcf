#pragma once

#include <algorithm>
#include <optional>

#include "dunghan/dossier/judge.h"
#include "dunghan/report/seen_dossier.h"

namespace dunghan::report {

/// When a stop was over: with the dossier at the latest. Nothing while it goes on.
inline std::optional<Instant> EndOfStop(const dossier::SuspendedSpan& span,
                                        const dossier::Facts& facts) {
  if (span.to) return span.to;
  const auto end = dossier::EndOf(facts);
  return end ? std::optional(std::max(*end, span.from)) : std::nullopt;
}

/// Every signal in the order of its bits.
inline constexpr dossier::Signal kAllSignals[] = {dossier::Signal::kFinishBeforeReceipt,
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
inline bool HasSignal(const SeenDossier& seen, dossier::Signal signal) {
  if (signal == dossier::Signal::kDisputedPromise) return seen.judged.judgement.disputed_promise;
  if (signal == dossier::Signal::kDueBeforeReceipt) return seen.judged.judgement.due_before_receipt;
  const uint32_t of_pauses =
      dossier::PauseSignals(seen.judged.facts, seen.judged.judgement, seen.judged.terms, seen.at);
  return seen.judged.facts.Has(signal) || (of_pauses & static_cast<uint32_t>(signal)) != 0;
}

}  // namespace dunghan::report
