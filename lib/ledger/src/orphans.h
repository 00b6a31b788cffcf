#pragma once

#include <map>
#include <optional>
#include <string>

#include "dunghan/base/error.h"
#include "dunghan/dossier/facts.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::ledger {

/// Open dossiers that nobody would have under another rulebook: their agency has ended or is not
/// listed any more, and nobody takes over from it.
class Orphans {
 public:
  Orphans(const rulebook::Rulebook& next, Instant now)
      : next_(next), today_(next.default_calendar().zone().DayOf(now)) {}

  /// REQUIRES: the dossier has no end.
  void See(std::string_view code, const dossier::Facts& facts);

  /// kInvalidArgument naming each agency, how many dossiers, and one of them; nothing if there are
  /// none.
  std::optional<Error> Objection() const;

 private:
  struct Found {
    int64_t count = 0;
    std::string example;
    std::string why;
  };
  std::string WhyNot(AgencyCode holder) const;

  const rulebook::Rulebook& next_;
  LocalDay today_;
  std::map<std::string, Found> by_agency_;
};

}  // namespace dunghan::ledger
