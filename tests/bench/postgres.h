#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "dunghan/dossier/event.h"
#include "dunghan/worktime/calendar.h"
#include "measure.h"
#include "workload.h"

/// The same work in PostgreSQL, for comparison.
namespace dunghan::bench {

/// What a month's query says in all.
struct MonthTotals {
  int64_t received = 0;
  int64_t early = 0;
  int64_t on_time = 0;
  int64_t late = 0;
  friend bool operator==(const MonthTotals&, const MonthTotals&) = default;
};

class Postgres {
 public:
  /// Null without libpq or an address. Throws when the server cannot be reached.
  static std::unique_ptr<Postgres> Connect(const std::string& address);
  virtual ~Postgres() = default;

  /// The naive schema in fresh tables. Per batch one transaction of two statements over arrays: the
  /// events, conflicts ignored, and one upsert of each dossier they belong to. The texts of the
  /// arrays are made within the time taken, as a client has to.
  virtual Spent Append(std::span<const dossier::Event> events, size_t batch) = 0;

  /// dossier(code, agency, procedure, received, limit_days, finished), indexed on both instants,
  /// and calendar(day, number, working), where the number counts working days.
  virtual void LoadDossiers(const Workload& workload, int64_t dossiers,
                            const worktime::WorkingCalendar& calendar) = 0;

  enum class Query {
    /// Received, carried over, finished early, on time, late, open in time, overdue; restricted to
    /// dossiers that the month touches.
    kStatement,
    kUnpruned,  ///< the same over all dossiers: every due on file is worked out
    kOnTime,    ///< finished early, on time, late alone; restricted to those finished in the month
  };
  struct Answer {
    Spent spent;
    MonthTotals totals;  ///< of kOnTime, `received` counts the finished ones alone
  };
  /// Per agency and procedure, over dossiers and calendar as loaded.
  virtual Answer Month(Query query, LocalDay from, LocalDay to) = 0;
};

}  // namespace dunghan::bench
