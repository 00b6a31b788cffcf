#pragma once

#include <filesystem>
#include <fstream>
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

inline void WriteFile(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// An office calendar for 2020-2022, agencies A and B, procedures P (5wd), Q (8wh, restart) and R
/// (no limit), mirror "cong-quoc-gia".
inline std::shared_ptr<const rulebook::Rulebook> SmallRulebook(
    const std::shared_ptr<CodeTable>& codes,
    dossier::Comparison comparison = dossier::Comparison::kByUnit) {
  const TempFolder folder;
  WriteFile(folder.path() / "office.toml",
            "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
            "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
            "mon = [\"07:30-11:30\", \"13:30-17:00\"]\ntue = [\"07:30-11:30\", \"13:30-17:00\"]\n"
            "wed = [\"07:30-11:30\", \"13:30-17:00\"]\nthu = [\"07:30-11:30\", \"13:30-17:00\"]\n"
            "fri = [\"07:30-11:30\", \"13:30-17:00\"]\n"
            "[[exception]]\ndate = 2021-06-15\nname = \"Ngày nghỉ\"\n");
  WriteFile(folder.path() / "agencies.csv", "code,name\nA,Sở A\nB,Sở B\n");
  WriteFile(folder.path() / "procedures.csv",
            "code,name,field,limit,on_supplement\nP,Thủ tục P,Đất đai,5wd,pause\n"
            "Q,Thủ tục Q,Hộ tịch,8wh,restart\nR,Thủ tục R,Hộ tịch,,\n");
  rulebook::Options options;
  options.calendars = {folder.path() / "office.toml"};
  options.agencies = folder.path() / "agencies.csv";
  options.procedures = folder.path() / "procedures.csv";
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror}};
  options.reasons = {"citizen"};
  options.comparison = comparison;
  return rulebook::Rulebook::Load(options, codes).rulebook;
}

inline std::vector<ledger::Item> Items(const std::vector<dossier::Event>& events) {
  std::vector<ledger::Item> items;
  items.reserve(events.size());
  for (const dossier::Event& event : events) items.push_back({event, {}});
  return items;
}

/// All day cells of a view, zeros left out, by text: comparable across ledgers.
using CellDump = std::map<std::string, std::vector<int32_t>>;
inline CellDump DumpCells(ledger::View& view, LocalDay from, LocalDay to) {
  std::map<std::string, figures::CellAmounts> sums;
  for (LocalDay day = from; day <= to; day += std::chrono::days{1}) {
    view.SumCells({day, day},
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
  }
  return dump;
}

}  // namespace dunghan::test
