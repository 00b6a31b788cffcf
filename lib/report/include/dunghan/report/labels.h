#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dunghan/base/language.h"
#include "dunghan/dossier/event.h"
#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/outlook.h"
#include "dunghan/figures/policy.h"
#include "dunghan/rulebook/rulebook.h"

/// The words of statements and explanations in both languages, by enumerator: one place to look up
/// and to correct a term. Vietnamese terms as in the decrees on the one-stop mechanism.
namespace dunghan::statement {
enum class Tree : uint8_t;
}

namespace dunghan::report {

/// A word or short phrase that stands on its own.
enum class Term : uint8_t {
  kSimulated,
  kTitle,
  kPeriod,
  kBasis,
  kTarget,
  kComparison,
  kTree,
  kPosition,
  kAgency,
  kCode,
  kName,
  kTotal,
  kNoData,
  kGroupRate,
  kBudgetLeft,
  // of a dossier
  kDossier,
  kProcedure,
  kCounter,
  kChannel,
  kReceivedAt,
  kEndedAt,
  kStanding,
  kNoDue,
  kClaims,
  kInForce,
  kDisputed,
  kReplaced,
  kExtension,
  kReappointment,
  kAcceptance,
  kSteps,
  kStops,
  kOpenEnd,
  kSignals,
  kEvents,
  kExplanation,
  kRecorded,
  kReopening,
  kCount,
};

std::string_view Text(Term term, Language language);
/// What a comparison policy does, as a clause.
std::string_view Text(dossier::Comparison comparison, Language language);
std::string_view Text(dossier::Basis basis, Language language);
/// Finished and withdrawn ones with their verdict.
std::string_view Text(dossier::Standing standing, Language language);
std::string_view Text(dossier::Acceptance acceptance, Language language);  ///< kNone is ""
std::string_view Text(dossier::SaidState state, Language language);
std::string_view Text(dossier::EventType type, Language language);
std::string_view Text(dossier::Channel channel, Language language);  ///< kUnknown is ""
std::string_view Text(dossier::EndKind kind, Language language);
std::string_view Text(dossier::SuspensionKind kind, Language language);
std::string_view Text(dossier::Signal signal, Language language);
std::string_view Text(dossier::NoDue reason, Language language);
std::string_view Text(figures::Headline rate, Language language);
std::string_view Text(figures::BudgetState state, Language language);
/// The verdict on a period: reports, page, boards and alerts say it in these words.
std::string_view Text(figures::TargetState state, Language language);
std::string_view Text(rulebook::Tier tier, Language language);  ///< kUnknown is ""

/// What a reason or a cause of lateness means: "bất khả kháng" for "force_majeure". A code that the
/// program does not know stands in quotation marks, as it was sent; empty stays empty.
std::string ReasonText(std::string_view code, Language language);

/// Who recorded a rulebook: the name as given, but for the machine's own account.
std::string OperatorText(std::string_view name, Language language);

/// Whose dossiers are whose.
std::string_view Text(statement::Tree tree, Language language);

/// How a time limit of that unit is counted, and the law it rests on: one sentence.
std::string_view CountingRule(worktime::LimitUnit unit, Language language);

}  // namespace dunghan::report
