#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/ledger/outcomes.h"
#include "dunghan/ledger/viewpoint.h"
#include "dunghan/worktime/calendar.h"

/// What each source has sent, how late it came, and how long it was silent.
namespace dunghan::ledger {

/// Lags by how long they are: to the second up to half a minute, from there sixteen buckets to each
/// doubling, so that what is said of a lag is wrong by a thirtieth of it at most. At most some 460
/// buckets, of which only those are kept that hold any.
class LagBuckets {
 public:
  /// A negative lag counts as none.
  void Add(std::chrono::milliseconds lag, int64_t count = 1);
  void Add(const LagBuckets& other);

  int64_t count() const { return count_; }
  /// What so many per mille of the lags do not exceed, the middle of its bucket; nothing: there are
  /// none.
  std::optional<std::chrono::seconds> Quantile(int per_mille) const;

  /// By bucket: number and how many. What SetBuckets takes.
  using Bucket = std::pair<uint16_t, int64_t>;
  const std::vector<Bucket>& buckets() const { return buckets_; }
  /// Whether they ascend and hold something each, as they must; else nothing is taken.
  bool SetBuckets(std::vector<Bucket> buckets);

 private:
  void AddTo(uint16_t bucket, int64_t count);

  std::vector<Bucket> buckets_;  // ascending
  int64_t count_ = 0;
};

/// From one contact to the next.
struct Silence {
  Instant from;
  Instant to;
  std::chrono::milliseconds working{};  ///< in working time of the default calendar
};

/// What one local day of the default calendar brought from a source, by arrival.
struct SourceDay {
  LocalDay day{};
  OutcomeCounts counts;
  LagBuckets lags;  ///< of what was stored: working time from happening to recording
  std::optional<Instant> first_contact;
  std::optional<Instant> last_contact;
  std::optional<Silence> longest;  ///< between two contacts of the day
};

/// What is known of one source.
struct SourceHistory {
  std::string name;
  std::optional<Instant> last_event;  ///< when its newest event happened; none dated ahead
  /// Days that are too long ago to be kept singly, as one; `day` is the last of them.
  std::optional<SourceDay> before;
  std::vector<SourceDay> days;  ///< those with anything, ascending

  std::optional<Instant> last_contact() const;
};

/// All sources that were ever heard, by name. There is a bound on how many have a name of their
/// own; what comes from others is "other".
///
/// What was stored is as the record has it. Repeats leave no trace there, nor do further copies of
/// what is in quarantine: they are counted since `counted_since`.
struct Sources {
  Instant counted_since;
  int64_t through = 0;  ///< the position up to which all is counted
  std::vector<SourceHistory> all;

  const SourceHistory* Find(std::string_view name) const;
};

/// A source over some days.
struct SourceFigures {
  OutcomeCounts counts;
  LagBuckets lags;
  /// The longest silence that lies in those days, the present one included; what began before them
  /// counts from their beginning. Nothing: it was not heard before their end.
  std::optional<Silence> longest;
};
/// Of the days from `from` on; without it, of all. REQUIRES: now is not before the last contact.
SourceFigures FiguresOf(const SourceHistory& source, std::optional<LocalDay> from, Instant now,
                        const worktime::WorkingCalendar& calendar);

/// Working time from one instant to another; 0 if that is not after it. Where the calendar does not
/// know the days, a third of all time counts.
std::chrono::milliseconds WorkedBetween(const worktime::WorkingCalendar& calendar, Instant from,
                                        Instant to);

/// What each source has sent. Of the present: it is not looked back upon.
class SourcesView : public virtual Viewpoint {
 public:
  /// May be asked after Release as well.
  virtual Result<Sources> ReadSources() = 0;
};

}  // namespace dunghan::ledger
