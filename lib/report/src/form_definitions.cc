#include "dunghan/report/form_definitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/base/toml_document.h"
#include "embedded_forms.h"
#include "form_counts.h"
#include "form_equations.h"

namespace dunghan::report {
namespace {

using statement::Said;

constexpr std::string_view kPlacingKeys[] = {"withdrawn", "suspended"};
constexpr std::string_view kTopKeys[] = {"placing", "form"};
constexpr std::string_view kFormKeys[] = {"code",        "like",           "by",       "title",
                                          "title_en",    "number",         "circular", "confirmed",
                                          "unconfirmed", "unconfirmed_en", "first",    "first_en",
                                          "equations",   "carried",        "columns",  "placing"};
constexpr std::string_view kColumnKeys[] = {"number", "key",       "heading", "heading_en",
                                            "groups", "groups_en", "counts"};

/// Walks the document; every fault becomes a problem with its line.
class FormsReader {
 public:
  FormsReader(std::string file, LoadedForms& into)
      : faults_(std::move(file), into.problems), into_(into) {}

  void Read(const toml::table& document) {
    CheckKeys(document, kTopKeys);
    if (const auto* table = document["placing"].as_table()) ReadPlacing(*table, placing_);
    const auto* forms = document["form"].as_array();
    if (!forms) return Add(0, "form", "expected entries [[form]]");
    for (const toml::node& node : *forms) {
      if (const auto* table = node.as_table()) {
        ReadForm(*table);
      } else {
        Add(LineOf(node), "form", "expected entries [[form]]");
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

  std::string Text(const toml::table& table, std::string_view key, std::string otherwise = {}) {
    const toml::node* node = table.get(key);
    if (!node) return otherwise;
    if (const auto text = node->value_exact<std::string>()) return *text;
    Add(LineOf(*node), std::string(key), "expected text");
    return otherwise;
  }

  Said Both(const toml::table& table, const std::string& key, const Said& otherwise = {}) {
    if (!table.contains(key)) return otherwise;
    return {Text(table, key), Text(table, key + "_en")};
  }

  std::vector<std::string> Texts(const toml::table& table, std::string_view key,
                                 std::vector<std::string> otherwise = {}) {
    const toml::node* node = table.get(key);
    if (!node) return otherwise;
    std::vector<std::string> texts;
    const auto* array = node->as_array();
    if (array) {
      for (const toml::node& item : *array) {
        const auto text = item.value_exact<std::string>();
        if (!text) Add(LineOf(item), std::string(key), "expected texts");
        if (text) texts.push_back(*text);
      }
    } else {
      Add(LineOf(*node), std::string(key), "expected a list of texts");
    }
    return texts;
  }

  /// One of two words: whether it is the second.
  void Choose(const toml::table& table, std::string_view key, std::string_view first,
              std::string_view second, const std::function<void(bool)>& set) {
    const toml::node* node = table.get(key);
    if (!node) return;
    const std::string word = node->value_exact<std::string>().value_or("");
    if (word == first || word == second) return set(word == second);
    Add(LineOf(*node), std::string(key), fmt::format("expected \"{}\" or \"{}\"", first, second));
  }

  void ReadPlacing(const toml::table& table, Placing& placing) {
    CheckKeys(table, kPlacingKeys);
    Choose(table, "withdrawn", "own", "solved", [&](bool solved) {
      placing.withdrawn = solved ? Placing::Withdrawn::kSolved : Placing::Withdrawn::kOwn;
    });
    Choose(table, "suspended", "in_time", "own", [&](bool own) {
      placing.suspended = own ? Placing::Suspended::kOwn : Placing::Suspended::kInTime;
    });
  }

  void ReadForm(const toml::table& table) {
    CheckKeys(table, kFormKeys);
    const int line = LineOf(table);
    FormDefinition form;
    form.placing = placing_;
    if (const std::string like = Text(table, "like"); !like.empty()) {
      const FormDefinition* other = into_.forms.Find(like);
      if (!other) return Add(line, "like", fmt::format("no form {} before it", JsonQuote(like)));
      form = *other;
    }
    form.code = Text(table, "code");
    if (form.code.empty()) Add(line, "code", "required key is missing");
    if (into_.forms.Find(form.code)) Add(line, "code", "there is a form of that code already");
    if (const std::string by = Text(table, "by"); !by.empty()) {
      const auto group = statement::ParseGroupBy(by);
      if (group) form.by = *group;
      if (!group) Add(line, "by", "expected agency, procedure, field, tier, counter or channel");
    }
    form.title = Both(table, "title", form.title);
    form.number.vi = Text(table, "number", form.number.vi);
    form.circular.vi = Text(table, "circular", form.circular.vi);
    form.unconfirmed = Both(table, "unconfirmed", form.unconfirmed);
    form.confirmed = table["confirmed"].value_or(form.confirmed);
    form.first = Both(table, "first", form.first);
    form.equations = Texts(table, "equations", std::move(form.equations));
    form.carried = Text(table, "carried", std::move(form.carried));
    if (const auto* placing = table["placing"].as_table()) ReadPlacing(*placing, form.placing);
    if (const auto* columns = table["columns"].as_array()) {
      form.columns.clear();
      for (const toml::node& node : *columns) ReadColumn(node, form);
    }
    if (form.columns.empty()) Add(line, "columns", "a form needs columns");
    for (const std::string& equation : form.equations) CheckEquation(equation, form, line);
    if (!form.carried.empty()) CheckEquation(form.carried, form, line);
    into_.forms.forms.push_back(std::move(form));
  }

  void ReadColumn(const toml::node& node, FormDefinition& form) {
    const auto* table = node.as_table();
    if (!table) return Add(LineOf(node), "columns", "expected a table for each column");
    CheckKeys(*table, kColumnKeys);
    FormColumn column;
    column.number = Text(*table, "number");
    column.key = Text(*table, "key");
    column.heading = Both(*table, "heading");
    const auto groups = Texts(*table, "groups");
    const auto groups_en = Texts(*table, "groups_en");
    for (size_t i = 0; i < groups.size(); ++i) {
      column.groups.push_back({groups[i], i < groups_en.size() ? groups_en[i] : ""});
    }
    column.counts = Texts(*table, "counts");
    if (column.key.empty()) Add(LineOf(node), "key", "required key is missing");
    for (const FormColumn& other : form.columns) {
      if (other.key == column.key || (!column.number.empty() && other.number == column.number)) {
        Add(LineOf(node), "columns", fmt::format("{} stands twice", JsonQuote(column.key)));
      }
    }
    for (const std::string& count : column.counts) CheckCount(count, LineOf(node));
    form.columns.push_back(std::move(column));
  }

  void CheckCount(const std::string& count, int line) {
    if (IsFormCount(count)) return;
    const auto nearest = NearestName(count, FormCountNames());
    Add(line, "counts",
        fmt::format("no count {}{}", JsonQuote(count),
                    nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : ""));
  }

  void CheckEquation(const std::string& text, const FormDefinition& form, int line) {
    const auto equation = ParseEquation(text);
    if (!equation) {
      return Add(line, "equations",
                 fmt::format("expected one such as \"3 = 4 + 5\", found {}", JsonQuote(text)));
    }
    for (const auto* side : {&equation->left, &equation->right}) {
      for (const std::string& number : *side) {
        const bool known =
            std::any_of(form.columns.begin(), form.columns.end(),
                        [&](const FormColumn& column) { return column.number == number; });
        if (!known) Add(line, "equations", fmt::format("{}: no column {}", text, number));
      }
    }
  }

  TomlProblems faults_;
  LoadedForms& into_;
  Placing placing_;
};

}  // namespace

const FormDefinition* FormDefinitions::Find(std::string_view code) const {
  const auto found = std::find_if(forms.begin(), forms.end(),
                                  [&](const FormDefinition& form) { return form.code == code; });
  return found == forms.end() ? nullptr : &*found;
}

LoadedForms ParseForms(std::string_view text, const std::string& file) {
  LoadedForms loaded;
  if (const auto document = ParseToml(text, file, loaded.problems)) {
    FormsReader(file, loaded).Read(*document);
  }
  if (HasErrors(loaded.problems)) loaded.forms = {};
  return loaded;
}

const FormDefinitions& BuiltInForms() {
  static const FormDefinitions forms = ParseForms(embedded::kFormsToml, "forms.toml").forms;
  return forms;
}

}  // namespace dunghan::report
