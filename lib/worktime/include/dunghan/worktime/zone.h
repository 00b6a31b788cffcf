#pragma once

#include <memory>
#include <span>
#include <string>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

namespace dunghan::worktime {

/// A moment at which a zone's clocks are set to another offset from UTC.
struct OffsetChange {
  Instant at;
  std::chrono::seconds before{};
  std::chrono::seconds after{};
};

/// A time zone of the IANA database, e.g. "Asia/Ho_Chi_Minh": instants to wall clock and back.
///
/// A cheap handle on an immutable table; safe from any thread. Zones with daylight saving are known
/// as far as the machine's compiled database goes (2037); see last_day().
class Zone {
 public:
  /// UTC.
  Zone();
  /// @error kInvalidArgument: no zone of that name.
  static Result<Zone> Find(const std::string& name);

  const std::string& name() const;
  /// The last day whose offset is known for certain; 9999-12-31 for zones that no longer change.
  LocalDay last_day() const;
  /// Every change of offset, by instant; empty for zones that never had one.
  std::span<const OffsetChange> changes() const;

  std::chrono::seconds OffsetAt(Instant instant) const;
  LocalTime ToLocal(Instant instant) const;
  LocalDay DayOf(Instant instant) const;

  /// Where a wall clock reading occurs twice (clocks go back) or never (they go forward).
  enum class Choose { kEarliest, kLatest };
  /// A reading that never occurs is the instant of the change.
  Instant ToInstant(LocalTime local, Choose choose = Choose::kEarliest) const;
  /// Local midnight, the day's first instant.
  Instant StartOf(LocalDay day) const;

  /// RFC 3339 with the zone's offset at that instant; an offset with seconds (local mean time of
  /// the 19th century) is rounded to the minute, so that the text still names that instant.
  std::string Format(Instant instant) const;
  void AppendFormatted(std::string& out, Instant instant) const;

 private:
  struct Table;
  explicit Zone(std::shared_ptr<const Table> table);
  std::shared_ptr<const Table> table_;
};

}  // namespace dunghan::worktime
