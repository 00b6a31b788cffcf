#include "scoped.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"
#include "http/problem.h"

namespace dunghan::api {

bool Sees(const rulebook::Scope& scope, std::string_view agency, const board::Snapshot& present) {
  if (scope.is_everything()) return true;
  // By its text: a name that nobody knows is not to become a code.
  const auto& agencies = present.rulebook->agencies();
  const auto listed =
      std::find_if(agencies.begin(), agencies.end(),
                   [&](const rulebook::Agency& one) { return one.code.text() == agency; });
  if (listed != agencies.end()) {
    return scope.Includes(listed->code, present.today, *present.rulebook);
  }
  const auto& own = scope.agencies();
  return std::any_of(own.begin(), own.end(), [&](AgencyCode one) { return one.text() == agency; });
}

bool SeesDossiersOf(const access::Caller& caller, const Services& services,
                    std::string_view agency) {
  return caller.scope.is_everything() ||
         (!agency.empty() && Sees(caller.scope, agency, *services.board.Now()));
}

std::optional<http::Response> NarrowFigures(const access::Caller& caller, const Services& services,
                                            std::string& agency) {
  if (services.everybodys_figures) return {};
  return NarrowToOwn(caller, services, agency);
}

std::optional<http::Response> NarrowToOwn(const access::Caller& caller, const Services& services,
                                          std::string& agency) {
  if (caller.scope.is_everything()) return {};
  const auto& own = caller.scope.agencies();
  if (agency.empty() && own.size() == 1) agency = own.front().text();
  if (agency.empty()) {
    std::string codes;
    for (const AgencyCode one : own) {
      codes += (codes.empty() ? "" : ", ") + std::string(one.text());
    }
    return http::Problem(403, "agency: the token is bound to several; name one of " + codes);
  }
  if (SeesDossiersOf(caller, services, agency)) return {};
  return http::Problem(403, fmt::format("agency: the token is not for {}", JsonQuote(agency)));
}

}  // namespace dunghan::api
