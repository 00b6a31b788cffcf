#pragma once

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/board/snapshot.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::board {

/// An instant or nothing, in half the room of an optional.
class MaybeInstant {
 public:
  void Set(std::optional<Instant> at) { at_ = at.value_or(kNone); }
  std::optional<Instant> Get() const { return at_ == kNone ? std::nullopt : std::optional(at_); }

 private:
  static constexpr Instant kNone = Instant::max();
  Instant at_ = kNone;
};

/// A day in half the room.
class ShortDay {
 public:
  void Set(LocalDay day) { days_ = static_cast<int32_t>(day.time_since_epoch().count()); }
  LocalDay Get() const { return LocalDay{std::chrono::days{days_}}; }

 private:
  int32_t days_ = 0;
};

/// A claimed due or nothing, in a third of the room of an optional.
class MaybeDue {
 public:
  void Set(const std::optional<dossier::DueClaim>& due);
  std::optional<dossier::DueClaim> Get() const;

 private:
  static constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  int64_t packed_ = kNone;  // days or milliseconds since 1970, and which of them in the lowest bit
};

/// What a board keeps of an open dossier, its code included as a rule. One clock runs at a time:
/// due, due_day and overdue_from are those of acceptance while that is waited for, then of the
/// board's basis.
struct OpenEntry {
  static constexpr uint8_t kElsewhere = 255;

  const worktime::WorkingCalendar* calendar = nullptr;  ///< the timeline's
  MaybeInstant overdue_from;
  MaybeInstant received_at;
  MaybeDue due;
  /// When time alone will make it overdue on the other basis.
  MaybeInstant other_overdue_from;
  MaybeInstant index_late_from;  ///< and late for index 766
  ShortDay due_day;              ///< of the due, where there is one
  uint32_t agency = 0;           ///< place of the row of the agency it came to
  uint32_t holder = 0;           ///< place of the row it is shown in
  uint32_t procedure = 0;
  uint32_t pair = 0;  ///< of holder and procedure
  dossier::Standing standing : 4 = dossier::Standing::kWithoutReceipt;
  DueBucket bucket : 4 = DueBucket::kUnmeasurable;
  dossier::Acceptance acceptance = dossier::Acceptance::kNone;
  bool other_overdue : 1 = false;
  bool newly_severe : 1 = false;
  bool apologised : 1 = false;
  /// Suspended, and time alone will make its finish late on the board's basis.
  bool suspended_ahead : 1 = false;
  /// Time alone makes it not overdue but unmeasurable: a list has to say first.
  bool awaits_list : 1 = false;
  uint8_t code_size = 0;  ///< 0: the place is free; kElsewhere: the code does not fit in here
  std::array<char, 32> code{};

  bool used() const { return code_size != 0; }
  /// The day the due counts on: that of the receipt where it lies before. REQUIRES: a due.
  LocalDay CountedOn() const {
    const auto received = received_at.Get();
    const LocalDay day = due_day.Get();
    return received ? std::max(day, calendar->zone().DayOf(*received)) : day;
  }
  bool AwaitsAcceptance() const {
    return acceptance == dossier::Acceptance::kWaiting ||
           acceptance == dossier::Acceptance::kWaitingLate;
  }
};
static_assert(sizeof(OpenEntry) == 104);

/// Open dossiers in numbered places, found by code. A freed place is used again.
class OpenDossiers {
 public:
  OpenDossiers() : index_(0, Hash{this}, Equal{this}) {}
  // The index looks into the entries.
  OpenDossiers(const OpenDossiers&) = delete;
  OpenDossiers& operator=(const OpenDossiers&) = delete;

  /// REQUIRES: not there yet, and not empty.
  uint32_t Add(std::string_view code);
  void Remove(uint32_t place);
  std::optional<uint32_t> Find(std::string_view code) const;

  OpenEntry& operator[](uint32_t place) { return entries_[place]; }
  const OpenEntry& operator[](uint32_t place) const { return entries_[place]; }
  /// Empty for a free place. Valid until the dossier is removed.
  std::string_view CodeOf(uint32_t place) const;
  /// Places there are, free ones included.
  size_t places() const { return entries_.size(); }
  size_t size() const { return index_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    const OpenDossiers* of;
    size_t operator()(std::string_view code) const { return std::hash<std::string_view>()(code); }
    size_t operator()(uint32_t place) const { return (*this)(of->CodeOf(place)); }
  };
  struct Equal {
    using is_transparent = void;
    const OpenDossiers* of;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(std::string_view code, uint32_t place) const {
      return code == of->CodeOf(place);
    }
    bool operator()(uint32_t place, std::string_view code) const { return (*this)(code, place); }
  };

  std::deque<OpenEntry> entries_;  // grows without moving, or doubling, what is there
  boost::unordered_flat_map<uint32_t, std::string> long_codes_;  // by place
  std::vector<uint32_t> free_;
  boost::unordered_flat_set<uint32_t, Hash, Equal> index_;
};

}  // namespace dunghan::board
