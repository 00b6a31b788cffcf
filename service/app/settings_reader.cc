#include "settings_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"

namespace dunghan::app {
namespace {

int LineOfSource(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

/// A node as it is shown in a message.
std::string Shown(const toml::node& node) {
  if (const auto text = node.value_exact<std::string_view>()) return JsonQuote(*text);
  if (const auto whole = node.value_exact<int64_t>()) return std::to_string(*whole);
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "true" : "false";
  if (node.is_table()) return "a table";
  if (node.is_array()) return "a list";
  return "a date or time";
}

/// The defaults of a table of keys as a document, so that they are read like anybody's.
template <class Target>
toml::table DefaultsOf(const std::vector<Key<Target>>& keys) {
  std::string text;
  std::string_view section;
  for (const Key<Target>& key : keys) {
    if (key.section != section) text += fmt::format("[{}]\n", section = key.section);
    text += fmt::format("{} = {}\n", key.name, key.fallback);
  }
  return toml::parse(text);
}

std::vector<std::string_view> SectionNames() {
  std::vector<std::string_view> names;
  for (const auto& key : SettingsKeys()) {
    if (names.empty() || names.back() != key.section) names.push_back(key.section);
  }
  names.push_back(kSources);
  names.push_back(kPetitions);
  return names;
}

}  // namespace

SettingsReader::SettingsReader(const std::filesystem::path& file, Settings& settings,
                               std::vector<Problem>& problems)
    : file_(file.string()), folder_(file.parent_path()), settings_(settings), problems_(problems) {}

void SettingsReader::ReadDefaults() { Read(DefaultsOf(SettingsKeys())); }

void SettingsReader::Read(const toml::table& document) {
  const std::vector<std::string_view> sections = SectionNames();
  for (const auto& [key, node] : document) {
    if (std::find(sections.begin(), sections.end(), key.str()) == sections.end()) {
      Unknown(key, "", sections);
    } else if (key == kPetitions) {
      auto policy = ReadDated(PetitionKeys(), std::string(kPetitions), node);
      if (policy) settings_.figures.petitions = *std::move(policy);
    } else if (!node.is_table()) {
      Add(LineOfSource(node.source()), std::string(key.str()),
          fmt::format("expected a section [{}], got {}", key.str(), Shown(node)));
    } else if (key == kSources) {
      ReadSources(*node.as_table());
    } else {
      ReadSection(std::string(key.str()), *node.as_table());
    }
  }
}

void SettingsReader::ReadSection(const std::string& section, const toml::table& table) {
  ReadKeys(SettingsKeys(), section, section, table, settings_);
  if (section == kFigures) {
    ReadByCode(AgencyTargetKey(), table, kTargets, settings_.figures.agency_targets);
    if (const toml::node* given = table.get(kIndex766)) {
      auto policy = ReadDated(IndexKeys(), fmt::format("{}.{}", kFigures, kIndex766), *given);
      if (policy) settings_.rulebook.index766 = *std::move(policy);
    }
  }
  if (section == kAlerts) {
    ReadByCode(ProcedureTiersKey(), table, kProcedures, settings_.alerts.procedure_tiers);
  }
}

void SettingsReader::ReadSources(const toml::table& sources) {
  static const toml::table defaults = DefaultsOf(SourceKeys());
  for (const auto& [key, node] : sources) {
    const std::string name(key.str());
    const std::string section = fmt::format("{}.{}", kSources, name);
    if (!ParseCode(name)) {
      Add(LineOfSource(key.source()), section,
          fmt::format("expected a name of {}{}", kCodeForm, HiddenIdentifierFault(name)));
    }
    if (!node.is_table()) {
      Add(LineOfSource(node.source()), section,
          fmt::format("expected a section [{}], got {}", section, Shown(node)));
      continue;
    }
    SourceSettings& source = settings_.sources[name];
    const std::string_view declared = SourceKeys().front().section;
    ReadKeys(SourceKeys(), section, declared, *defaults["sources"]["NAME"].as_table(), source);
    ReadKeys(SourceKeys(), section, declared, *node.as_table(), source);
    settings_.rulebook.sources[name] = source.role;
    settings_.rulebook.reaches[name] = source.reach;
  }
}

template <class Rules>
std::optional<std::vector<Rules>> SettingsReader::ReadDated(const std::vector<Key<Rules>>& keys,
                                                            const std::string& section,
                                                            const toml::node& given) {
  std::vector<const toml::table*> tables;
  if (const toml::table* table = given.as_table()) tables.push_back(table);
  if (const toml::array* list = given.as_array()) {
    for (const toml::node& node : *list) {
      if (const toml::table* table = node.as_table()) tables.push_back(table);
    }
    if (tables.size() != list->size()) tables.clear();
  }
  if (tables.empty()) {
    Add(LineOfSource(given.source()), section,
        fmt::format("expected a section [{0}], or several [[{0}]], got {1}", section,
                    Shown(given)));
    return {};
  }
  std::vector<Rules> policy;
  for (const toml::table* table : tables) {
    Rules rules;
    ReadKeys(keys, section, section, *table, rules);
    const bool again = std::any_of(policy.begin(), policy.end(), [&](const auto& other) {
      return other.valid_from == rules.valid_from;
    });
    if (again) {
      Add(LineOfSource(table->source()), section + ".valid_from",
          rules.valid_from ? fmt::format("{} is there twice", FormatDate(*rules.valid_from))
                           : "only the first rules may hold from always on");
    }
    policy.push_back(rules);
  }
  std::sort(policy.begin(), policy.end(),
            [](const auto& a, const auto& b) { return a.valid_from < b.valid_from; });
  if (policy.front().valid_from) policy.insert(policy.begin(), Rules());
  return policy;
}

template <class T>
void SettingsReader::ReadByCode(const Key<T>& key, const toml::table& section,
                                std::string_view name, std::map<std::string, T>& values) {
  const toml::node* inner = section.get(name);
  if (!inner) return;
  if (!inner->is_table()) {
    Add(LineOfSource(inner->source()), std::string(key.section),
        fmt::format("expected a section [{}], got {}", key.section, Shown(*inner)));
    return;
  }
  for (const auto& [code, node] : *inner->as_table()) {
    const std::string field = fmt::format("{}.{}", key.section, code.str());
    T value{};
    if (node.is_table()) {
      Add(LineOfSource(code.source()), field, "a code with dots must stand in quotation marks");
    } else if (ReadKey(key, node, field, value)) {
      values[std::string(code.str())] = value;
    }
  }
}

template <class Target>
void SettingsReader::ReadKeys(const std::vector<Key<Target>>& keys, const std::string& section,
                              std::string_view declared_section, const toml::table& table,
                              Target& target) {
  std::vector<std::string_view> known;
  if (declared_section == kFigures) known.insert(known.end(), {kTargets, kIndex766});
  if (declared_section == kAlerts) known.push_back(kProcedures);
  for (const Key<Target>& key : keys) {
    if (key.section != declared_section) continue;
    known.push_back(key.name);
    if (const toml::node* node = table.get(key.name)) {
      ReadKey(key, *node, fmt::format("{}.{}", section, key.name), target);
    }
  }
  for (const auto& [key, node] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      Unknown(key, section + ".", known);
    }
  }
}

template <class Target>
bool SettingsReader::ReadKey(const Key<Target>& key, const toml::node& node,
                             const std::string& name, Target& target) {
  lines_[name] = LineOfSource(node.source());
  const toml::node* misfit = key.value.read(node, target, folder_);
  if (!misfit) return true;
  Add(LineOfSource(misfit->source()), name,
      fmt::format("expected {}, got {}", key.value.expected, Shown(*misfit)));
  return false;
}

void SettingsReader::Unknown(const toml::key& key, const std::string& prefix,
                             std::span<const std::string_view> known) {
  const auto nearest = NearestName(key.str(), known);
  Add(LineOfSource(key.source()), prefix + std::string(key.str()),
      "unknown key" + (nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : ""));
}

void SettingsReader::CheckTogether() {
  const ServerSettings& server = settings_.server;
  if (!IsLoopback(server.listen) && !server.tokens) {
    Add(LineOf("server.listen"), "server.listen",
        "an address beyond loopback needs server.tokens, got none");
  }
  if (server.tls_certificate.has_value() != server.tls_key.has_value()) {
    const std::string given = server.tls_key ? "server.tls_key" : "server.tls_certificate";
    const std::string missing = server.tls_key ? "server.tls_certificate" : "server.tls_key";
    Add(LineOf(given), given, "needs " + missing + " beside it, got none");
  }
  CheckSignOn();
}

void SettingsReader::CheckSignOn() {
  const AccessSettings& of = settings_.access;
  const std::array<std::pair<std::string, bool>, 5> keys = {
      {{"access.sso_header", of.sso_header.has_value()},
       {"access.sso_from", !of.sso_from.empty()},
       {"access.sso_secret_header", of.sso_secret_header.has_value()},
       {"access.sso_secret_file", of.sso_secret_file.has_value()},
       {"access.users", of.users.has_value()}}};
  const auto given =
      std::find_if(keys.begin(), keys.end(), [](const auto& key) { return key.second; });
  if (given == keys.end()) return;
  for (const auto& [missing, is_there] : keys) {
    if (is_there) continue;
    Add(LineOf(given->first), given->first, "needs " + missing + " beside it, got none");
  }
  if (of.sso_header && of.sso_header == of.sso_secret_header) {
    Add(LineOf("access.sso_secret_header"), "access.sso_secret_header",
        "expected another header than access.sso_header");
  }
}

void SettingsReader::Add(int line, std::string field, std::string message) {
  problems_.push_back({file_, line, std::move(field), std::move(message)});
}

int SettingsReader::LineOf(const std::string& name) const {
  const auto line = lines_.find(name);
  return line == lines_.end() ? 0 : line->second;
}

}  // namespace dunghan::app
