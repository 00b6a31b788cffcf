#include "rejudge.h"

#include <algorithm>

namespace dunghan::ledger {

std::optional<Instant> EndsAffectedFrom(const rulebook::Timeline& before,
                                        const rulebook::Timeline& after) {
  std::optional<Instant> from;
  const auto& versions = after.versions();
  for (size_t i = before.versions().size(); i < versions.size(); ++i) {
    const auto& effective = versions[i].effective_from;
    // Not backdated: every end on record lies before it.
    if (effective && *effective >= versions[i].recorded_at) continue;
    const Instant since = effective.value_or(Instant::min());
    from = from ? std::min(*from, since) : since;
  }
  return from;
}

bool SourcesDiffer(const rulebook::Timeline& before, const rulebook::Timeline& after,
                   Dictionary& dictionary) {
  if (!EndsAffectedFrom(before, after)) return false;
  for (uint64_t number = 1; number <= dictionary.size(); ++number) {
    const auto source = dictionary.At<SourceName>(number);
    // In between nothing changes: the instants at which versions begin stand for all.
    for (const rulebook::Version& version : after.versions()) {
      const Instant at = version.effective_from.value_or(Instant::min());
      const auto& then = *before.InForceAt(at).rulebook;
      if (!then.TakesAlike(source, *after.InForceAt(at).rulebook)) return true;
    }
  }
  return false;
}

Moves Rejudge(const Derived& derived, const Dictionary& dictionary, const Book& book,
              const rulebook::Timeline& after, const std::function<void(int64_t)>& tell) {
  const rulebook::Timeline& before = book.timeline();
  Moves moves;
  int64_t done = 0;
  const auto judge = [&](const Folded& entry) {
    const dossier::Judged old = before.Judge(entry.facts);
    const dossier::Judged next = after.Judge(entry.facts);
    tell(++done);
    // With the same dates, too: other terms to count by, such as the level online.
    Replace(moves.cells, figures::ShareOf(old), figures::ShareOf(next));
    return !(old.judgement == next.judgement);
  };
  book.ForEachPacked([&](const Packed& packed) {
    const std::string_view bytes = packed.entry();
    if (!judge(Decoded(packed.code(), bytes, dictionary))) return;
    // The same facts before and after: it is written again for when it next changes by time alone.
    moves.open.push_back({std::string(packed.code()), std::string(bytes), std::string(bytes),
                          packed.settled(), packed.settled()});
  });
  const auto ends_from = EndsAffectedFrom(before, after);
  if (!ends_from) return moves;
  derived.ForEachSettled("", [&](std::string_view code, std::string_view bytes) {
    const Folded entry = Decoded(code, bytes, dictionary);
    if (MayDiffer(entry, ends_from) && judge(entry)) ++moves.ended;
    return true;
  });
  return moves;
}

}  // namespace dunghan::ledger
