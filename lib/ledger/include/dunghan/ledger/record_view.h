#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/viewpoint.h"
#include "dunghan/record/entry.h"

namespace dunghan::ledger {

using record::StoredEvent;

/// In which order events are gone through.
enum class EventOrder : uint8_t {
  kRecorded,  ///< by position: as they were heard
  kHappened,  ///< by their own time, those of one instant by position
};

/// What was put on record that is no event: a frozen statement, an act of an operator.
struct StoredAct {
  int64_t seq = 0;
  Instant recorded_at;
  record::Kind kind = record::Kind::kAct;
  std::string bytes;  ///< what it says: for those who wrote it
};

/// The events as they were recorded.
class RecordView : public virtual Viewpoint {
 public:
  /// The events up to the position, mirrors' included, until `visit` says false. They are read in
  /// pieces, so that memory is bounded; kHappened sorts their instants first, on disk where they
  /// are many.
  ///
  /// What is recorded stays: this may be asked after Release as well, and then holds the store for
  /// a piece at a time.
  using EventVisitor = std::function<bool(StoredEvent&& event)>;
  virtual Result<void> ForEachEvent(EventOrder order, const EventVisitor& visit) = 0;

  /// The last events up to the position, at most so many, mirrors' included, by position. May be
  /// asked after Release as well.
  virtual Result<std::vector<StoredEvent>> LastEvents(int64_t most) = 0;

  /// Frozen statements and acts of operators up to the position, in order, until `visit` says
  /// false; the events are not walked. May be asked after Release as well.
  using ActVisitor = std::function<bool(StoredAct&& act)>;
  virtual Result<void> ForEachAct(const ActVisitor& visit) = 0;
};

}  // namespace dunghan::ledger
