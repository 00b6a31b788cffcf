#include "event_fates.h"

#include <algorithm>

namespace dunghan::report {

using dossier::Event;
using dossier::EventType;

EventFates::EventFates(const DossierPage& page) : page_(page) {
  for (const ledger::StoredEvent& stored : page.record.events) {
    const Event& event = stored.event;
    if (IsMirror(event)) continue;
    const std::string_view source = event.source.text();
    if (event.type != EventType::kVoided) {
      sent_.emplace(source, event.id);
      continue;
    }
    voids_.emplace(source, event.id);
    if (event.at <= page.view.position().at) voided_.emplace(source, event.voids);
  }
}

bool EventFates::IsMirror(const Event& event) const {
  return !page_.view.timeline().IsFolded(event);
}

Fate EventFates::Of(const Event& event) const {
  if (IsMirror(event)) return Fate::kMirror;
  const std::string_view source = event.source.text();
  if (event.type == EventType::kVoided) {
    if (!sent_.contains({source, event.voids})) {
      return voids_.contains({source, event.voids}) ? Fate::kVoidsAVoid : Fate::kVoidsNothing;
    }
  } else if (voided_.contains({source, event.id})) {
    return Fate::kVoided;
  }
  return event.at > page_.view.position().at ? Fate::kAhead : Fate::kCounts;
}

std::vector<const Event*> EventFates::FurtherReceipts() const {
  std::vector<const Event*> receipts;
  for (const ledger::StoredEvent& stored : page_.record.events) {
    const Event& event = stored.event;
    if (event.type == EventType::kReceived && Of(event) == Fate::kCounts) {
      receipts.push_back(&event);
    }
  }
  std::sort(receipts.begin(), receipts.end(),
            [](const Event* a, const Event* b) { return dossier::CanonicalLess(*a, *b); });
  if (receipts.empty()) return receipts;
  const Event& ruling = *receipts.front();
  std::erase_if(receipts, [&](const Event* one) {
    return one->source == ruling.source && one->id == ruling.id;
  });
  return receipts;
}

}  // namespace dunghan::report
