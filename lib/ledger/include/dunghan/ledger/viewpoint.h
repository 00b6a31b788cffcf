#pragma once

#include "dunghan/record/position.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::ledger {

using record::Position;

/// From where a view looks: what holds for all that is read of it.
class Viewpoint {
 public:
  virtual ~Viewpoint() = default;

  /// The newest event at the clock's time; looking back, what was asked for.
  virtual const Position& position() const = 0;
  /// The rulebooks on record at the position, and the newest of them.
  virtual const rulebook::Timeline& timeline() const = 0;
  const rulebook::Rulebook& rulebook() const { return timeline().newest(); }
  /// Fed by `simulate`: everything shown must say so.
  virtual bool simulated() const = 0;
  /// Lets go of the store, for what may take long, such as printing: position and rulebook stay,
  /// nothing else may be asked any more but what says so. While a view holds the store, the
  /// writer's log grows.
  virtual void Release() {}
};

}  // namespace dunghan::ledger
