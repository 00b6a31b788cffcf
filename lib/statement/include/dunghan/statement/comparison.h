#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/language.h"
#include "dunghan/ledger/view.h"
#include "dunghan/statement/statement.h"

/// Two rates of one period explained against each other: the dossiers on which they differ, by
/// reason, adding up to the difference.
namespace dunghan::statement {

/// Why a dossier counts otherwise in one rate than in the other: the first of these that holds.
enum class DifferenceReason : uint8_t {
  kOpenInTime,      ///< open and in time: counted in one alone
  kOpenLate,        ///< open and late: counted in one alone
  kSetAside,        ///< waiting for a supplement: ended at its request
  kSecondRequest,   ///< more than one request for a supplement
  kWithdrawn,       ///< counted in one alone
  kNoDue,           ///< one finds a due, the other none
  kAnotherDay,      ///< counted by the day it was due, handed over or ended: in another period
  kAnotherDue,      ///< the due said last against the one in force
  kSupplementTime,  ///< waiting taken off by the calendar, or after the due
  kDueForm,         ///< by the minute, or by date
  kOther,           ///< none: a defect
};
inline constexpr size_t kDifferenceReasons = 11;
std::string_view ToString(DifferenceReason reason);  ///< "open_in_time"
Words WordsOf(DifferenceReason reason);

/// One dossier in a rate: counted (all = 1), and on time or not.
struct DifferingDossier {
  std::string code;
  std::string agency;
  std::string procedure;
  DifferenceReason reason = DifferenceReason::kOther;
  figures::Rate from;
  figures::Rate to;
};

/// What one reason does to the rate, those before it done.
struct ComparisonStep {
  DifferenceReason reason = DifferenceReason::kOther;
  int64_t dossiers = 0;
  figures::Rate change;  ///< added to both numbers, signed
  figures::Rate after;   ///< the rate with this reason and all before it
};

struct Comparison {
  figures::Period period;
  dossier::Basis basis = dossier::Basis::kPromised;
  ledger::Position position;
  worktime::Zone zone;
  bool simulated = false;
  bool index766_confirmed = false;
  figures::Headline from = figures::Headline::kOfficial;
  figures::Headline to = figures::Headline::kIndex766;
  figures::Rate from_rate;
  figures::Rate to_rate;
  std::vector<ComparisonStep> steps;       ///< in the order of reasons, those of no dossier absent
  std::vector<DifferingDossier> dossiers;  ///< by reason, then by code
};

struct ComparisonOptions {
  figures::Period period{};
  dossier::Basis basis = dossier::Basis::kPromised;
  figures::Headline from = figures::Headline::kOfficial;
  figures::Headline to = figures::Headline::kIndex766;
};

/// "official,index766". @error kInvalidArgument
Result<std::pair<figures::Headline, figures::Headline>> ParseRates(std::string_view text);

/// One pass over all dossiers, petitions left out; memory is that of the differing ones.
/// @error kInvalidArgument: index 766 has no rate for the period. kInternal: the dossiers do not
/// add
///        up to the period's figures.
Result<Comparison> Compare(ledger::View& view, const figures::Policy& policy,
                           const ComparisonOptions& options);

}  // namespace dunghan::statement
