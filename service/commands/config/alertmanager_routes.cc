#include "config/alertmanager_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "dunghan/base/text.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
  });
}

/// A value for YAML: what JSON quotes, YAML reads.
std::string YamlText(const std::string& text) { return IsPlain(text) ? text : JsonQuote(text); }

std::string Matcher(const std::string& code) {
  const std::string matcher = "agency=" + JsonQuote(code);
  return IsPlain(code) ? matcher : JsonQuote(matcher);
}

/// Names by code.
std::map<std::string, std::string> AgenciesOf(const rulebook::Rulebook& rulebook, Instant now) {
  const LocalDay today = rulebook.default_calendar().zone().DayOf(now);
  std::map<std::string, std::string> names;
  std::set<std::string_view> parents;
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    if (agency.valid_from && *agency.valid_from > today) continue;
    if (agency.valid_to && *agency.valid_to < today) continue;
    names.emplace(agency.code.text(), agency.name);
    parents.insert(agency.parent.text());
  }
  std::erase_if(names, [&](const auto& entry) { return parents.contains(entry.first); });
  return names;
}

}  // namespace

int RunAlertmanagerRoutes(RoutesPart part, const rulebook::Rulebook& rulebook, Instant now,
                          const Console& console) {
  std::string out;
  for (const auto& [code, name] : AgenciesOf(rulebook, now)) {
    const std::string receiver = YamlText("agency-" + code);
    if (part == RoutesPart::kRoutes) {
      out += fmt::format("        # {}\n        - matchers: [{}]\n          receiver: {}\n", name,
                         Matcher(code), receiver);
    } else {
      out += fmt::format(
          "  # {}\n  - name: {}\n    email_configs:\n"
          "      - to: someone@example.org\n"
          "        headers: {{Subject: '{{{{ template \"dossier.subject.vi\" . }}}}'}}\n"
          "        html: '{{{{ template \"dossier.email.vi\" . }}}}'\n"
          "        text: '{{{{ template \"dossier.text.vi\" . }}}}'\n"
          "        send_resolved: false\n",
          name, receiver);
    }
  }
  return Print(out, console);
}

}  // namespace dunghan::commands
