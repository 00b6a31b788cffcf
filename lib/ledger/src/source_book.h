#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/ledger/sources_view.h"
#include "dunghan/record/entry.h"
#include "dunghan/record/reading.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::ledger {

/// What is known of all sources, up to an entry of the record. What one event costs does not depend
/// on how much there is.
class SourceBook {
 public:
  /// Sources with a name of their own; names cost nothing, so that the others share one.
  static constexpr size_t kMostSources = 500;
  /// Days of a source that are kept singly.
  static constexpr size_t kMostDays = 400;

  /// Repeats are counted from then on.
  explicit SourceBook(Instant counted_since = {}) : counted_since_(counted_since) {}

  /// Days and lags are by its default calendar from now on.
  void Use(std::shared_ptr<const rulebook::Rulebook> rulebook);

  // REQUIRES: Use; `now` never goes back.

  /// Something of the source came in, whatever became of it.
  void Contact(std::string_view source, Instant now);
  void Count(std::string_view source, Outcome outcome, Instant now, int64_t count = 1);
  /// A stored event, which is counted with it.
  void Stored(std::string_view source, Instant happened, Instant now);

  /// Up to which entry of the record all is counted.
  const record::Head& through() const { return through_; }
  void Reach(const record::Head& head) { through_ = head; }

  Sources ToSources() const;

  // In bytes: a text says how things stand, so that one may be taken in after the other.

  std::string AllToBytes();
  /// What has changed since either was last asked for.
  std::string ChangesToBytes();
  /// Whether it was such a text; if not, the book may hold some of it.
  bool Take(std::string_view bytes);

 private:
  enum class Changed : uint8_t { kNothing, kLastDay, kAll };
  struct Kept {
    SourceHistory history;
    Changed changed = Changed::kNothing;
  };
  Kept& KeptOf(std::string_view source);
  SourceDay& DayOf(Kept& kept, Instant now);
  void FoldFirst(Kept& kept) const;
  std::string ToBytes(bool all);
  const worktime::WorkingCalendar& calendar() const { return rulebook_->default_calendar(); }

  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  Instant counted_since_;
  record::Head through_;
  std::map<std::string, Kept, std::less<>> sources_;
  Kept* last_ = nullptr;  // neighbours mostly come from one source
  std::optional<Instant> day_of_;
  LocalDay day_{};
};

/// Counts what lies between where the book stands and a link of the record: events, and what
/// quarantine gained by the tallies. @throws record::Failure
void CountFromRecord(record::Reading& reading, const rulebook::Timeline& timeline,
                     const record::Head& through, SourceBook& book);

}  // namespace dunghan::ledger
