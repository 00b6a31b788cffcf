#include "history.h"

#include <algorithm>

namespace dunghan::ledger {

using dossier::Event;

void FoldHistory(Folded& entry, std::vector<Event> events, const rulebook::Timeline& timeline,
                 Instant now) {
  entry.wake_at.reset();
  entry.voided.clear();
  std::erase_if(events, [&](const Event& event) {
    // A mirror's too: by its time the source may be an authority.
    if (event.at > now) {
      entry.wake_at = entry.wake_at ? std::min(*entry.wake_at, event.at) : event.at;
      return true;
    }
    if (!timeline.IsFolded(event)) return true;
    if (event.type == dossier::EventType::kVoided) {
      entry.voided.push_back(dossier::IdDigest(event.source, event.voids));
    }
    return false;
  });
  // Equal entries are equal bytes, in whatever order the voids came.
  std::sort(entry.voided.begin(), entry.voided.end());
  entry.facts = timeline.Fold(events);
}

}  // namespace dunghan::ledger
