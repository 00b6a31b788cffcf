#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/statement/reconciliation.h"

namespace dunghan::statement {

/// Finds which of our agencies somebody means.
class AgencyMatcher {
 public:
  /// Agencies are those listed, by their names of that day first, and those of `more`, which occur
  /// without being listed.
  AgencyMatcher(const rulebook::Rulebook& rulebook, LocalDay day,
                const std::vector<std::string>& more);

  struct Found {
    MatchWay way = MatchWay::kNone;
    std::string code;  ///< ours; empty: none
  };
  Found Find(std::string_view code, std::string_view name) const;
  /// Of a text that is either.
  Found Find(std::string_view text) const { return Find(text, text); }

  /// The handle of one of ours; nothing where it is not listed.
  AgencyCode HandleOf(std::string_view code) const;
  /// Ourselves, then who is above, by the tree of the day.
  std::vector<std::string> Upwards(const std::string& code) const;
  Named NamesOf(const std::string& code) const;

 private:
  void AddName(std::map<std::string, std::string>& names, std::string_view name,
               std::string_view code);

  const rulebook::Rulebook& rulebook_;
  LocalDay day_;
  std::map<std::string, AgencyCode, std::less<>> handles_;
  std::unordered_map<std::string, std::string> by_key_;  // AgencyKey -> code
  std::map<std::string, std::string> of_the_day_;        // NameKey -> code; empty: several
  std::map<std::string, std::string> of_any_day_;
};

}  // namespace dunghan::statement
