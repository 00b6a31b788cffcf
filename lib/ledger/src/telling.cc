#include "telling.h"

#include <utility>

#include "dunghan/figures/share.h"
#include "rejudge.h"

namespace dunghan::ledger {
namespace {

/// Whether two facts differ in nothing but which event was folded last. Of what is known from lists
/// it matters when that happened: what fell due since is judged by it.
bool SameButForLast(const dossier::Facts& before, dossier::Facts& after) {
  const auto last_at =
      std::exchange(after.last_at, after.said.empty() ? before.last_at : after.last_at);
  const auto last_type = std::exchange(after.last_type, before.last_type);
  const bool same = before == after;
  after.last_at = last_at;
  after.last_type = last_type;
  return same;
}

bool SameJudged(const dossier::Judged& before, dossier::Judged& after) {
  return before.judgement == after.judgement && SameButForLast(before.facts, after.facts) &&
         figures::ShareOf(before) == figures::ShareOf(after);
}

}  // namespace

std::optional<DossierChange> ChangeOf(std::string_view code, std::optional<Folded> was, Folded is,
                                      const rulebook::Timeline& rules) {
  if (was && SameButForLast(was->facts, is.facts)) return {};
  DossierChange change{std::string(code), {}, rules.Judge(std::move(is.facts))};
  if (was) change.before = rules.Judge(std::move(was->facts));
  return change;
}

void TellDifferences(const JudgedStates& was, const JudgedStates& is,
                     const record::Dictionary& dictionary, const ChangeTeller& tell) {
  const bool same_facts = &was.derived == &is.derived;
  const auto ends_from = EndsAffectedFrom(was.rules, is.rules);
  const auto compare = [&](std::string_view code, std::string_view bytes) {
    Folded entry = Decoded(code, bytes, dictionary);
    if (same_facts && !MayDiffer(entry, ends_from)) return;
    DossierChange change{std::string(code), {}, is.rules.Judge(entry.facts)};
    if (!same_facts) {
      const auto kept = was.derived.Load(code);
      if (!kept) return tell(std::move(change));
      entry = Decoded(code, kept->entry, dictionary);
    }
    change.before = was.rules.Judge(std::move(entry.facts));
    if (!SameJudged(*change.before, change.after)) tell(std::move(change));
  };
  is.derived.ForEachOpen({}, [&](auto code, auto, auto bytes) { compare(code, bytes); });
  if (same_facts && !ends_from) return;
  is.derived.ForEachSettled("", [&](auto code, auto bytes) {
    compare(code, bytes);
    return true;
  });
}

}  // namespace dunghan::ledger
