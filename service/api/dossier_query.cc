#include "dossier_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/rulebook/agency_tree.h"
#include "listed_table.h"
#include "parameters.h"

namespace dunghan::api {
namespace {

using board::DueBucket;
using dossier::Standing;

constexpr int64_t kMostListed = 1000;

/// Standings as they are asked for. "unmeasurable" and "withdrawn" take in what shares the name.
struct Name {
  std::string_view text;
  bool ended;
  std::array<Standing, 2> standings;
};
constexpr Name kNames[] = {
    {"without_receipt", false, {Standing::kWithoutReceipt, Standing::kWithoutReceipt}},
    {"pending_acceptance", false, {Standing::kPendingAcceptance, Standing::kPendingAcceptance}},
    {"in_time", false, {Standing::kInTime, Standing::kInTime}},
    {"suspended", false, {Standing::kSuspended, Standing::kSuspended}},
    {"overdue", false, {Standing::kOverdue, Standing::kOverdue}},
    {"unmeasurable", false, {Standing::kUnmeasurable, Standing::kUnmeasurable}},
    {"declined", true, {Standing::kDeclined, Standing::kDeclined}},
    {"finished_early", true, {Standing::kFinishedEarly, Standing::kFinishedEarly}},
    {"finished_on_time", true, {Standing::kFinishedOnTime, Standing::kFinishedOnTime}},
    {"finished_late", true, {Standing::kFinishedLate, Standing::kFinishedLate}},
    {"finished_unmeasurable",
     true,
     {Standing::kFinishedUnmeasurable, Standing::kFinishedUnmeasurable}},
    {"withdrawn", true, {Standing::kWithdrawn, Standing::kWithdrawnOverdue}},
};

Result<void> ReadStandings(std::string_view text, DossierQuery& query) {
  std::optional<bool> ended;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    const std::string_view name = text.substr(0, comma);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    const auto* found = std::find_if(std::begin(kNames), std::end(kNames),
                                     [&](const Name& known) { return known.text == name; });
    if (found == std::end(kNames)) {
      std::string known;
      for (const Name& one : kNames)
        known += fmt::format("{}{}", known.empty() ? "" : ", ", one.text);
      return InvalidArgument(
          fmt::format("standing: expected some of {}; found {}", known, JsonQuote(name)));
    }
    if (ended && *ended != found->ended) {
      return InvalidArgument("standing: open and ended dossiers are listed apart");
    }
    ended = found->ended;
    query.standings.insert(query.standings.end(), found->standings.begin(), found->standings.end());
  }
  query.ended = ended.value_or(false);
  return {};
}

Result<void> ReadSort(std::string_view text, DossierQuery& query) {
  if (text.empty()) {
    query.sort = query.ended ? SortKey::kCode : SortKey::kDue;
    return {};
  }
  query.descending = text.front() == '-';
  const std::string_view name = text.substr(query.descending ? 1 : 0);
  if (query.ended && text != "code") {
    return InvalidArgument("sort: ended dossiers are listed by code");
  }
  if (name == "due") {
    query.sort = SortKey::kDue;
  } else if (name == "received") {
    query.sort = SortKey::kReceived;
  } else if (text == "code") {
    query.sort = SortKey::kCode;
  } else {
    return InvalidArgument(fmt::format(
        "sort: expected due, -due, received, -received or code, found {}", JsonQuote(text)));
  }
  return {};
}

Result<void> ReadDueBefore(std::string_view text, DossierQuery& query) {
  if (const auto day = ParseDate(text)) {
    query.due_before_day = *day;
    return {};
  }
  const auto instant = ParseRfc3339(text);
  if (!instant) {
    return InvalidArgument(fmt::format(
        "due_before: expected a date or an instant such as 2026-11-25T17:00:00+07:00, found {}",
        JsonQuote(text)));
  }
  query.overdue_by = *instant;
  return {};
}

Result<void> ReadPart(std::string_view text, DossierQuery& query) {
  query.code_part = Folded(text);
  if (text.empty() || !query.code_part.empty()) return {};
  return InvalidArgument(
      fmt::format("q: expected part of a code, found diacritics alone: {}", JsonQuote(text)));
}

Result<void> ReadBucket(std::string_view text, DossierQuery& query) {
  std::string known;
  for (size_t i = 0; i < board::kDueBuckets; ++i) {
    const auto bucket = static_cast<DueBucket>(i);
    if (ToString(bucket) == text) query.bucket = bucket;
    known += fmt::format("{}{}", i == 0 ? "" : ", ", ToString(bucket));
  }
  if (query.bucket) return {};
  return InvalidArgument(fmt::format("due: expected one of {}; found {}", known, JsonQuote(text)));
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether `part`, which is Folded, is within the text when that is folded.
bool Finds(std::string_view text, std::string_view part) {
  // Asked of every dossier, of which nearly all have codes that fold letter by letter.
  if (!IsPlainAscii(text)) return Folded(text).find(part) != std::string::npos;
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return Lower(a) == b; }) != text.end();
}

int64_t KeyOf(const std::optional<Instant>& instant, bool descending) {
  // Last, whichever way it is sorted.
  if (!instant) return std::numeric_limits<int64_t>::max();
  const int64_t key = instant->time_since_epoch().count();
  return descending ? -key : key;
}

/// The day whose tree counts: that of the end, or today.
LocalDay DayOf(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now) {
  const Instant at = dossier.ended_at ? std::min(*dossier.ended_at, now) : now;
  return rulebook.default_calendar().zone().DayOf(at);
}

}  // namespace

