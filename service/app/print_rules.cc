#include "app/print_rules.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/time.h"
#include "dunghan/base/upper_case.h"
#include "dunghan/rulebook/csv.h"

namespace dunghan::app {
namespace {

using rulebook::CsvColumn;

constexpr size_t kMostLayouts = size_t{1} << 20U;

constexpr std::array<CsvColumn, 6> kNameColumns = {
    {{"code", true}, {"name"}, {"name_en"}, {"above"}, {"address"}, {"place"}}};
constexpr std::array<CsvColumn, 6> kSignerColumns = {
    {{"agency"}, {"name", true}, {"title", true}, {"authority"}, {"from"}, {"to"}}};

/// "tỉnh Sơn La" is "Sơn La".
std::string WithoutKind(std::string_view province) {
  for (const std::string_view kind : {"tỉnh ", "Tỉnh ", "thành phố ", "Thành phố "}) {
    if (province.starts_with(kind)) return std::string(province.substr(kind.size()));
  }
  return std::string(province);
}

report::PrintName SiteName(const Settings& settings) {
  const SiteSettings& site = settings.site;
  const ReportSettings& reports = settings.reports;
  report::PrintName name{.name = {UpperCase(site.centre), UpperCase(site.centre_en)},
                         .address = reports.address,
                         .place = reports.place};
  if (name.name.empty()) name.name = {UpperCase(site.province), UpperCase(site.province_en)};
  if (!reports.above.empty()) {
    name.above = {reports.above};
  } else if (!site.province.empty() && !site.centre.empty()) {
    name.above = {
        "ỦY BAN NHÂN DÂN " + UpperCase(site.province),
        site.province_en.empty() ? "" : "PEOPLE'S COMMITTEE OF " + UpperCase(site.province_en)};
  }
  if (name.place.empty()) name.place = WithoutKind(site.province);
  return name;
}

void ReadNames(const std::filesystem::path& path, LoadedPrintRules& into) {
  for (const rulebook::CsvRow& row : rulebook::ReadCsv(path, kNameColumns, into.problems)) {
    const std::string& code = row.cells[0];
    report::PrintName name{.name = {row.cells[1], row.cells[2]},
                           .above = {row.cells[3]},
                           .address = row.cells[4],
                           .place = row.cells[5]};
    if (code.empty()) {
      into.problems.push_back({path.string(), row.line, "code", "expected a value, got nothing"});
    } else if (!into.rules.names.emplace(code, std::move(name)).second) {
      into.problems.push_back(
          {path.string(), row.line, "code", fmt::format("{} stands twice", JsonQuote(code))});
    }
  }
}

std::optional<LocalDay> ReadDate(const std::string& text, const std::filesystem::path& path,
                                 int line, std::string_view field, LoadedPrintRules& into) {
  if (text.empty()) return {};
  const auto day = ParseDate(text);
  if (!day) {
    into.problems.push_back(
        {path.string(), line, std::string(field),
         fmt::format("expected a date like 2026-01-31, got {}", JsonQuote(text))});
    return {};
  }
  return *day;
}

/// Who signs for himself says nothing; else for whom: "KT. GIÁM ĐỐC".
void CheckAuthority(const std::string& text, const std::filesystem::path& path, int line,
                    LoadedPrintRules& into) {
  if (text.empty()) return;
  for (const std::string_view begins : {"KT. ", "TL. ", "TUQ. ", "TM. ", "Q. "}) {
    if (text.starts_with(begins) && text.size() > begins.size()) return;
  }
  constexpr std::string_view kLike = "KT. GIÁM ĐỐC";
  into.problems.push_back(
      {path.string(), line, "authority",
       fmt::format("expected KT., TL., TUQ., TM. or Q. with the office after it, like {}, got {}",
                   JsonQuote(kLike), JsonQuote(text))});
}

void ReadSigners(const std::filesystem::path& path, LoadedPrintRules& into) {
  for (const rulebook::CsvRow& row : rulebook::ReadCsv(path, kSignerColumns, into.problems)) {
    CheckAuthority(row.cells[3], path, row.line, into);
    const auto from = ReadDate(row.cells[4], path, row.line, "from", into);
    const auto to = ReadDate(row.cells[5], path, row.line, "to", into);
    for (const size_t column : {size_t{1}, size_t{2}}) {
      if (row.cells[column].empty()) {
        into.problems.push_back({path.string(), row.line, std::string(kSignerColumns[column].name),
                                 "expected a value, got nothing"});
      }
    }
    if (from && to && *to < *from) {
      into.problems.push_back({path.string(), row.line, "to", "it is before \"from\""});
    }
    into.rules.signers.push_back({.agency = row.cells[0],
                                  .authority = row.cells[3],
                                  .title = row.cells[2],
                                  .name = row.cells[1],
                                  .from = from,
                                  .to = to});
  }
}

void ReadLayouts(const std::filesystem::path& path, LoadedPrintRules& into) {
  const auto text = ReadFile(path, kMostLayouts);
  if (!text) {
    into.problems.push_back({path.string(), 0, "", text.error().for_client});
    return;
  }
  auto loaded = report::ParseForms(*text, path.string());
  into.problems.insert(into.problems.end(), loaded.problems.begin(), loaded.problems.end());
  into.rules.forms = std::move(loaded.forms);
}

}  // namespace

LoadedPrintRules LoadPrintRules(const Settings& settings) {
  LoadedPrintRules loaded;
  loaded.rules.site = SiteName(settings);
  loaded.rules.reply_within = settings.reports.reply_within;
  for (const auto& [name, source] : settings.sources) {
    if (rulebook::MakesFigures(source.role)) loaded.rules.sources.push_back(name);
  }
  if (const auto& path = settings.reports.layouts) ReadLayouts(*path, loaded);
  if (const auto& path = settings.reports.names) ReadNames(*path, loaded);
  if (const auto& path = settings.reports.signers) ReadSigners(*path, loaded);
  return loaded;
}

}  // namespace dunghan::app
