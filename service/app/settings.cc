#include "app/settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "dunghan/base/file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/toml_document.h"
#include "settings_reader.h"

namespace dunghan::app {
namespace {

/// The project's own example is found from the project's root.
const std::array<std::filesystem::path, 3>& UsualPlaces() {
  static const std::array<std::filesystem::path, 3> places{"dunghan.toml", "config/dunghan.toml",
                                                           "/etc/dunghan/dunghan.toml"};
  return places;
}

bool IsFile(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) && !std::filesystem::is_directory(path, ignored);
}

}  // namespace

Result<Listen> ParseListen(std::string_view text) {
  const auto wrong = [&] {
    return InvalidArgument(
        fmt::format("expected an address and a port like 127.0.0.1:8080 or [::1]:8080, got {}",
                    JsonQuote(text)));
  };
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong();
  std::string_view address = text.substr(0, colon);
  const std::string_view port_text = text.substr(colon + 1);
  const auto port = ParseInteger(port_text);
  if (!port || *port < 0 || *port > 65535 || port_text.front() == '-') return wrong();
  const bool bracketed = address.starts_with('[') && address.ends_with(']');
  if (bracketed) address = address.substr(1, address.size() - 2);
  Listen listen{std::string(address), static_cast<uint16_t>(*port)};
  in6_addr parsed{};
  const int family = bracketed ? AF_INET6 : AF_INET;
  if (inet_pton(family, listen.address.c_str(), &parsed) != 1) return wrong();
  return listen;
}

bool IsLoopback(const Listen& listen) {
  return listen.address.starts_with("127.") || listen.address == "::1";
}

LoadedSettings ParseSettings(std::string_view text, const std::filesystem::path& file) {
  LoadedSettings loaded;
  loaded.settings.file = file;
  SettingsReader(file, loaded.settings, loaded.problems).ReadDefaults();
  SettingsReader reader(file, loaded.settings, loaded.problems);
  if (const auto document = ParseToml(text, file.string(), loaded.problems)) {
    reader.Read(*document);
    reader.CheckTogether();
  }
  std::stable_sort(loaded.problems.begin(), loaded.problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return loaded;
}

LoadedSettings LoadSettings(const std::filesystem::path& file) {
  const auto text = ReadFile(file, kMostToml);
  LoadedSettings loaded = ParseSettings(text ? *text : "", file);
  if (!text) loaded.problems = {{file.string(), 0, "", text.error().for_client}};
  return loaded;
}

Settings DefaultSettings() { return ParseSettings("", {}).settings; }

Result<std::filesystem::path> FindConfig(const std::optional<std::filesystem::path>& named) {
  return FindConfig(named, UsualPlaces());
}

Result<std::filesystem::path> FindConfig(const std::optional<std::filesystem::path>& named,
                                         std::span<const std::filesystem::path> places) {
  if (named) {
    if (IsFile(*named)) return *named;
    return NotFound(fmt::format("no configuration file {}", JsonQuote(named->string())));
  }
  const auto found = std::find_if(places.begin(), places.end(), IsFile);
  if (found != places.end()) return *found;
  std::vector<std::string> names;
  for (const auto& place : places) names.push_back(place.string());
  return NotFound(fmt::format("no configuration file: looked for {}; name one with --config FILE",
                              fmt::join(names, ", ")));
}

rulebook::Rulebook::Loaded LoadRulebook(const Settings& settings,
                                        std::shared_ptr<CodeTable> codes) {
  auto loaded = rulebook::Rulebook::Load(settings.rulebook, codes);
  for (Problem& problem : loaded.problems) {
    // A fault of no file of the rulebook is one of the options, and these are keys of ours.
    if (!problem.file.empty()) continue;
    problem.file = settings.file.string();
    problem.field = "rulebook." + problem.field;
  }
  if (!loaded.rulebook) return loaded;
  const auto unknown = [&](const std::string& field, const char* what, const std::string& code) {
    loaded.problems.push_back(
        {settings.file.string(), 0, field, fmt::format("unknown {} {}", what, JsonQuote(code))});
  };
  const auto check_agency = [&](const std::string& field, const std::string& code) {
    if (!settings.rulebook.agencies) return;
    if (!loaded.rulebook->FindAgency(codes->Intern<AgencyCode>(code)))
      unknown(field, "agency", code);
  };
  for (const auto& [code, per_mille] : settings.figures.agency_targets) {
    check_agency("figures.targets." + code, code);
  }
  for (const auto& [name, source] : settings.sources) {
    for (const auto& code : source.feeds) check_agency("sources." + name + ".feeds", code);
    for (const auto& code : source.reach.agencies) {
      check_agency("sources." + name + ".agencies", code);
    }
  }
  for (const auto& [code, tiers] : settings.alerts.procedure_tiers) {
    if (!settings.rulebook.procedures) break;
    if (loaded.rulebook->FindProcedure(codes->Intern<ProcedureCode>(code))) continue;
    unknown("alerts.procedures." + code, "procedure", code);
  }
  if (HasErrors(loaded.problems)) loaded.rulebook.reset();
  return loaded;
}

}  // namespace dunghan::app
