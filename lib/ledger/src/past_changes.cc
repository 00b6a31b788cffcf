#include "past_changes.h"

#include <algorithm>
#include <utility>

#include "dunghan/figures/share.h"

namespace dunghan::ledger {
namespace {

/// Compares dossiers at two ends of a stretch of time.
class Comparison {
 public:
  Comparison(record::Reading& reading, const Standpoint& seen) : reading_(reading), seen_(seen) {}

  std::optional<PastChange> Compare(std::string_view code, const std::optional<Folded>& then,
                                    const Folded& now) {
    if (!then && !now.facts.first_at) return {};  // only a mirror, or the future, speaks of it
    PastChange change{{std::string(code), {}, seen_.present_rules().Judge(now.facts)}};
    change.now = seen_.present().at;
    change.rules = &seen_.present_rules();
    if (then) {
      change.before = seen_.rules().Judge(then->facts);
      const dossier::Judgement& before = change.before->judgement;
      if (then->facts == now.facts && before == change.after.judgement) return {};
      figures::Add(change.difference, figures::ShareOf(*change.before), -1);
      if (!(seen_.present_rules().Judge(then->facts).judgement == before)) {
        change.rulebooks = RulebooksSince();
      }
    }
    figures::Add(change.difference, figures::ShareOf(change.after), 1);
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
      // Known by then is not enough: what was dated ahead may have come into force since.
      if (seq <= seen_.position().seq && event.at <= seen_.position().at) return true;
      if (event.at > seen_.present().at) return true;
      return !seen_.present_rules().IsFolded(event);
    });
    return events;
  }

  record::Reading& reading_;
  const Standpoint& seen_;
};

}  // namespace

void ForEachPastChange(record::Reading& reading, Standpoint& seen,
                       const DossiersView::PastChangeVisitor& visit) {
  Comparison comparison(reading, seen);
  for (const std::string& code : seen.CodesThatMayDiffer()) {
    const auto now = seen.LoadPresent(code);
    if (!now) continue;
    if (const auto change = comparison.Compare(code, seen.Load(code), *now)) visit(*change);
  }
}

}  // namespace dunghan::ledger
