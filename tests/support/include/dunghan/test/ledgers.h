#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/test/values.h"

/// A rulebook of three procedures and ledgers to try it on.
namespace dunghan::test {

/// What is put on record with a discarding where nothing depends on it.
inline const record::NewEntry kSomeAct{record::Kind::kAct, "an act"};

inline void WriteFile(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// What may differ between versions of the small rulebook.
struct SmallRules {
  dossier::Comparison comparison = dossier::Comparison::kByUnit;
  std::string exceptions = "";  ///< more [[exception]] tables of the calendar
  std::string limit_of_p = "5wd";
  std::string handled_by_of_p = "";
  bool nights = false;  ///< Mondays to Wednesdays, and the last of May and June, close at 24:00
  std::string agencies = "code,name\nA,Sở A\nB,Sở B\n";  ///< the whole file
  std::string successors = "";                           ///< rows
  std::string law = "";                                  ///< the whole file
  std::map<std::string, rulebook::SourceRole> sources = {
      {"cong-quoc-gia", rulebook::SourceRole::kMirror},
      {"bang-tinh", rulebook::SourceRole::kLists}};
};

/// An office calendar for 2020-2022, agencies A and B, procedures P (5wd), Q (8wh, restart) and R
/// (no limit), mirror "cong-quoc-gia", "bang-tinh" speaking in lists.
inline std::shared_ptr<const rulebook::Rulebook> SmallRulebook(
    const std::shared_ptr<CodeTable>& codes, const SmallRules& rules = {}) {
  std::string mirrors;
  std::string lists;
  for (const auto& [name, role] : rules.sources) {
    if (role == rulebook::SourceRole::kAuthority) continue;
    std::string& names = role == rulebook::SourceRole::kMirror ? mirrors : lists;
    names += (names.empty() ? "\"" : ", \"") + name + "\"";
  }
  const std::string day = "[\"07:30-11:30\", \"13:30-17:00\"]\n";
  const std::string early = rules.nights ? "[\"00:00-02:00\", \"16:00-24:00\"]\n" : day;
  constexpr const char* kNights =
      "[[exception]]\ndate = 2021-05-31\nname = \"Trực\"\nhours = [\"20:00-24:00\"]\n"
      "[[exception]]\ndate = 2021-06-30\nname = \"Trực\"\nhours = [\"20:00-24:00\"]\n";
  constexpr std::array<std::string_view, 3> kComparisons = {"by_unit", "date", "instant"};
  rulebook::Bundle bundle;
  bundle.files.push_back({"calendar", "office.toml",
                          "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                          "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
                          "mon = " +
                              early + "tue = " + early + "wed = " + early + "thu = " + day +
                              "fri = " + day +
                              "[[exception]]\ndate = 2021-06-15\nname = \"Ngày nghỉ\"\n" +
                              (rules.nights ? kNights : "") + rules.exceptions});
  bundle.files.push_back({"agencies", "agencies.csv", rules.agencies});
  bundle.files.push_back({"procedures", "procedures.csv",
                          "code,name,field,limit,on_supplement,handled_by\nP,Thủ tục P,Đất đai," +
                              rules.limit_of_p + ",pause," + rules.handled_by_of_p +
                              "\nQ,Thủ tục Q,Hộ tịch,8wh,restart,\nR,Thủ tục R,Hộ tịch,,,\n"});
  if (!rules.law.empty()) bundle.files.push_back({"law", "law.toml", rules.law});
  if (!rules.successors.empty()) {
    bundle.files.push_back(
        {"successors", "successors.csv", "old,new,procedure,date\n" + rules.successors});
  }
  bundle.settings = "mirrors = [" + mirrors + "]\nlists = [" + lists +
                    "]\nreasons = [\"citizen\"]\ncomparison = \"" +
                    std::string(kComparisons[static_cast<size_t>(rules.comparison)]) + "\"\n";
  const auto loaded = rulebook::Rulebook::Load(bundle, codes);
  for (const Problem& problem : loaded.problems) std::cerr << ToString(problem) << "\n";
  return loaded.rulebook;
}

inline std::vector<ledger::Item> Items(const std::vector<dossier::Event>& events) {
  std::vector<ledger::Item> items;
  items.reserve(events.size());
  for (const dossier::Event& event : events) items.push_back({event, {}});
  return items;
}

/// All day cells of a view, zeros left out, by text: comparable across ledgers. So many days may be
/// summed together.
using CellDump = std::map<std::string, std::vector<int32_t>>;
inline std::map<std::string, int64_t> TextsOf(const figures::MeasureSums& sums) {
  std::map<std::string, int64_t> texts;
  for (const auto& [key, amount] : sums) {
    texts[std::to_string(static_cast<int>(key.measure)) + "." + std::to_string(key.detail) + " " +
          std::string(key.reason.text())] += amount;
  }
  return texts;
}
inline CellDump DumpCells(ledger::View& view, LocalDay from, LocalDay to, int days_together = 1) {
  std::map<std::string, figures::CellAmounts> sums;
  const std::chrono::days step{days_together};
  for (LocalDay day = from; day <= to; day += step) {
    view.SumCells({day, day + step - std::chrono::days{1}},
                  [&](const figures::RowKey& row, const figures::CellAmounts& amounts) {
                    const std::string key = FormatDate(day) + " " + std::string(row.agency.text()) +
                                            " " + std::string(row.procedure.text()) + " " +
                                            std::string(row.counter.text()) + " " +
                                            std::string(dossier::ToString(row.channel));
                    sums[key].Add(amounts);
                  })
        .value();
  }
  CellDump dump;
  for (const auto& [key, amounts] : sums) {
    if (amounts.IsZero()) continue;
    auto& values = dump[key];
    for (const auto& basis : amounts.bases) values.insert(values.end(), basis.begin(), basis.end());
    for (const auto& [measure, amount] : TextsOf(amounts.measures)) {
      dump[key + " " + measure] = {static_cast<int32_t>(amount),
                                   static_cast<int32_t>(amount >> 32)};
    }
  }
  return dump;
}

}  // namespace dunghan::test
