#include "law_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "list_checks.h"
#include "toml_text.h"

namespace dunghan::rulebook {
namespace {

constexpr std::array<std::string_view, 14> kLawKeys{
    "from",          "to",   "citation",          "citation_en", "forms",
    "forms_en",      "lead", "lead_en",           "portal",      "portal_en",
    "accept_within", "note", "supplement_within", "pause_limits"};

struct Text {
  std::string_view key;
  std::string Law::*place;
};
constexpr std::array<Text, 9> kTexts{{{"citation", &Law::citation},
                                      {"citation_en", &Law::citation_en},
                                      {"forms", &Law::forms},
                                      {"forms_en", &Law::forms_en},
                                      {"lead", &Law::lead},
                                      {"lead_en", &Law::lead_en},
                                      {"portal", &Law::portal},
                                      {"portal_en", &Law::portal_en},
                                      {"note", &Law::note}}};

struct Limit {
  std::string_view key;
  std::optional<worktime::TimeLimit> Law::*place;
};
constexpr std::array<Limit, 2> kLimits{
    {{"accept_within", &Law::accept_within}, {"supplement_within", &Law::supplement_within}}};

int LawLineOf(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

/// Walks the document and fills the entries; every fault becomes a problem with its line.
class LawReader {
 public:
  LawReader(const FileText& input, CodeTable& codes, std::vector<Problem>& problems)
      : input_(input), codes_(codes), problems_(problems) {}

  std::vector<Law> Read(const toml::table& document) {
    constexpr std::array<std::string_view, 1> kAll{"law"};
    CheckKeys(document, "", kAll);
    const toml::node* entries = document.get("law");
    if (!entries || !entries->as_array()) {
      Add(entries ? LawLineOf(entries->source()) : 0, "law", "expected entries [[law]]");
      return {};
    }
    for (const toml::node& node : *entries->as_array()) {
      if (node.is_table()) ReadEntry(*node.as_table());
      if (!node.is_table()) Add(LawLineOf(node.source()), "law", "expected entries [[law]]");
    }
    CheckDates();
    return std::move(laws_);
  }

 private:
  void ReadEntry(const toml::table& table) {
    CheckKeys(table, "law.", kLawKeys);
    Law law;
    const int line = LawLineOf(table.source());
    const auto from = Date(table, "from");
    law.to = Date(table, "to");
    if (!table.contains("from")) Add(line, "law.from", "required key is missing");
    for (const auto& [key, place] : kTexts) law.*place = ReadText(table, key);
    if (!table.contains("citation")) Add(line, "law.citation", "required key is missing");
    for (const auto& [key, place] : kLimits) {
      if (const toml::node* node = table.get(key)) law.*place = ReadLimit(*node, key);
    }
    if (const toml::node* node = table.get("pause_limits")) law.pause_limits = ReadPauses(*node);
    if (!from) return;
    law.from = *from;
    if (law.to && *law.to < law.from) {
      Add(line, "law.from",
          fmt::format("{} is after law.to {}", FormatDate(law.from), FormatDate(*law.to)));
      return;
    }
    dates_.push_back({"", law.from, law.to.value_or(LocalDay::max()), line});
    laws_.push_back(std::move(law));
  }

  void CheckKeys(const toml::table& table, const std::string& prefix,
                 std::span<const std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      Add(LawLineOf(key.source()), prefix + std::string(key.str()),
          "unknown key" + DidYouMean(key.str(), known));
    }
  }

  std::optional<LocalDay> Date(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (!node) return std::nullopt;
    if (const auto* date = node->as_date()) {
      const auto& day = date->get();
      return LocalDay{std::chrono::year{day.year} / day.month / day.day};
    }
    AddAt(*node, key, "expected a date without quotation marks like 2025-07-01");
    return std::nullopt;
  }

  std::string ReadText(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (!node) return {};
    const auto text = node->value_exact<std::string>();
    // What is on record was taken by what held then, and must be read for ever: see FileText.
    const bool printable = text && IsPrintable(*text) && (input_.recorded || IsName(*text));
    if (!printable) {
      AddAt(*node, key, "expected printable text" + (text ? HiddenNameFault(*text) : ""));
    } else if (key == "citation" && text->empty()) {
      AddAt(*node, key, "expected a text, got \"\"");
    }
    return printable ? *text : std::string();
  }

  std::optional<worktime::TimeLimit> ReadLimit(const toml::node& node, std::string_view key) {
    const auto text = node.value_exact<std::string>();
    if (!text) {
      AddAt(node, key, "expected a time limit like \"3wd\"");
      return std::nullopt;
    }
    const auto limit = worktime::ParseTimeLimit(*text);
    if (limit) return *limit;
    AddAt(node, key, limit.error().for_client);
    return std::nullopt;
  }

  std::shared_ptr<const dossier::PauseLimits> ReadPauses(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table) AddAt(node, "pause_limits", "expected limits by reason like { tax = \"10wd\" }");
    if (!table || table->empty()) return nullptr;
    dossier::PauseLimits limits;
    for (const auto& [key, value] : *table) {
      const std::string name = "pause_limits." + std::string(key.str());
      const auto limit = ReadLimit(value, name);
      if (!input_.recorded && !IsCode(key.str())) {
        AddAt(value, name, fmt::format("expected a reason of {}", kCodeForm));
      } else if (limit) {
        limits.emplace_back(codes_.Intern<ReasonCode>(key.str()), *limit);
      }
    }
    std::sort(limits.begin(), limits.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return std::make_shared<const dossier::PauseLimits>(std::move(limits));
  }

  void CheckDates() {
    std::sort(laws_.begin(), laws_.end(),
              [](const Law& a, const Law& b) { return a.from < b.from; });
    std::stable_sort(dates_.begin(), dates_.end(),
                     [](const Validity& a, const Validity& b) { return a.from < b.from; });
    // Neighbours tell: where any two overlap, the first of them overlaps the one next to it.
    for (size_t i = 1; i < dates_.size(); ++i) {
      if (dates_[i].from > dates_[i - 1].to) continue;
      Add(dates_[i].line, "law.from",
          fmt::format("holds on days of the entry in line {} as well", dates_[i - 1].line));
    }
  }

  void AddAt(const toml::node& node, std::string_view key, std::string message) {
    Add(LawLineOf(node.source()), "law." + std::string(key), std::move(message));
  }
  void Add(int line, std::string field, std::string message) {
    problems_.push_back({.file = input_.file,
                         .line = line,
                         .field = std::move(field),
                         .message = std::move(message)});
  }

  const FileText& input_;
  CodeTable& codes_;
  std::vector<Problem>& problems_;
  std::vector<Law> laws_;
  std::vector<Validity> dates_;
};

}  // namespace

std::vector<Law> ReadLaw(const FileText& input, CodeTable& codes, std::vector<Problem>& problems) {
  const auto document = ParseToml(input, problems);
  return document ? LawReader(input, codes, problems).Read(*document) : std::vector<Law>();
}

}  // namespace dunghan::rulebook
