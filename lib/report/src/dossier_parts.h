#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "dunghan/dossier/judge.h"
#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/report/seen_dossier.h"

namespace dunghan::report {

/// When a stop was over: with the dossier at the latest. Nothing while it goes on.
inline std::optional<Instant> EndOfStop(const dossier::SuspendedSpan& span,
                                        const dossier::Facts& facts) {
  if (span.to) return span.to;
  const auto end = dossier::EndOf(facts);
  return end ? std::optional(std::max(*end, span.from)) : std::nullopt;
}

/// Another code of the dossier: the last that was recorded; empty: none was.
inline std::string_view AliasOf(const ledger::DossierRecord& record) {
  std::string_view alias;
  for (const auto& stored : record.events) {
    if (!stored.event.alias.empty()) alias = stored.event.alias;
  }
  return alias;
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
                                                  dossier::Signal::kPauseTooLong,
                                                  dossier::Signal::kReceiptMoved,
                                                  dossier::Signal::kEndMoved,
                                                  dossier::Signal::kPauseByFile,
                                                  dossier::Signal::kSourcesDiffer};

/// All signals of a dossier as of an instant, as bits: Judge finds those of the promise,
/// PauseSignals those of pauses; the fold the others.
inline uint32_t SignalsAt(const dossier::Judged& judged, Instant at) {
  using dossier::Signal;
  const auto bit = [](bool holds, Signal signal) {
    return holds ? static_cast<uint32_t>(signal) : 0U;
  };
  return judged.facts.signals | bit(judged.judgement.disputed_promise, Signal::kDisputedPromise) |
         bit(judged.judgement.due_before_receipt, Signal::kDueBeforeReceipt) |
         dossier::PauseSignals(judged.facts, judged.judgement, judged.terms, at);
}

inline bool HasSignal(const SeenDossier& seen, dossier::Signal signal) {
  return (SignalsAt(seen.judged, seen.at) & static_cast<uint32_t>(signal)) != 0;
}

}  // namespace dunghan::report
