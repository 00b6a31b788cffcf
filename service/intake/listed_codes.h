#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dunghan/base/time.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/sheet/cell.h"
#include "dunghan/statement/agency_matcher.h"

namespace dunghan::intake {

/// What stands in a field for what is not understood, so that whoever checks fields refuses it: the
/// text itself may be a person's.
inline constexpr std::string_view kNotUnderstood = "(not understood)";  // no code has a blank

/// Whether a text may be a code: without a digit it is a word; ten digits from 0 on are a
/// telephone's, twelve a person's.
bool MayBeDossierCode(std::string_view text);

/// Which agency and which procedure of the rulebook somebody means, by a code in either order of
/// writing, a code with its publisher behind it, one that a spreadsheet program has turned into a
/// number, a name, or an alias. One thread at a time.
class ListedCodes {
 public:
  using Aliases = std::map<std::string, std::string>;  ///< sheet::Plain -> code

  /// Names of agencies are those of `day` first. The aliases and the rulebook outlive it.
  ListedCodes(const Aliases& agency_aliases, const Aliases& procedure_aliases,
              const rulebook::Rulebook& rulebook, LocalDay day);

  /// Empty: nobody's. Where no agency is listed at all, codes list themselves.
  std::string AgencyOf(const std::string& text);
  /// `restored`: it had become a number. Likewise.
  std::string ProcedureOf(const sheet::Cell& cell, bool& restored) const;
  std::string ProcedureOf(const std::string& text) const;

 private:
  static std::optional<double> NumberIn(const sheet::Cell& cell);

  const Aliases& agency_aliases_;
  const Aliases& procedure_aliases_;
  statement::AgencyMatcher agencies_;
  bool registers_ = false;
  std::unordered_map<std::string, std::string> known_agencies_;
  std::map<std::string, std::string> by_code_;
  std::map<std::string, std::string> by_name_;  // Plain -> code; empty: several
  std::map<double, std::string> by_number_;     // likewise
};

}  // namespace dunghan::intake
