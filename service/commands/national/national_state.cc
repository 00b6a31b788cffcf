#include "national/national_state.h"

namespace dunghan::commands {

using dossier::EventType;

void NationalState::Take(const NationalEvent& event) {
  switch (event.type) {
    case EventType::kSubmitted:
      submitted = event.at;
      break;
    case EventType::kDeclined:
      refused = event.at;
      code = 3;
      break;
    case EventType::kReceived:
      received = event.at;
      due = event.due;
      code = 2;
      break;
    case EventType::kDueSet:
      if (event.due) SetDue(*event.due);
      break;
    case EventType::kTransferred:
    case EventType::kAssigned:
      if (event.to) holder = event.to;
      if (code <= 2) code = 4;
      break;
    case EventType::kSupplementRequested:
    case EventType::kSupplemented:
    case EventType::kPaymentRequested:
    case EventType::kPaid:
    case EventType::kSuspended:
    case EventType::kResumed:
      TakeStop(event);
      break;
    case EventType::kCompleted:
      End(event.at, 9);
      break;
    case EventType::kRefused:
      End(event.at, 9);
      refused = event.at;
      break;
    case EventType::kWithdrawn:
      End(event.at, 7);
      break;
    case EventType::kReturned:
      returned = event.at;
      code = 10;
      break;
    case EventType::kReopened:
      Reopen();
      break;
    case EventType::kExtended:
    case EventType::kReady:
    case EventType::kApologised:
    case EventType::kLateCause:
    case EventType::kUrged:
    case EventType::kRated:
    case EventType::kVoided:
    case EventType::kSnapshot:
      break;
  }
}

void NationalState::TakeStop(const NationalEvent& event) {
  if (event.type == EventType::kSupplementRequested) {
    supplements.push_back({.asked = event.at, .due_before = due});
    code = 5;
  } else if (event.type == EventType::kPaymentRequested) {
    code = 6;
  } else if (event.type == EventType::kSuspended) {
    code = 8;
  } else {
    const bool supplied = event.type == EventType::kSupplemented && !supplements.empty();
    if (supplied) supplements.back().given = event.at;
    GoOn();
  }
}

}  // namespace dunghan::commands
