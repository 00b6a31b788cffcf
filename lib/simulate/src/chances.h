#pragma once

#include <cstdint>

/// What happens to how many dossiers, per mille. Together with the quality of each agency (Catalog)
/// and the seasons (Season) this is all the realism there is.
namespace dunghan::simulate::chance {

inline constexpr uint64_t kDeclined = 10;     ///< a submission is sent back instead of received
inline constexpr uint64_t kSupplement = 140;  ///< something is missing: a stop
inline constexpr uint64_t kSupplementEveryday = 50;  ///< the same with everyday procedures
inline constexpr uint64_t kNeverSupplemented = 60;   ///< of these: the citizen never answers
inline constexpr uint64_t kCharged = 700;      ///< where there is a charge: a stop until it is paid
inline constexpr uint64_t kStopped = 8;        ///< stopped for another agency
inline constexpr uint64_t kInterlinked = 250;  ///< procedures that pass through other agencies
inline constexpr uint64_t kTransferred = 20;   ///< the others: handed on to who received it
inline constexpr uint64_t kWithdrawn = 8;      ///< taken back by the citizen
inline constexpr uint64_t kRefused = 20;       ///< of what is finished
inline constexpr uint64_t kForgotten = 2;      ///< never finished
inline constexpr uint64_t kOnDueDay = 280;     ///< in time, but not before the last day
inline constexpr uint64_t kMistaken = 3;       ///< closed by mistake and corrected by a void
inline constexpr uint64_t kReopened = 4;       ///< of what is completed
inline constexpr uint64_t kExtended = 150;     ///< of what is late: extended before the due
inline constexpr uint64_t kApologised = 600;   ///< of what is late: with an apology and a new date
inline constexpr uint64_t kUrged = 400;        ///< of what is late: somebody reminds the agency
inline constexpr uint64_t kCauseGiven = 500;   ///< of what is late: with its cause
inline constexpr uint64_t kReturned = 970;     ///< fetched by the citizen, once ready
inline constexpr uint64_t kRated = 150;        ///< of those: rated by the citizen
inline constexpr uint64_t kRepeated = 4;       ///< of events: sent twice
inline constexpr uint64_t kTampered = 5;       ///< with Options::plant

}  // namespace dunghan::simulate::chance
