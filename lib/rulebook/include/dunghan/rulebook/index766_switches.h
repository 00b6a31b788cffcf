#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "dunghan/dossier/index766.h"

/// The switches of index 766, said once: what each is called in settings, what it may be, what it
/// means, and which sentence of the portal's description it reads.
namespace dunghan::rulebook {

struct IndexSwitch {
  std::string_view name;
  /// By their numbers, the default first. "true" and "false": a flag.
  std::span<const std::string_view> values;
  size_t (*get)(const dossier::Index766Rules& rules);
  void (*set)(dossier::Index766Rules& rules, size_t value);
  std::string_view meaning;
  /// Of the description of the formulas, source file no. 70311388051, record 2.1.
  std::string_view source;

  bool is_flag() const { return values.front() == "true"; }
};
std::span<const IndexSwitch> IndexSwitches();

}  // namespace dunghan::rulebook
