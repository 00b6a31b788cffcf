#include "dunghan/statement/agency_matcher.h"

#include "dunghan/sheet/reading.h"
#include "reconcile_codes.h"

namespace dunghan::statement {

AgencyMatcher::AgencyMatcher(const rulebook::Rulebook& rulebook, LocalDay day,
                             const std::vector<std::string>& more)
    : rulebook_(rulebook), day_(day) {
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    const std::string code(agency.code.text());
    handles_.emplace(code, agency.code);
    by_key_.emplace(AgencyKey(code), code);
    const bool valid = (!agency.valid_from || *agency.valid_from <= day) &&
                       (!agency.valid_to || *agency.valid_to >= day);
    if (valid) AddName(of_the_day_, agency.name, code);
    AddName(of_any_day_, agency.name, code);
  }
  for (const std::string& code : more) {
    if (!code.empty()) by_key_.emplace(AgencyKey(code), code);
  }
}

void AgencyMatcher::AddName(std::map<std::string, std::string>& names, std::string_view name,
                            std::string_view code) {
  const auto [at, is_new] = names.emplace(NameKey(name), code);
  if (!is_new && at->second != code) at->second.clear();
}

AgencyMatcher::Found AgencyMatcher::Find(std::string_view code, std::string_view name) const {
  if (!code.empty()) {
    const auto found = by_key_.find(AgencyKey(code));
    if (found != by_key_.end()) {
      const bool same = sheet::Plain(found->second) == sheet::Plain(code);
      return {same ? MatchWay::kCode : MatchWay::kCodeReordered, found->second};
    }
  }
  if (name.empty()) return {};
  const std::string key = NameKey(name);
  bool ambiguous = false;
  for (const auto* names : {&of_the_day_, &of_any_day_}) {
    const auto found = names->find(key);
    if (found == names->end()) continue;
    if (!found->second.empty()) return {MatchWay::kName, found->second};
    ambiguous = true;
    break;
  }
  return {ambiguous ? MatchWay::kAmbiguousName : MatchWay::kNone, {}};
}

AgencyCode AgencyMatcher::HandleOf(std::string_view code) const {
  const auto found = handles_.find(code);
  return found == handles_.end() ? AgencyCode() : found->second;
}

std::vector<std::string> AgencyMatcher::Upwards(const std::string& code) const {
  constexpr size_t kHighest = 32;
  std::vector<std::string> way = {code};
  for (AgencyCode at = HandleOf(code); at && way.size() < kHighest;) {
    const rulebook::Agency* agency = rulebook_.FindAgency(at, day_);
    at = agency ? agency->parent : AgencyCode();
    if (at) way.emplace_back(at.text());
  }
  return way;
}

Named AgencyMatcher::NamesOf(const std::string& code) const {
  const AgencyCode handle = HandleOf(code);
  return handle ? NamedAgency(handle, rulebook_, day_) : WithNames(code, {});
}

}  // namespace dunghan::statement
