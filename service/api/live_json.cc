#include "live_json.h"

#include "live_table.h"

namespace dunghan::api {

std::string WriteLiveHead(const board::Snapshot& snapshot, Instant now, int64_t clock_speed,
                          const Site& site) {
  std::string out;
  JsonWriter json(out);
  kLiveHeadTable.WriteMembers(json, {snapshot, now, clock_speed, site});
  return out;
}

std::string WriteLiveRow(const board::Snapshot& snapshot, const board::CountsOf<AgencyCode>& row) {
  std::string out;
  if (row.counts == board::Counts{}) return out;
  const auto* agency = snapshot.rulebook->FindAgency(row.code);
  const std::string_view name = agency ? std::string_view(agency->name) : row.code.text();
  const bool is_english = agency && !agency->name_en.empty();
  const auto target = snapshot.TargetOf(row.code);
  JsonWriter json(out);
  json.BeginObject();
  kLiveAgencyTable.WriteMembers(
      json, {row.code.text(), name, is_english ? std::string_view(agency->name_en) : name, target});
  kLiveCountsTable.WriteMembers(json, {row.counts, target, snapshot.policy.headline});
  json.End();
  return out;
}

}  // namespace dunghan::api
