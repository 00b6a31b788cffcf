#include "dunghan/worktime/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace dunghan::worktime {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year;

constexpr LocalDay kFirstDate{year{1} / 1 / 1};
constexpr LocalDay kLastDate{year{9999} / 12 / 31};
// The compiled database lists the changes of zones with daylight saving one by one up to here.
constexpr LocalDay kLastListedDay{year{2037} / 12 / 31};
// No place was ever further from UTC than this.
constexpr hours kMostOffset{26};

std::vector<OffsetChange> ChangesOf(const date::time_zone& zone) {
  const date::sys_seconds first{seconds{kFirstDate.time_since_epoch()}};
  const date::sys_seconds end{seconds{(kLastDate + days{1}).time_since_epoch()}};
  std::vector<OffsetChange> changes;
  date::sys_info now = zone.get_info(first);
  while (now.end < end) {
    const date::sys_info next = zone.get_info(now.end);
    // Changes of name or of the daylight-saving flag alone leave the clocks as they are.
    if (next.offset != now.offset) {
      changes.push_back({Instant{next.begin.time_since_epoch()}, now.offset, next.offset});
    }
    now = next;
  }
  return changes;
}

LocalDay LastDayOf(const std::vector<OffsetChange>& changes) {
  // Clocks that were still changed in the last year of the list go on being changed after it.
  const Instant listed{(kLastListedDay - days{366}).time_since_epoch()};
  return !changes.empty() && changes.back().at >= listed ? kLastListedDay : kLastDate;
}

}  // namespace

struct Zone::Table {
  std::string name;
  std::vector<OffsetChange> changes;
  seconds last_offset{};  ///< after the last change
  LocalDay last_day = kLastDate;

  /// How many changes happened at or before the instant.
  size_t ChangesThrough(Instant instant) const {
    const auto after = std::upper_bound(
        changes.begin(), changes.end(), instant,
        [](Instant value, const OffsetChange& change) { return value < change.at; });
    return static_cast<size_t>(after - changes.begin());
  }
  /// The offset between the change `count - 1` and the change `count`.
  seconds OffsetAfter(size_t count) const {
    return count == changes.size() ? last_offset : changes[count].before;
  }
};

Zone::Zone() {
  static const auto utc = std::make_shared<const Table>(Table{"UTC", {}, seconds{0}, kLastDate});
  table_ = utc;
}

Zone::Zone(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

Result<Zone> Zone::Find(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Table>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return Zone(found->second);
  try {
    date::get_tzdb();
  } catch (const std::exception& failure) {
    return Unavailable("the time zone database cannot be read", failure.what());
  }
  try {
    const date::time_zone* zone = date::locate_zone(name);
    Table table{name, ChangesOf(*zone), {}, {}};
    table.last_day = LastDayOf(table.changes);
    const date::sys_seconds end{seconds{kLastDate.time_since_epoch()}};
    table.last_offset =
        table.changes.empty() ? zone->get_info(end).offset : table.changes.back().after;
    return Zone(known.emplace(name, std::make_shared<const Table>(std::move(table))).first->second);
  } catch (const std::runtime_error&) {
    return InvalidArgument(fmt::format("no time zone \"{}\" in the IANA database", name));
  }
}

const std::string& Zone::name() const { return table_->name; }
LocalDay Zone::last_day() const { return table_->last_day; }
std::span<const OffsetChange> Zone::changes() const { return table_->changes; }

seconds Zone::OffsetAt(Instant instant) const {
  const Table& table = *table_;
  if (table.changes.empty() || instant >= table.changes.back().at) return table.last_offset;
  return table.OffsetAfter(table.ChangesThrough(instant));
}

LocalTime Zone::ToLocal(Instant instant) const {
  return LocalTime{instant.time_since_epoch() + OffsetAt(instant)};
}

LocalDay Zone::DayOf(Instant instant) const { return std::chrono::floor<days>(ToLocal(instant)); }

Instant Zone::ToInstant(LocalTime local, Choose choose) const {
  const Table& table = *table_;
  const Instant as_utc{local.time_since_epoch()};
  if (table.changes.empty() || as_utc - kMostOffset >= table.changes.back().at) {
    return as_utc - table.last_offset;
  }
  std::optional<Instant> found;
  const size_t last = table.ChangesThrough(as_utc + kMostOffset);
  for (size_t i = table.ChangesThrough(as_utc - kMostOffset); i <= last; ++i) {
    const Instant candidate = as_utc - table.OffsetAfter(i);
    if (i > 0 && candidate < table.changes[i - 1].at) {
      // Not yet after this change and no longer before it: the clocks skipped the reading.
      const bool skipped = as_utc - table.changes[i - 1].before >= table.changes[i - 1].at;
      if (skipped && !found) found = table.changes[i - 1].at;
      continue;
    }
    if (i < table.changes.size() && candidate >= table.changes[i].at) continue;
    if (!found || choose == Choose::kLatest) found = candidate;
  }
  return found.value_or(as_utc - OffsetAt(as_utc));
}

Instant Zone::StartOf(LocalDay day) const { return ToInstant(day); }

void Zone::AppendFormatted(std::string& out, Instant instant) const {
  AppendRfc3339(out, instant, std::chrono::round<minutes>(OffsetAt(instant)));
}

std::string Zone::Format(Instant instant) const {
  std::string out;
  AppendFormatted(out, instant);
  return out;
}

}  // namespace dunghan::worktime
