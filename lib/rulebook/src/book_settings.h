#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "input.h"

namespace dunghan::rulebook {

/// What is set beside the files, in the one form that equal settings have.
struct Settings {
  std::string default_calendar;  ///< empty: the first one
  Unknown unknown = Unknown::kQuarantine;
  std::vector<std::string> mirrors;            ///< sorted, each once; other sources are authorities
  std::vector<std::string> lists;              ///< likewise: those that speak in lists
  std::map<std::string, SourceReach> reaches;  ///< agencies sorted, each once; no default ones
  std::vector<std::string> reasons;  ///< sorted, each once, with those always kept; empty: all
  dossier::Comparison comparison = dossier::Comparison::kByUnit;
  dossier::Index766Policy index766 = *dossier::DefaultIndex766();
  std::chrono::minutes same_day_cutoff = worktime::DueRules{}.same_day_cutoff;
  std::optional<worktime::TimeLimit> acceptance_limit = Options{}.acceptance_limit;
};

Settings SettingsOf(const Options& options);

/// TOML, every key in a fixed order.
std::string WriteSettings(const Settings& settings);

/// Reads what WriteSettings wrote; a key that is absent has its default, so that what an earlier
/// version wrote can be read. Every fault becomes a problem.
Settings ReadSettings(const FileText& input, std::vector<Problem>& problems);

/// Under this name settings that cannot be read are reported.
inline constexpr std::string_view kSettings = "settings";

/// A reopening for the citizen's sake takes no end back, and codes outside the list need a name to
/// go by: they are always kept.
inline constexpr std::string_view kCitizen = "citizen";
inline constexpr std::string_view kOther = "other";

}  // namespace dunghan::rulebook
