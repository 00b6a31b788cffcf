#include "alerts/alert.h"

#include <fmt/format.h>

#include "alerts/tiers.h"
#include "dunghan/base/text.h"

namespace dunghan::alerts {
namespace {

using Pair = std::pair<std::string_view, std::string>;

/// Alertmanager drops what is empty; names are ASCII here, values any UTF-8.
void AppendObject(std::string& out, std::string_view name, const std::vector<Pair>& pairs) {
  AppendJsonQuoted(out, name);
  out += ":{";
  const char* comma = "";
  for (const auto& [key, value] : pairs) {
    if (value.empty()) continue;
    out += std::exchange(comma, ",");
    AppendJsonQuoted(out, key);
    out += ':';
    AppendJsonQuoted(out, value);
  }
  out += '}';
}

std::string_view NameOf(Kind kind) {
  switch (kind) {
    case Kind::kDueSoon:
      return "DossierDueSoon";
    case Kind::kOverdue:
      return "DossierOverdue";
    case Kind::kAcceptanceOverdue:
      return "DossierAcceptanceOverdue";
    case Kind::kApologyDue:
      return "DossierApologyDue";
  }
  return "";
}

/// Only what is days away can wait to be read.
std::string_view SeverityOf(std::string_view tier) {
  return KindOf(tier) == Kind::kDueSoon && tier.ends_with("wd") ? "info" : "warning";
}

std::vector<Pair> ToPairs(const Texts& texts) {
  return {{"summary", texts.summary},
          {"summary_vi", texts.summary_vi},
          {"description", texts.description},
          {"description_vi", texts.description_vi}};
}

Alert Make(std::string group, const std::vector<Pair>& labels,
           const std::vector<Pair>& annotations) {
  Alert alert{std::move(group), "{"};
  AppendObject(alert.json, "labels", labels);
  alert.json += ',';
  AppendObject(alert.json, "annotations", annotations);
  return alert;
}

}  // namespace

void AppendAlert(std::string& out, const Alert& alert, const Span& span) {
  out += alert.json;
  out += R"(,"startsAt":")";
  AppendRfc3339(out, span.starts, std::chrono::seconds{0});
  out += R"(","endsAt":")";
  AppendRfc3339(out, span.ends, std::chrono::seconds{0});
  out += "\"}";
}

std::string AlertMaker::RoundLabel(Instant round) const {
  return context_.rulebook.default_calendar().zone().Format(round);
}

Alert AlertMaker::OfDossier(const ledger::Notice& notice,
                            const std::optional<board::OpenDossier>& dossier) const {
  const std::string round = RoundLabel(notice.round);
  auto annotations = ToPairs(TextsOf(notice, dossier, context_));
  annotations.emplace_back("due", DueOf(notice, dossier, context_));
  return Make(notice.agency + " " + round,
              {{"alertname", std::string(NameOf(KindOf(notice.tier)))},
               {"scope", "dossier"},
               {"agency", notice.agency},
               {"round", round},
               {"tier", notice.tier},
               {"dossier", notice.dossier},
               {"procedure", notice.procedure},
               {"severity", std::string(SeverityOf(notice.tier))}},
              annotations);
}

Alert AlertMaker::OfMore(std::string_view agency, Instant round, int64_t count) const {
  const std::string label = RoundLabel(round);
  auto annotations = ToPairs(TextsOfMore(agency, round, count, context_));
  annotations.emplace_back("count", std::to_string(count));
  return Make(fmt::format("{} {}", agency, label),
              {{"alertname", "DossierMore"},
               {"scope", "dossier"},
               {"agency", std::string(agency)},
               {"round", label},
               {"tier", "more"},
               {"severity", "info"}},
              annotations);
}

}  // namespace dunghan::alerts
