#pragma once

#include <vector>

#include "catalog.h"
#include "random.h"

namespace dunghan::simulate {

/// A dossier coming in. Points into the catalog's roster of its day.
struct Arrival {
  Instant at;
  const Roster::Staffed* entry = nullptr;
  const Service* service = nullptr;
  dossier::Channel channel = dossier::Channel::kInPerson;
  AgencyCode counter;
  Random random{0};  ///< for the life of this dossier alone
};

/// How many dossiers arrive on which day, where, and when.
class ArrivalSchedule {
 public:
  struct Day {
    LocalDay day;
    uint64_t dossiers = 0;
  };

  /// The seasons are those of `calendar`. REQUIRES: options.from and options.to are set.
  /// @error kInvalidArgument: no working time in these days, or days beyond a calendar.
  static Result<ArrivalSchedule> Make(const Options& options,
                                      const worktime::WorkingCalendar& calendar, Catalog& catalog);

  /// The days on which anything arrives, in order.
  const std::vector<Day>& busy_days() const { return days_; }

  /// The arrivals of one of these days, by time. `first` is the number of the first one.
  std::vector<Arrival> ArrivalsOn(const Day& day, const Roster& roster, uint64_t first) const;

 private:
  /// What is open on a day.
  struct OpenDesk {
    const Roster::Staffed* entry = nullptr;
    Instant midnight;
    std::chrono::milliseconds work{};
    uint64_t weight_through = 0;  ///< of this desk and those before it
  };

  ArrivalSchedule() = default;
  Result<std::vector<OpenDesk>> OpenDesks(LocalDay day, const Roster& roster) const;
  Arrival ArrivalAt(const std::vector<OpenDesk>& desks, const Roster& roster, LocalDay day,
                    Random random) const;
  Instant TimeOf(const OpenDesk& desk, LocalDay day, dossier::Channel channel,
                 Random& random) const;

  uint64_t seed_ = 0;
  std::vector<Day> days_;
};

}  // namespace dunghan::simulate
