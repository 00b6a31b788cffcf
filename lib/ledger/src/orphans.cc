#include "orphans.h"

#include <fmt/format.h>

namespace dunghan::ledger {

std::string Orphans::WhyNot(AgencyCode holder) const {
  if (!next_.ListsAgencies()) return {};
  const rulebook::Agency* agency = next_.FindAgency(holder, today_);
  if (!agency) return "is not listed";
  // Both days of validity belong to it.
  if (agency->valid_to && *agency->valid_to < today_) {
    return "ended on " + FormatDate(*agency->valid_to);
  }
  if (agency->valid_from && today_ < *agency->valid_from) {
    return "does not begin before " + FormatDate(*agency->valid_from);
  }
  return {};
}

void Orphans::See(std::string_view code, const dossier::Facts& facts) {
  AgencyCode agency = facts.named_agency;
  ProcedureCode procedure;
  if (facts.submission) {
    agency = facts.submission->agency;
    procedure = facts.submission->procedure;
  }
  if (facts.receipt) {
    agency = facts.receipt->agency;
    procedure = facts.receipt->procedure;
  }
  if (!agency) return;
  const AgencyCode holder = next_.HolderOn(agency, procedure, today_);
  std::string why = WhyNot(holder);
  if (why.empty()) return;
  Found& found = by_agency_[std::string(holder.text())];
  if (found.count++ == 0) {
    found.example = code;
    found.why = std::move(why);
  }
}

std::optional<Error> Orphans::Objection() const {
  if (by_agency_.empty()) return {};
  std::string text = "the rulebook would leave open dossiers without an agency";
  for (const auto& [agency, found] : by_agency_) {
    text += fmt::format("; agency {} {}, has {} open dossier{} ({}{}) and no successor", agency,
                        found.why, found.count, found.count == 1 ? "" : "s",
                        found.count == 1 ? "" : "such as ", found.example);
  }
  return InvalidArgument(text);
}

}  // namespace dunghan::ledger
