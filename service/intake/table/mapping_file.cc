#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/toml_document.h"
#include "dunghan/sheet/reading.h"
#include "embedded_mappings.h"
#include "intake/table_mapping.h"

/// Mappings as files have them.
namespace dunghan::intake {
namespace {

constexpr std::string_view kMappingKeys[] = {
    "name", "title", "kind", "agency", "columns", "states", "channels", "agencies", "procedures"};

/// Walks the document; every fault becomes a problem with its line.
class MappingsReader {
 public:
  MappingsReader(const std::string& file, LoadedMappings& into)
      : faults_(file, into.problems), into_(into) {}

  void Read(const toml::table& document) {
    constexpr std::string_view kTop[] = {"mapping"};
    CheckKeys(document, kTop);
    const auto* mappings = document["mapping"].as_array();
    if (!mappings || mappings->empty()) return Add(0, "mapping", "expected entries [[mapping]]");
    for (const toml::node& node : *mappings) {
      if (const auto* table = node.as_table()) {
        ReadMapping(*table);
      } else {
        Add(LineOf(node), "mapping", "expected entries [[mapping]]");
      }
    }
  }

 private:
  void Add(int line, std::string field, std::string message) {
    faults_.Add(line, std::move(field), std::move(message));
  }
  void CheckKeys(const toml::table& table, std::span<const std::string_view> known) {
    faults_.CheckKeys(table, known);
  }

  void ReadMapping(const toml::table& table) {
    CheckKeys(table, kMappingKeys);
    TableMapping mapping;
    ReadText(table, "name", mapping.name);
    ReadText(table, "title", mapping.title);
    ReadKind(table, mapping.kind);
    ReadText(table, "agency", mapping.agency);
    if (mapping.name.empty()) Add(LineOf(table), "name", "expected the name of the mapping");
    ReadColumns(table, mapping);
    ReadMeanings(table, "states", "state", dossier::ParseSaidState, "a state like \"processing\"",
                 mapping.states);
    ReadMeanings(table, "channels", "channel", dossier::ParseChannel,
                 "\"online\", \"in_person\" or \"postal\"", mapping.channels);
    ReadNames(table, "agencies", mapping.agencies);
    ReadNames(table, "procedures", mapping.procedures);
    into_.mappings.push_back(std::move(mapping));
  }

  void ReadText(const toml::table& table, std::string_view key, std::string& out) {
    const toml::node* node = table.get(key);
    if (!node) return;
    if (const auto text = node->value_exact<std::string>()) {
      out = *text;
    } else {
      Add(LineOf(*node), std::string(key), "expected a text");
    }
  }

  void ReadKind(const toml::table& table, ListKind& out) {
    const toml::node* node = table.get("kind");
    if (!node) return;
    const auto text = node->value_exact<std::string>();
    if (const auto kind = text ? ParseListKind(*text) : std::nullopt) {
      out = *kind;
    } else {
      Add(LineOf(*node), "kind", "expected \"dossiers\" or \"apologies\"");
    }
  }

  /// A text, or an array of them, each as Plain has it.
  std::vector<std::string> Words(const toml::node& node, const std::string& field) {
    std::vector<std::string> words;
    const auto take = [&](const toml::node& one) {
      const auto text = one.value_exact<std::string>();
      std::string plain = text ? sheet::Plain(*text) : std::string();
      if (plain.empty()) return Add(LineOf(one), field, "expected texts");
      words.push_back(std::move(plain));
    };
    if (const auto* array = node.as_array()) {
      for (const toml::node& one : *array) take(one);
    } else {
      take(node);
    }
    return words;
  }

  void ReadColumns(const toml::table& table, TableMapping& mapping) {
    const auto* columns = table["columns"].as_table();
    if (!columns) return Add(LineOf(table), "columns", "expected a section [mapping.columns]");
    std::array<std::string_view, kTableColumns> names;
    for (size_t i = 0; i < kTableColumns; ++i) names[i] = ToString(static_cast<TableColumn>(i));
    CheckKeys(*columns, names);
    for (size_t i = 0; i < kTableColumns; ++i) {
      if (const toml::node* node = columns->get(names[i])) {
        mapping.headings[i] = Words(*node, std::string(names[i]));
      }
    }
    if (mapping.headings[static_cast<size_t>(TableColumn::kDossier)].empty()) {
      Add(LineOf(*columns), "dossier", "expected the headings of the code of a dossier");
    }
  }

  template <class Meaning>
  void ReadMeanings(const toml::table& table, std::string_view section, std::string_view key,
                    std::optional<Meaning> (*parse)(std::string_view), std::string_view expected,
                    std::vector<std::pair<std::string, Meaning>>& out) {
    const toml::node* node = table.get(section);
    if (!node) return;
    const auto* entries = node->as_array();
    if (!entries) {
      return Add(LineOf(*node), std::string(section),
                 fmt::format("expected entries [[mapping.{}]]", section));
    }
    for (const toml::node& one : *entries) {
      const auto* entry = one.as_table();
      const auto name = entry ? (*entry)[key].value<std::string>() : std::nullopt;
      const auto meaning = name ? parse(*name) : std::nullopt;
      if (!meaning) {
        Add(LineOf(one), std::string(key), fmt::format("expected {}", expected));
        continue;
      }
      const std::string_view known[] = {key, "words"};
      CheckKeys(*entry, known);
      const toml::node* words = entry->get("words");
      if (!words) {
        Add(LineOf(one), "words", "expected texts");
        continue;
      }
      for (std::string& text : Words(*words, "words")) out.emplace_back(std::move(text), *meaning);
    }
  }

  void ReadNames(const toml::table& table, std::string_view section,
                 std::map<std::string, std::string>& out) {
    const toml::node* node = table.get(section);
    if (!node) return;
    const auto* names = node->as_table();
    if (!names) return Add(LineOf(*node), std::string(section), "expected names with codes");
    for (const auto& [name, code] : *names) {
      const auto text = code.value_exact<std::string>();
      if (text && !text->empty()) {
        out[sheet::Plain(name.str())] = *text;
      } else {
        Add(LineOf(code), std::string(name.str()), "expected a code");
      }
    }
  }

  TomlProblems faults_;
  LoadedMappings& into_;
};

}  // namespace

LoadedMappings ReadMappings(std::string_view text, const std::string& file) {
  LoadedMappings loaded;
  if (const auto document = ParseToml(text, file, loaded.problems)) {
    MappingsReader(file, loaded).Read(*document);
  }
  if (HasErrors(loaded.problems)) loaded.mappings = {};
  return loaded;
}

LoadedMappings LoadMappings(const std::filesystem::path& file) {
  constexpr size_t kMost = size_t{1} << 20U;
  auto text = ReadFile(file, kMost);
  if (!text) return {{}, {{file.string(), 0, "", text.error().for_client}}};
  return ReadMappings(*text, file.string());
}

const std::vector<TableMapping>& BuiltInMappings() {
  static const std::vector<TableMapping> mappings =
      ReadMappings(embedded::kMappingsToml, "mappings.toml").mappings;
  return mappings;
}

}  // namespace dunghan::intake
