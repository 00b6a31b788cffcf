#pragma once

#include <cstdint>
#include <functional>
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
};

}  // namespace dunghan::ledger
