#include "alerts/alert.h"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/tiers.h"
#include "dunghan/base/json_writer.h"

namespace dunghan::alerts {
namespace {

using Pair = std::pair<std::string_view, std::string>;

/// Alertmanager drops what is empty; names are ASCII here, values any UTF-8.
void WriteTexts(JsonWriter& json, std::string_view name, const std::vector<Pair>& pairs) {
  json.BeginObject(name);
  for (const auto& [key, value] : pairs) json.TextIfAny(key, value);
  json.End();
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
    case Kind::kReturnOrApologise:
      return "DossierReturnOrApologise";
    case Kind::kSupplementAgain:
      return "DossierSupplementAgain";
    case Kind::kSupplementMissing:
      return "DossierSupplementMissing";
    case Kind::kNotMoved:
      return "DossierNotMoved";
  }
  return "";
}

/// Only what is days away can wait to be read.
std::string_view SeverityOf(std::string_view tier) {
  return KindOf(tier) == Kind::kDueSoon && tier.ends_with("wd") ? "info" : "warning";
}

/// Two annotations: NAME_vi and NAME_en.
void Add(std::vector<Pair>& pairs, std::string_view vi, std::string_view en, Both both) {
  pairs.emplace_back(vi, std::move(both.vi));
  pairs.emplace_back(en, std::move(both.en));
}

/// What every alert of an agency has.
std::vector<Pair> ToPairs(const Texts& texts, std::string_view agency,
                          const std::optional<Stock>& stock, const Context& context) {
  std::vector<Pair> pairs{{"summary", texts.summary},
                          {"summary_vi", texts.summary_vi},
                          {"description", texts.description},
                          {"description_vi", texts.description_vi},
                          {"page", context.site.url}};
  if (context.simulated)
    Add(pairs, "mark_vi", "mark_en", {"[DỮ LIỆU MÔ PHỎNG]", "[SIMULATED DATA]"});
  Add(pairs, "centre_vi", "centre_en", context.site.centre);
  Add(pairs, "agency_vi", "agency_en", NamedAgency(agency, context));
  if (stock) Add(pairs, "stock_vi", "stock_en", StockText(*stock));
  return pairs;
}

std::string DigestOf(bool is_hourly) { return is_hourly ? "hourly" : "daily"; }

Alert Make(std::string group, const std::vector<Pair>& labels,
           const std::vector<Pair>& annotations) {
  Alert alert{std::move(group), {}};
  JsonWriter json(alert.members);
  WriteTexts(json, "labels", labels);
  WriteTexts(json, "annotations", annotations);
  return alert;
}

}  // namespace

void AppendAlert(std::string& out, const Alert& alert, const Span& span) {
  constexpr std::chrono::seconds kUtc{0};
  JsonWriter json(out);
  json.BeginObject();
  json.Members(alert.members);
  json.Key("startsAt");
  json.At(span.starts, kUtc);
  json.Key("endsAt");
  json.At(span.ends, kUtc);
  json.End();
}

std::string AlertMaker::RoundLabel(Instant round) const {
  return context_.rulebook.default_calendar().zone().Format(round);
}

Alert AlertMaker::OfDossier(const record::Notice& notice,
                            const std::optional<board::OpenDossier>& dossier, const Holder& holder,
                            const std::optional<Stock>& stock) const {
  const std::string round = RoundLabel(notice.round);
  Texts texts = TextsOf(notice, dossier, holder, context_);
  auto annotations = ToPairs(texts, notice.agency, stock, context_);
  Add(annotations, "standing_vi", "standing_en", std::move(texts.standing));
  if (!notice.procedure.empty()) {
    Add(annotations, "procedure_vi", "procedure_en", NamedProcedure(notice.procedure, context_));
  }
  Add(annotations, "held_vi", "held_en", HeldText(holder));
  if (holder.is_overrun) annotations.emplace_back("urgent", "1");
  annotations.emplace_back("due", DueOf(notice, dossier, context_));
  annotations.emplace_back("link", LinkTo(notice.dossier, context_));
  return Make(notice.agency + " " + round,
              {{"alertname", std::string(NameOf(KindOf(notice.tier)))},
               {"scope", "dossier"},
               {"digest", DigestOf(IsHourly(notice.tier))},
               {"agency", notice.agency},
               {"round", round},
               {"tier", notice.tier},
               {"dossier", notice.dossier},
               {"procedure", notice.procedure},
               {"severity", std::string(SeverityOf(notice.tier))}},
              annotations);
}

Alert AlertMaker::OfMore(const std::vector<record::Notice>& notices,
                         const std::optional<Stock>& stock) const {
  const record::Notice& first = notices.front();
  const auto count = static_cast<int64_t>(notices.size());
  const std::string label = RoundLabel(first.round);
  const Texts texts = TextsOfMore(first.agency, first.round, count, context_);
  auto annotations = ToPairs(texts, first.agency, stock, context_);
  annotations.emplace_back("count", std::to_string(count));
  const bool is_hourly = std::all_of(notices.begin(), notices.end(),
                                     [](const auto& notice) { return IsHourly(notice.tier); });
  return Make(fmt::format("{} {}", first.agency, label),
              {{"alertname", "DossierMore"},
               {"scope", "dossier"},
               {"digest", DigestOf(is_hourly)},
               {"agency", first.agency},
               {"round", label},
               {"tier", "more"},
               {"severity", "info"}},
              annotations);
}

}  // namespace dunghan::alerts
