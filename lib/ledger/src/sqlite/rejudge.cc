#include "rejudge.h"

#include <algorithm>

namespace dunghan::ledger::sqlite {

std::optional<Instant> EndsAffectedFrom(const rulebook::Timeline& before,
                                        const rulebook::Timeline& after) {
  std::optional<Instant> from;
  const auto& versions = after.versions();
  for (size_t i = before.versions().size(); i < versions.size(); ++i) {
    const auto& effective = versions[i].effective_from;
    if (effective && *effective >= versions[i].recorded_at) continue;
    const Instant since = effective.value_or(Instant::min());
    from = from ? std::min(*from, since) : since;
  }
  return from;
}

bool RolesDiffer(const rulebook::Timeline& before, const rulebook::Timeline& after,
                 Dictionary& dictionary) {
  if (!EndsAffectedFrom(before, after)) return false;
  for (uint64_t number = 1; number <= dictionary.size(); ++number) {
    const auto source = dictionary.At<SourceName>(number);
    for (const rulebook::Version& version : after.versions()) {
      const Instant at = version.effective_from.value_or(Instant::min());
      if (before.RoleOf(source, at) != after.RoleOf(source, at)) return true;
    }
  }
  return false;
}

}  // namespace dunghan::ledger::sqlite
