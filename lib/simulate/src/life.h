#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog.h"
#include "dunghan/dossier/event.h"
#include "dunghan/worktime/due.h"
#include "office.h"
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
  kAssessment,
  kConsultation,
  kForceMajeure,
};
inline constexpr std::array<std::string_view, 3> kUnits = {"mot-cua", "chuyen-mon", "lanh-dao"};
inline constexpr std::array<std::string_view, 3> kStepNames = {"tiep-nhan", "tham-dinh",
                                                               "phe-duyet"};
inline constexpr std::array<std::string_view, 11> kReasons = {
    "",      "citizen", "incomplete", "not_eligible", "payment",      "other_agency",
    "staff", "system",  "assessment", "consultation", "force_majeure"};

/// Who acts, or is handed it: none, the competent agency, the receiving one, or one of the agencies
/// on the way of an interlinked dossier (kPartner and on).
enum class Actor : uint8_t { kNone, kCompetent, kCounter, kPartner };
inline constexpr size_t kActors = static_cast<size_t>(Actor::kPartner) + kMostLinks;

/// One event of a dossier to come; what all its events share is kept once, beside them.
struct Step {
  Instant at;
  dossier::EventType type = dossier::EventType::kReceived;
  Unit unit = Unit::kOneStop;  ///< on kAssigned, kTransferred
  Actor actor = Actor::kNone;
  Actor to = Actor::kNone;               ///< on kTransferred
  Reason reason = Reason::kNone;         ///< on stops, ends, reopenings, extensions, causes
  uint8_t rating = 0;                    ///< on kRated
  uint8_t mark = 0;                      ///< names it for the `voids` of its dossier
  uint8_t voids = 0;                     ///< on kVoided: the mark of what it withdraws
  bool shows = false;                    ///< that the dossier was tampered with
  std::optional<Instant> due = {};       ///< on kReceived, kDueSet, kExtended, kApologised
  std::optional<Instant> step_due = {};  ///< on kAssigned, kTransferred
  Instant known = Instant::min();        ///< cannot be sent before
  Instant arrival = {};                  ///< see Deliver
  std::optional<Instant> repeated = {};  ///< and again
};

/// What a dossier's life rests on.
struct Setting {
  const Desk* desk = nullptr;
  const Service* service = nullptr;
  dossier::Channel channel = dossier::Channel::kInPerson;
  Instant arrival;               ///< submitted if online, else received
  bool counter_differs = false;  ///< the receiving agency is another than the competent one
  int partners = 0;              ///< agencies on its way beside the competent one
  worktime::DueRules due_rules;
};

/// What became of it, as far as others go on from it.
struct Outcome {
  Instant received = kNever;
  Instant due = kNever;  ///< as promised last; kNever: nothing promised
  bool late = false;     ///< completed on a later day than due
  bool paused = false;
  bool plain = false;  ///< completed once, nothing corrected or reopened
};

/// Lives a dossier through to its end: all its steps in canonical order, however far in the future
/// they lie. What would happen beyond the calendar does not happen.
Outcome Live(const Setting& setting, Random random, std::vector<Step>& steps);

/// Canonical order.
void Sort(std::vector<Step>& steps);

}  // namespace dunghan::simulate
