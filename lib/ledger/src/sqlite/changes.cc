#include "changes.h"

#include <algorithm>
#include <utility>

#include "../share.h"

namespace dunghan::ledger::sqlite {
namespace {

/// Compares dossiers at two ends of a stretch of time.
class Comparison {
 public:
  Comparison(Store& store, const Standpoint& seen) : store_(store), seen_(seen) {}

  std::optional<Change> Compare(std::string_view code, const std::optional<Entry>& then,
                                const Entry& now) {
    if (!then && !now.facts.first_at) return {};  // only a mirror, or the future, speaks of it
    const Judged after(now.facts, seen_.present_rules());
    Change change{code, {}, {now.facts, after.judgement}, {},
                  {},   {}, seen_.present().at,           &seen_.present_rules()};
    if (then) {
      const Judged before(then->facts, seen_.rules());
      if (then->facts == now.facts && before.judgement == after.judgement) return {};
      change.before = DossierState{then->facts, before.judgement};
      Add(change.difference, ShareOf(before), -1);
      if (!(Judged(then->facts, seen_.present_rules()).judgement == before.judgement)) {
        change.rulebooks = RulebooksSince();
      }
    }
    Add(change.difference, ShareOf(after), 1);
    change.difference.DropZeros();
    change.events = EventsSince(now.last_seq);
    // Nothing was heard: a source that has become a mirror is not listened to any more.
    if (change.events.empty()) change.rulebooks = RulebooksSince();
    return change;
  }

 private:
  std::vector<int64_t> RulebooksSince() const {
    std::vector<int64_t> positions;
    for (const rulebook::Version& version : seen_.present_rules().versions()) {
      if (version.seq > seen_.position().seq) positions.push_back(version.seq);
    }
    return positions;
  }

  std::vector<StoredEvent> EventsSince(int64_t last_seq) {
    std::vector<StoredEvent> events;
    for (auto& [seq, event] : store_.Chain(last_seq)) {
      if (seq <= seen_.position().seq && event.at <= seen_.position().at) continue;
      const auto role = seen_.present_rules().RoleOf(event.source, event.at);
      if (event.at > seen_.present().at || role == rulebook::SourceRole::kMirror) continue;
      events.push_back({seq, store_.RecordedAt(seq), std::move(event)});
    }
    std::reverse(events.begin(), events.end());
    return events;
  }

  Store& store_;
  const Standpoint& seen_;
};

}  // namespace

void ForEachChange(Store& store, Standpoint& seen, const View::ChangeVisitor& visit) {
  Comparison comparison(store, seen);
  for (const std::string& code : seen.CodesThatMayDiffer()) {
    const auto now = seen.LoadPresent(code);
    if (!now) continue;
    if (const auto change = comparison.Compare(code, seen.Load(code), *now)) visit(*change);
  }
}

}  // namespace dunghan::ledger::sqlite
