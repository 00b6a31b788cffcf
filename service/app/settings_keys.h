#pragma once

#include <string_view>
#include <vector>

#include "app/settings.h"
#include "app/settings_values.h"

namespace dunghan::app {

/// One key of the configuration file, declared once.
template <class Target>
struct Key {
  std::string_view section;
  std::string_view name;
  std::string_view fallback;  ///< the default, as it would stand in the file
  Value<Target> value;
  std::string_view meaning;  ///< one sentence
};

/// The keys with a fixed name, section by section in the order of the reference.
const std::vector<Key<Settings>>& SettingsKeys();
/// The keys of a section [sources.NAME].
const std::vector<Key<SourceSettings>>& SourceKeys();
/// What stands under [figures.targets] for an agency's code; its default is figures.target.
const Key<int>& AgencyTargetKey();
/// The keys of a section [figures.index766], or of each of several [[figures.index766]].
const std::vector<Key<dossier::Index766Rules>>& IndexKeys();
/// The keys of a section [petitions], or of each of several [[petitions]].
const std::vector<Key<dossier::PetitionRules>>& PetitionKeys();
/// What stands under [alerts.procedures] for a procedure's code; its default is alerts.tiers.
using AlertTiers = std::vector<worktime::TimeLimit>;
const Key<AlertTiers>& ProcedureTiersKey();

/// The day from which on rules hold: their member `valid_from`.
template <class Rules>
Value<Rules> ValidFrom() {
  return {"a date without quotation marks", [](const toml::node& node, Rules& rules, const auto&) {
            const auto date = node.value_exact<toml::date>();
            if (!date) return &node;
            rules.valid_from =
                LocalDay{std::chrono::year{date->year} / static_cast<int>(date->month) /
                         static_cast<int>(date->day)};
            return static_cast<const toml::node*>(nullptr);
          }};
}

inline constexpr std::string_view kSources = "sources";
inline constexpr std::string_view kFigures = "figures";
inline constexpr std::string_view kTargets = "targets";
inline constexpr std::string_view kIndex766 = "index766";
inline constexpr std::string_view kAlerts = "alerts";
inline constexpr std::string_view kProcedures = "procedures";
inline constexpr std::string_view kReports = "reports";
inline constexpr std::string_view kPetitions = "petitions";

}  // namespace dunghan::app
