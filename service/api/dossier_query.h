#pragma once

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "api/services.h"
#include "dunghan/board/board.h"
#include "dunghan/rulebook/scope.h"
#include "http/message.h"

namespace dunghan::api {

/// By what a list is ordered; equal ones by code. Dossiers without the instant come last.
enum class SortKey { kDue, kReceived, kCode };

/// Where a dossier stands in an order. Dossiers of equal keys follow each other by code.
struct Rank {
  int64_t key = 0;
  std::string code;
  friend bool operator==(const Rank&, const Rank&) = default;
  friend bool operator<(const Rank& a, const Rank& b) {
    return std::tie(a.key, a.code) < std::tie(b.key, b.code);
  }
};

/// What `GET /api/v1/dossiers` is asked for.
struct DossierQuery {
  std::vector<dossier::Standing> standings;  ///< any of these; none: all that are open
  bool ended = false;                        ///< the standings are those of ended dossiers
  std::optional<board::DueBucket> bucket;
  std::string agency;  ///< held by this one or one below it; empty: all
  /// Held by one of these, or one below them, by the tree of the day on which it is asked.
  rulebook::Scope scope;
  std::shared_ptr<const rulebook::Rulebook> scope_rules;  ///< with a scope that is not everything
  LocalDay scope_day{};
  std::string procedure;                   ///< empty: all
  std::optional<LocalDay> due_before_day;  ///< only those due on a day before this one
  std::optional<Instant> overdue_by;  ///< only those that are, or will be, overdue at that instant
  std::string code_part;              ///< within the code, both Folded
  SortKey sort = SortKey::kDue;
  bool descending = false;
  size_t limit = 100;
  std::optional<Rank> after;          ///< the last one of the page before
  std::optional<ledger::AsOf> as_of;  ///< as known then, and standing as then; absent: now
};

/// @error kInvalidArgument names the parameter.
Result<DossierQuery> ParseDossierQuery(const http::Request& request);

/// The text of a place to go on from, and back.
std::string ToCursor(const Rank& rank);
std::optional<Rank> ParseCursor(std::string_view text);

/// What of a dossier a list is filtered and ordered by, and shows.
struct Listed {
  std::string_view code;
  AgencyCode agency;
  ProcedureCode procedure;
  dossier::Standing standing = dossier::Standing::kInTime;
  std::optional<board::DueBucket> bucket;
  std::optional<dossier::DueClaim> due;
  std::optional<LocalDay> due_day;
  std::optional<Instant> overdue_from;
  std::optional<Instant> received_at;
  std::optional<Instant> ended_at;
};

/// Who has it at `now`, or had it at its end: the agency it was sent to, or a successor.
AgencyCode HolderOf(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now);

/// Whether the code has the part that is asked for; it has if none is.
bool HasPart(const DossierQuery& query, std::string_view code);
bool Matches(const DossierQuery& query, const Listed& dossier, const rulebook::Rulebook& rulebook,
             Instant now);
/// Smaller comes first, in the order asked for.
Rank RankOf(const DossierQuery& query, const Listed& dossier);

/// One entry of the list, as JSON; `holder` and `holder_name` where that is not `agency`.
std::string WriteListed(const Listed& dossier, const rulebook::Rulebook& rulebook, Instant now);

}  // namespace dunghan::api
