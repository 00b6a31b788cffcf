#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "dunghan/dossier/facts.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/measures.h"

namespace dunghan::figures {

/// Sums of measures that make Further: stocks need what lies before the period.
struct MeasureTally {
  MeasureSums before;  ///< days before the period
  MeasureSums within;  ///< days of the period through min(to, today)
};

/// The figures of one row over one period beside those of the standings. Times are working time.
/// What each is called and made of stands in count_table.h.
struct Further {
  int64_t submitted = 0;
  Rate acceptance;           ///< on_time = accepted or declined in time, all = answered
  int64_t declined = 0;      ///< of those answered
  int64_t waiting = 0;       ///< at the end of the period, limit ahead
  int64_t waiting_late = 0;  ///< at the end of the period
  Rate gross;                ///< finished, on the lawful basis without credit for suspensions
  Rate ready;                ///< finished in time with a `ready`: at the counter by the appointment
  Rate satisfied;            ///< on_time = satisfied, all = answered
  Rate answering;            ///< on_time = answered, all = finished
  Rate online;               ///< on_time = received online, all = received
  Rate online_of_full;       ///< of what was received by procedures offered online in full
  Rate online_of_offered;  ///< of what was received by procedures offered online in full or in part
  int64_t supplements_asked = 0;
  int64_t supplements_asked_late = 0;
  int64_t supplements_asked_again = 0;
  int64_t supplements_answered = 0;
  int64_t extended = 0;
  int64_t reappointed = 0;
  int64_t reappointed_again = 0;
  Rate reappointments_kept;  ///< of those finished late with one
  int64_t urged = 0;
  int64_t urged_dossiers = 0;
  Rate steps;  ///< on_time = in time, all = ended with a limit of their own
  int64_t steps_without_limit = 0;
  std::chrono::milliseconds processing{};  ///< sum over what ended
  std::chrono::milliseconds step_time{};
  std::chrono::milliseconds step_overrun{};
  std::chrono::milliseconds transit{};
  std::chrono::milliseconds unassigned{};
  std::chrono::milliseconds late{};
  std::chrono::milliseconds late_borne{};
  /// By "kind" or "kind:reason": supplement, payment, stop.
  std::map<std::string, std::chrono::milliseconds> suspended;
  std::map<std::string, int64_t> late_causes;  ///< by code; "" = not stated

  Further& operator+=(const Further& other);
  friend bool operator==(const Further&, const Further&) = default;
};

/// `figures` are the same row's on the same basis. `online` is what of them came through the
/// channel "online", by its own measures and count.
struct OnlinePart {
  int64_t received = 0;
  MeasureSums within;
};
Further FurtherOf(const MeasureTally& tally, const Figures& figures, dossier::Basis basis,
                  const OnlinePart& online);

}  // namespace dunghan::figures
