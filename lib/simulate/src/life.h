#pragma once

#include <optional>
#include <vector>

#include "catalog.h"
#include "dunghan/dossier/event.h"
#include "dunghan/worktime/due.h"
#include "random.h"

namespace dunghan::simulate {

/// Officer units and reasons, as short codes: there is nobody behind them.
enum class Unit : uint8_t { kOneStop, kSpecialist, kLeaders };
enum class Reason : uint8_t {
  kNone,
  kCitizen,
  kIncomplete,
  kNotEligible,
  kPayment,
  kOtherAgency,
  kStaff,
  kSystem,
};

/// One event of a dossier to come; what all its events share is kept once, beside them.
struct Step {
  Instant at;
  dossier::EventType type = dossier::EventType::kReceived;
  Unit unit = Unit::kOneStop;       ///< on kAssigned
  Reason reason = Reason::kNone;    ///< on stops, ends, reopenings, causes
  uint8_t rating = 0;               ///< on kRated
  bool mistaken = false;            ///< withdrawn later by the dossier's kVoided
  std::optional<Instant> due = {};  ///< on kReceived, kDueSet, kApologised
};

/// What a dossier's life rests on.
struct Setting {
  const Desk* desk = nullptr;
  const Service* service = nullptr;
  dossier::Channel channel = dossier::Channel::kInPerson;
  Instant arrival;       ///< submitted if online, else received
  bool partner = false;  ///< another agency is there to transfer it to
  worktime::DueRules due_rules;
};

/// Lives a dossier through to its end: all its steps in canonical order, however far in the future
/// they lie. What would happen beyond the calendar does not happen.
void Live(const Setting& setting, Random random, std::vector<Step>& steps);

}  // namespace dunghan::simulate
