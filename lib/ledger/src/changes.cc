#include "changes.h"

#include <algorithm>
#include <utility>

#include "share.h"

namespace dunghan::ledger {
namespace {

/// Compares dossiers at two ends of a stretch of time.
class Comparison {
 public:
  Comparison(record::Reading& reading, const Standpoint& seen) : reading_(reading), seen_(seen) {}

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
    std::vector<StoredEvent> events = std::move(reading_.Histories({&last_seq, 1}).front());
    std::erase_if(events, [&](const StoredEvent& stored) {
      const auto& [seq, recorded_at, event] = stored;
      if (seq <= seen_.position().seq && event.at <= seen_.position().at) return true;
      if (event.at > seen_.present().at) return true;
      return seen_.present_rules().RoleOf(event.source, event.at) == rulebook::SourceRole::kMirror;
    });
    return events;
  }

  record::Reading& reading_;
  const Standpoint& seen_;
};

}  // namespace

void ForEachChange(record::Reading& reading, Standpoint& seen, const View::ChangeVisitor& visit) {
  Comparison comparison(reading, seen);
  for (const std::string& code : seen.CodesThatMayDiffer()) {
    const auto now = seen.LoadPresent(code);
    if (!now) continue;
    if (const auto change = comparison.Compare(code, seen.Load(code), *now)) visit(*change);
  }
}

}  // namespace dunghan::ledger