Result<DossierQuery> ParseDossierQuery(const http::Request& request) {
  if (auto known = CheckParameters(request, {"standing", "due", "agency", "procedure", "due_before",
                                             "q", "sort", "cursor", "limit", "as_of"});
      !known) {
    return known.error();
  }
  DossierQuery query;
  auto as_of = AsOfOf(request);
  if (!as_of) return as_of.error();
  query.as_of = *as_of;
  if (auto read = ReadStandings(ParameterOf(request, "standing"), query); !read)
    return read.error();
  if (auto read = ReadSort(ParameterOf(request, "sort"), query); !read) return read.error();
  if (const auto due = http::FindQuery(request, "due")) {
    if (auto read = ReadBucket(*due, query); !read) return read.error();
    if (query.ended) return InvalidArgument("due: ended dossiers have no bucket");
    if (query.as_of) return InvalidArgument("due: buckets are those of now, not of as_of");
  }
  if (const auto before = http::FindQuery(request, "due_before")) {
    if (auto read = ReadDueBefore(*before, query); !read) return read.error();
  }
  query.agency = ParameterOf(request, "agency");
  query.procedure = ParameterOf(request, "procedure");
  if (auto read = ReadPart(ParameterOf(request, "q"), query); !read) return read.error();
  const auto limit = NumberOf(request, "limit", 1, kMostListed, 100);
  if (!limit) return limit.error();
  query.limit = static_cast<size_t>(*limit);
  if (const auto cursor = http::FindQuery(request, "cursor")) {
    query.after = ParseCursor(*cursor);
    if (!query.after) return InvalidArgument("cursor: expected the \"next\" of the page before");
  }
  return query;
}

std::string ToCursor(const Rank& rank) { return fmt::format("{}:{}", rank.key, rank.code); }

std::optional<Rank> ParseCursor(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const auto key = ParseInteger(text.substr(0, colon));
  if (!key) return {};
  return Rank{*key, std::string(text.substr(colon + 1))};
}

AgencyCode HolderOf(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now) {
  return rulebook.HolderOn(dossier.agency, dossier.procedure, DayOf(dossier, rulebook, now));
}

bool HasPart(const DossierQuery& query, std::string_view code) {
  return query.code_part.empty() || Finds(code, query.code_part);
}

bool Matches(const DossierQuery& query, const Listed& dossier, const rulebook::Rulebook& rulebook,
             Instant now) {
  const auto& standings = query.standings;
  if (standings.empty()) {
    if (dossier::IsEnded(dossier.standing) || dossier.standing == Standing::kDeclined) return false;
  } else if (std::find(standings.begin(), standings.end(), dossier.standing) == standings.end()) {
    return false;
  }
  if (query.bucket && dossier.bucket != query.bucket) return false;
  if (query.due_before_day && !(dossier.due_day && *dossier.due_day < *query.due_before_day)) {
    return false;
  }
  if (query.overdue_by && !(dossier.overdue_from && *dossier.overdue_from <= *query.overdue_by)) {
    return false;
  }
  if (!query.procedure.empty() && dossier.procedure.text() != query.procedure) return false;
  if (!HasPart(query, dossier.code)) return false;
  if (query.agency.empty() && query.scope.is_everything()) return true;
  if (!query.scope.is_everything()) {
    const rulebook::Rulebook& rules = *query.scope_rules;
    const AgencyCode holder = rules.HolderOn(dossier.agency, dossier.procedure, query.scope_day);
    const bool is_own = query.scope.Includes(dossier.agency, query.scope_day, rules) ||
                        query.scope.Includes(holder, query.scope_day, rules);
    if (!is_own) return false;
  }
  if (query.agency.empty()) return true;
  const LocalDay day = DayOf(dossier, rulebook, now);
  // Up the tree of that day, until the agency asked for.
  const auto asked = [&](AgencyCode one) { return one.text() == query.agency; };
  return static_cast<bool>(
      rulebook::FirstUpwards(rulebook, HolderOf(dossier, rulebook, now), day, asked));
}

Rank RankOf(const DossierQuery& query, const Listed& dossier) {
  int64_t key = 0;
  if (query.sort == SortKey::kDue) key = KeyOf(dossier.overdue_from, query.descending);
  if (query.sort == SortKey::kReceived) key = KeyOf(dossier.received_at, query.descending);
  return {key, std::string(dossier.code)};
}

ListedEntry::ListedEntry(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now)
    : dossier_(dossier),
      rulebook_(rulebook),
      day_(DayOf(dossier, rulebook, now)),
      holder_(HolderOf(dossier, rulebook, now)),
      zone_([&]() -> const worktime::Zone& {
        const auto* agency = rulebook.FindAgency(dossier.agency, day_);
        return (agency ? *agency->calendar : rulebook.default_calendar()).zone();
      }()) {}

std::string_view ListedEntry::NameOf(AgencyCode code) const {
  const auto* row = rulebook_.FindAgency(code, day_);
  return row ? std::string_view(row->name) : code.text();
}

std::string_view ListedEntry::ProcedureName() const {
  const auto* procedure = rulebook_.FindProcedure(dossier_.procedure);
  return procedure ? std::string_view(procedure->name) : dossier_.procedure.text();
}

std::optional<report::ZonedDue> ListedEntry::Due() const {
  if (!dossier_.due) return {};
  return report::Zoned(*dossier_.due, zone_);
}

std::string WriteListed(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now) {
  return kListedTable.ToText(ListedEntry(dossier, rulebook, now));
}

}  // namespace dunghan::api
