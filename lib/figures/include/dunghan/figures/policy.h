#pragma once

#include <map>
#include <string>

#include "dunghan/dossier/judge.h"
#include "dunghan/dossier/petition.h"

namespace dunghan::figures {

enum class TargetIs { kAtLeast, kAbove };

/// A target as a whole number per mille: 980 = 98 %. Sơn La says "trên 98 %": above, not at least.
struct Target {
  int per_mille = 980;
  TargetIs is = TargetIs::kAtLeast;
};

/// The rate that stands in front.
enum class Headline { kOfficial, kStrict, kDueCohort, kIndex766 };

/// What "this month" means: calendar months, or the reporting periods of Decree 09/2019
/// (15th-14th).
enum class ReportingMonth { kCalendar, kBc };

/// The sections [figures] and [petitions] of the configuration.
struct Policy {
  int target_per_mille = 980;
  TargetIs target_is = TargetIs::kAtLeast;
  std::map<std::string, int> agency_targets;  ///< per mille, by agency code
  Headline headline = Headline::kOfficial;
  dossier::Basis basis = dossier::Basis::kPromised;
  ReportingMonth reporting_month = ReportingMonth::kCalendar;
  dossier::PetitionPolicy petitions = {dossier::PetitionRules{}};
  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace dunghan::figures
