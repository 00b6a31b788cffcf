#pragma once

#include <string>
#include <string_view>

namespace dunghan::ledger {

/// What the keys of an alias begin with, and what follows then: the code of a dossier that has it.
inline std::string AliasPrefix(std::string_view alias) {
  // Neither has it within.
  return std::string(alias) + '\0';
}

/// An alias may be that of several dossiers: their keys stand together, by code.
inline std::string AliasKey(std::string_view alias, std::string_view code) {
  return AliasPrefix(alias).append(code);
}

}  // namespace dunghan::ledger
