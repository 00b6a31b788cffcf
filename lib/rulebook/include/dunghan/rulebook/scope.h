#pragma once

#include <cstdint>
#include <vector>

#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {

/// How much of a dossier somebody may see.
enum class Sight : uint8_t {
  kNone,      ///< not even that there is one
  kOwnSteps,  ///< the steps of the own agencies, both dues, the total
  kWhole,
};

/// Who may see what: everything, or what belongs to some agencies and those below them. A value.
class Scope {
 public:
  /// Everything.
  Scope() = default;
  /// REQUIRES: at least one. Codes of the rulebook's table.
  explicit Scope(std::vector<AgencyCode> agencies) : agencies_(std::move(agencies)) {}

  bool is_everything() const { return agencies_.empty(); }
  const std::vector<AgencyCode>& agencies() const { return agencies_; }

  /// Whether an agency is one of these or lies below one, by the tree of that day.
  bool Includes(AgencyCode agency, LocalDay day, const Rulebook& rulebook) const;
  /// Who is competent for a dossier, or has taken that over by the day, and who has received it see
  /// all of it; who has, or had, a step of it sees that.
  Sight Of(const dossier::Facts& facts, LocalDay day, const Rulebook& rulebook) const;

  friend bool operator==(const Scope&, const Scope&) = default;

 private:
  std::vector<AgencyCode> agencies_;  // none: everything
};

}  // namespace dunghan::rulebook
