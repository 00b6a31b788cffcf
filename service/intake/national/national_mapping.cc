#include "intake/national_mapping.h"

#include <fmt/format.h>

#include <optional>
#include <span>

#include "dunghan/base/file.h"
#include "dunghan/base/toml_document.h"
#include "embedded_national.h"
#include "intake/event_decoder.h"

namespace dunghan::intake {
namespace {

struct NamedField {
  std::string_view key;
  NationalField field;
};
constexpr NamedField kDossierKeys[] = {
    {"dossier", NationalField::kDossier},   {"procedure", NationalField::kProcedure},
    {"channel", NationalField::kChannel},   {"agency", NationalField::kAgency},
    {"counter", NationalField::kCounter},   {"submitted", NationalField::kSubmitted},
    {"received", NationalField::kReceived}, {"due", NationalField::kDue},
    {"state", NationalField::kState},       {"ended", NationalField::kEnded},
    {"returned", NationalField::kReturned}, {"declined", NationalField::kDeclined},
    {"alias", NationalField::kAlias}};
constexpr NamedField kSupplementKeys[] = {{"id", NationalField::kSupplementId},
                                          {"asked", NationalField::kAsked},
                                          {"given", NationalField::kGiven},
                                          {"due_before", NationalField::kDueBefore},
                                          {"due_after", NationalField::kDueAfter}};
constexpr NamedField kStepKeys[] = {
    {"at", NationalField::kStepAt},       {"unit", NationalField::kStepUnit},
    {"step", NationalField::kStep},       {"state", NationalField::kStepState},
    {"begun", NationalField::kStepBegun}, {"due", NationalField::kStepDue}};

/// Walks the document; every fault becomes a problem with its line.
class NationalMappingReader {
 public:
  NationalMappingReader(const std::string& file, LoadedNational& into)
      : faults_(file, into.problems), mapping_(into.mapping) {}

  void Read(const toml::table& document) {
    constexpr std::string_view kSections[] = {"envelope", "dossier",  "supplement", "step",
                                              "states",   "channels", "options",    "ministries"};
    faults_.CheckKeys(document, kSections);
    ReadEnvelope(document);
    ReadNames(document, "dossier", kDossierKeys, "supplements");
    ReadNames(document, "supplement", kSupplementKeys);
    ReadNames(document, "step", kStepKeys);
    ReadCodes(document, "states", dossier::ParseSaidState, "a state like \"processing\"",
              mapping_.states);
    ReadCodes(document, "channels", dossier::ParseChannel,
              "\"online\", \"in_person\" or \"postal\"", mapping_.channels);
    ReadCodes(document, "ministries", SourceOf, "the name of a source", mapping_.ministries);
    ReadOptions(document);
    for (const auto field : {NationalField::kDossier, NationalField::kReceived}) {
      if (mapping_.NameOf(field).empty()) {
        faults_.Add(0, "dossier", "expected the names of the code and of the receipt");
      }
    }
  }

 private:
  static std::optional<std::string> SourceOf(std::string_view name) {
    return IsSourceName(name) ? std::optional(std::string(name)) : std::nullopt;
  }

  const toml::table* Section(const toml::table& document, std::string_view name, bool required) {
    const toml::node* node = document.get(name);
    const toml::table* table = node ? node->as_table() : nullptr;
    if (!table && (node || required)) {
      faults_.Add(node ? LineOf(*node) : 0, std::string(name),
                  fmt::format("expected a section [{}]", name));
    }
    return table;
  }

  void ReadText(const toml::table& table, std::string_view key, std::string& out) {
    const toml::node* node = table.get(key);
    if (!node) return;
    if (const auto text = node->value_exact<std::string>()) {
      out = *text;
    } else {
      faults_.Add(LineOf(*node), std::string(key), "expected a text");
    }
  }

  void ReadEnvelope(const toml::table& document) {
    const toml::table* table = Section(document, "envelope", true);
    if (!table) return;
    constexpr std::string_view kKeys[] = {"unit", "service", "data", "dossiers", "steps"};
    faults_.CheckKeys(*table, kKeys);
    ReadText(*table, "unit", mapping_.unit);
    ReadText(*table, "service", mapping_.service);
    ReadText(*table, "data", mapping_.data);
    ReadText(*table, "dossiers", mapping_.dossiers_service);
    ReadText(*table, "steps", mapping_.steps_service);
  }

  void ReadNames(const toml::table& document, std::string_view section,
                 std::span<const NamedField> known, std::string_view list = {}) {
    const toml::table* table = Section(document, section, true);
    if (!table) return;
    std::vector<std::string_view> keys;
    for (const NamedField& each : known) keys.push_back(each.key);
    if (!list.empty()) keys.push_back(list);
    faults_.CheckKeys(*table, keys);
    for (const NamedField& each : known) {
      ReadText(*table, each.key, mapping_.names[static_cast<size_t>(each.field)]);
    }
    if (!list.empty()) ReadText(*table, list, mapping_.supplements);
  }

  template <class Meaning>
  void ReadCodes(const toml::table& document, std::string_view section,
                 std::optional<Meaning> (*parse)(std::string_view), std::string_view expected,
                 std::map<std::string, Meaning>& out) {
    const toml::table* table = Section(document, section, false);
    if (!table) return;
    for (const auto& [code, node] : *table) {
      const auto name = node.template value_exact<std::string>();
      const auto meaning = name ? parse(*name) : std::nullopt;
      if (meaning) {
        out[std::string(code.str())] = *meaning;
      } else {
        faults_.Add(LineOf(node), std::string(code.str()), fmt::format("expected {}", expected));
      }
    }
  }

  void ReadOptions(const toml::table& document) {
    const toml::table* table = Section(document, "options", false);
    if (!table) return;
    constexpr std::string_view kKeys[] = {"undated_pauses"};
    faults_.CheckKeys(*table, kKeys);
    std::string by = "progress";
    ReadText(*table, kKeys[0], by);
    mapping_.pauses_by_arrival = by == "arrival";
    if (by != "arrival" && by != "progress") {
      faults_.Add(LineOf(*table), std::string(kKeys[0]), "expected \"progress\" or \"arrival\"");
    }
  }

  TomlProblems faults_;
  NationalMapping& mapping_;
};

}  // namespace

LoadedNational ReadNationalMapping(std::string_view text, const std::string& file) {
  LoadedNational loaded;
  if (const auto document = ParseToml(text, file, loaded.problems)) {
    NationalMappingReader(file, loaded).Read(*document);
  }
  return loaded;
}

LoadedNational LoadNationalMapping(const std::filesystem::path& file) {
  constexpr size_t kMost = size_t{1} << 20U;
  auto text = ReadFile(file, kMost);
  if (!text) return {{}, {{file.string(), 0, "", text.error().for_client}}};
  return ReadNationalMapping(*text, file.string());
}

const NationalMapping& BuiltInNational() {
  static const NationalMapping mapping =
      ReadNationalMapping(embedded::kNationalToml, "national.toml").mapping;
  return mapping;
}

}  // namespace dunghan::intake
