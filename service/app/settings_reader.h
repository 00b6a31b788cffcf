#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "settings_keys.h"

namespace dunghan::app {

/// Fills settings from a parsed document by the tables of keys; what does not fit becomes a
/// problem.
class SettingsReader {
 public:
  SettingsReader(const std::filesystem::path& file, Settings& settings,
                 std::vector<Problem>& problems);

  void ReadDefaults();
  void Read(const toml::table& document);
  /// Rules over several keys. After Read.
  void CheckTogether();

 private:
  void ReadSection(const std::string& section, const toml::table& table);
  /// One table, or a list of tables that hold from a day on, by that day; before the first that is
  /// named defaults hold. Nothing: it cannot be used.
  template <class Rules>
  std::optional<std::vector<Rules>> ReadDated(const std::vector<Key<Rules>>& keys,
                                              const std::string& section, const toml::node& given);
  void ReadSources(const toml::table& sources);
  /// A section within a section, of one value for each code: [figures.targets].
  template <class T>
  void ReadByCode(const Key<T>& key, const toml::table& section, std::string_view name,
                  std::map<std::string, T>& values);

  template <class Target>
  void ReadKeys(const std::vector<Key<Target>>& keys, const std::string& section,
                std::string_view declared_section, const toml::table& table, Target& target);
  template <class Target>
  bool ReadKey(const Key<Target>& key, const toml::node& node, const std::string& name,
               Target& target);

  void Unknown(const toml::key& key, const std::string& prefix,
               std::span<const std::string_view> known);
  void CheckSignOn();
  void Add(int line, std::string field, std::string message);
  /// The line of a key that was read; 0 for one that was not.
  int LineOf(const std::string& name) const;

  const std::string file_;
  const std::filesystem::path folder_;
  Settings& settings_;
  std::vector<Problem>& problems_;
  std::map<std::string, int> lines_;
};

}  // namespace dunghan::app
