#include "book_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/rulebook/index766_switches.h"
#include "row_reader.h"
#include "toml_text.h"

namespace dunghan::rulebook {
namespace {

using dossier::Comparison;

constexpr std::array<Spelling<Unknown>, 2> kUnknowns{
    {{"quarantine", Unknown::kQuarantine}, {"register", Unknown::kRegister}}};
constexpr std::array<Spelling<Comparison>, 3> kComparisons{{{"by_unit", Comparison::kByUnit},
                                                            {"date", Comparison::kDate},
                                                            {"instant", Comparison::kInstant}}};

template <class E, size_t kCount>
std::string_view Spelled(const std::array<Spelling<E>, kCount>& spellings, E value) {
  for (const Spelling<E>& spelling : spellings) {
    if (spelling.value == value) return spelling.text;
  }
  return "";
}

std::string List(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(JsonQuote(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

void SortOnce(std::vector<std::string>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

std::vector<std::string> WithThoseKept(std::vector<std::string> reasons) {
  if (!reasons.empty()) reasons.insert(reasons.end(), {std::string(kCitizen), std::string(kOther)});
  SortOnce(reasons);
  return reasons;
}

/// Walks the document; each key is handed to the setter of its name.
class SettingsReader {
 public:
  SettingsReader(const std::string& file, std::vector<Problem>& problems)
      : file_(file), problems_(problems) {}

  Settings Read(const toml::table& document) {
    for (const auto& [key, node] : document) {
      key_ = key.str();
      line_ = static_cast<int>(key.source().begin.line);
      ReadKey(node);
    }
    return std::move(settings_);
  }

 private:
  void ReadKey(const toml::node& node) {
    if (key_ == "default_calendar") {
      settings_.default_calendar = Text(node);
    } else if (key_ == "unknown") {
      OneOf(node, kUnknowns, settings_.unknown);
    } else if (key_ == "mirrors") {
      settings_.mirrors = Texts(node);
      SortOnce(settings_.mirrors);
    } else if (key_ == "lists") {
      settings_.lists = Texts(node);
      SortOnce(settings_.lists);
    } else if (key_ == "reaches") {
      ReadReaches(node);
    } else if (key_ == "reasons") {
      settings_.reasons = WithThoseKept(Texts(node));
    } else if (key_ == "comparison") {
      OneOf(node, kComparisons, settings_.comparison);
    } else if (key_ == "same_day_cutoff_minutes") {
      const auto minutes = node.value<int64_t>();
      if (!minutes) Add("expected a whole number");
      settings_.same_day_cutoff = std::chrono::minutes{minutes.value_or(0)};
    } else if (key_ == "acceptance_limit") {
      ReadAcceptanceLimit(Text(node));
    } else if (key_ == "index766") {
      ReadIndex766(node);
    } else {
      Add("unknown key");
    }
  }

  void ReadReaches(const toml::node& node) {
    const toml::table* rows = node.as_table();
    if (!rows) return Add("expected a table");
    for (const auto& [name, row] : *rows) {
      const toml::table* reach = row.as_table();
      const auto rank = reach ? (*reach)["rank"].value<int64_t>() : std::nullopt;
      if (!rank || *rank < 0 || *rank > kMaxRank || !(*reach)["agencies"].node()) {
        Add("expected agencies and a rank");
        continue;
      }
      SourceReach& into = settings_.reaches[std::string(name.str())];
      into.agencies = Texts(*(*reach)["agencies"].node());
      into.rank = static_cast<uint8_t>(*rank);
      SortOnce(into.agencies);
    }
  }

  void ReadAcceptanceLimit(const std::string& text) {
    settings_.acceptance_limit.reset();
    if (text.empty()) return;
    const auto limit = worktime::ParseTimeLimit(text);
    if (limit) settings_.acceptance_limit = *limit;
    if (!limit) Add(limit.error().for_client);
  }

  void ReadIndex766(const toml::node& node) {
    const toml::array* rows = node.as_array();
    if (!rows || rows->empty() || !rows->is_homogeneous(toml::node_type::table)) {
      return Add("expected a list of tables");
    }
    settings_.index766.clear();
    for (const toml::node& row : *rows) {
      settings_.index766.push_back(IndexRulesOf(*row.as_table()));
    }
  }

  dossier::Index766Rules IndexRulesOf(const toml::table& row) {
    dossier::Index766Rules rules;
    for (const auto& [key, node] : row) {
      if (key == "valid_from") {
        const auto date = node.value<toml::date>();
        if (!date) Add("expected a date");
        if (date) {
          rules.valid_from = LocalDay{std::chrono::year{date->year} /
                                      static_cast<int>(date->month) / static_cast<int>(date->day)};
        }
      } else if (key == "confirmed") {
        rules.confirmed = node.value_or(false);
      } else if (!SetSwitch(rules, key.str(), node.value_or(std::string()))) {
        Add("unknown value of " + std::string(key.str()));
      }
    }
    return rules;
  }

  /// False: no such switch, or no such value of it.
  static bool SetSwitch(dossier::Index766Rules& rules, std::string_view name,
                        std::string_view value) {
    for (const IndexSwitch& one : IndexSwitches()) {
      const auto found = std::find(one.values.begin(), one.values.end(), value);
      if (one.name != name || found == one.values.end()) continue;
      one.set(rules, static_cast<size_t>(found - one.values.begin()));
      return true;
    }
    return false;
  }

  std::string Text(const toml::node& node) {
    if (!node.is_string()) Add("expected a text");
    return node.value_or(std::string());
  }

  std::vector<std::string> Texts(const toml::node& node) {
    std::vector<std::string> texts;
    if (!node.is_array()) Add("expected a list of texts");
    if (!node.is_array()) return texts;
    for (const toml::node& item : *node.as_array()) texts.push_back(Text(item));
    return texts;
  }

  template <class E, size_t kCount>
  void OneOf(const toml::node& node, const std::array<Spelling<E>, kCount>& spellings, E& value) {
    const std::string text = Text(node);
    for (const Spelling<E>& spelling : spellings) {
      if (spelling.text == text) return void(value = spelling.value);
    }
    Add("unknown value " + JsonQuote(text));
  }

  void Add(std::string message) {
    problems_.push_back(
        {.file = file_, .line = line_, .field = key_, .message = std::move(message)});
  }

  const std::string& file_;
  std::vector<Problem>& problems_;
  Settings settings_;
  std::string key_;  // being read
  int line_ = 0;
};

std::string WriteReaches(const std::map<std::string, SourceReach>& reaches) {
  if (reaches.empty()) return {};
  std::vector<std::string> rows;
  rows.reserve(reaches.size());
  for (const auto& [name, reach] : reaches) {
    rows.push_back(fmt::format("{} = {{ agencies = {}, rank = {} }}", JsonQuote(name),
                               List(reach.agencies), reach.rank));
  }
  return fmt::format("reaches = {{ {} }}\n", fmt::join(rows, ", "));
}

/// Every switch in a fixed order; nothing where all is as it always was, so that rulebooks from
/// before there were any keep their digests.
std::string WriteIndex766(const dossier::Index766Policy& policy) {
  std::string text;
  if (policy == *dossier::DefaultIndex766()) return text;
  for (const dossier::Index766Rules& rules : policy) {
    text += "[[index766]]\n";
    if (rules.valid_from) text += fmt::format("valid_from = {}\n", FormatDate(*rules.valid_from));
    text += fmt::format("confirmed = {}\n", rules.confirmed);
    for (const IndexSwitch& one : IndexSwitches()) {
      text += fmt::format("{} = \"{}\"\n", one.name, one.values[one.get(rules)]);
    }
  }
  return text;
}

}  // namespace

Settings SettingsOf(const Options& options) {
  Settings settings;
  settings.default_calendar = options.default_calendar;
  settings.unknown = options.unknown;
  for (const auto& [name, role] : options.sources) {
    if (role == SourceRole::kMirror) settings.mirrors.push_back(name);
    if (role == SourceRole::kLists) settings.lists.push_back(name);
  }
  for (auto [name, reach] : options.reaches) {
    SortOnce(reach.agencies);
    if (reach != SourceReach{}) settings.reaches.emplace(name, std::move(reach));
  }
  settings.reasons = WithThoseKept(options.reasons);
  settings.comparison = options.comparison;
  settings.index766 = options.index766;
  settings.same_day_cutoff = options.due_rules.same_day_cutoff;
  settings.acceptance_limit = options.acceptance_limit;
  return settings;
}

std::string WriteSettings(const Settings& settings) {
  const std::string limit =
      settings.acceptance_limit ? ToString(*settings.acceptance_limit) : std::string();
  return fmt::format(
             "default_calendar = {}\n"
             "unknown = \"{}\"\n"
             "mirrors = {}\n"
             "reasons = {}\n"
             "comparison = \"{}\"\n"
             "same_day_cutoff_minutes = {}\n"
             "acceptance_limit = \"{}\"\n",
             JsonQuote(settings.default_calendar), Spelled(kUnknowns, settings.unknown),
             List(settings.mirrors), List(settings.reasons),
             Spelled(kComparisons, settings.comparison), settings.same_day_cutoff.count(), limit) +
         (settings.lists.empty() ? "" : fmt::format("lists = {}\n", List(settings.lists))) +
         WriteReaches(settings.reaches) + WriteIndex766(settings.index766);
}

Settings ReadSettings(const FileText& input, std::vector<Problem>& problems) {
  const auto document = ParseToml(input, problems);
  return document ? SettingsReader(input.file, problems).Read(*document) : Settings();
}

}  // namespace dunghan::rulebook
