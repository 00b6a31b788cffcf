#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/viewpoint.h"
#include "dunghan/record/quarantine.h"

namespace dunghan::ledger {

using record::QuarantineEntry;

/// Entries of quarantine that wait, by the source's name.
using WaitingBySource = std::map<std::string, int64_t, std::less<>>;

/// What could not be used. Of the present: it is not looked back upon.
class QuarantineView : public virtual Viewpoint {
 public:
  /// Entries waiting, with an id after `id`: at most so many, oldest first. May be asked after
  /// Release as well.
  virtual Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) = 0;
  /// How many wait of each source that has any. Likewise.
  virtual Result<WaitingBySource> CountWaiting() = 0;
  /// @error kNotFound
  virtual Result<QuarantineEntry> FindQuarantine(int64_t id) = 0;
  /// The bytes that could not be parsed; kNotFound when purged.
  virtual Result<std::string> RawBytes(const QuarantineEntry& entry) = 0;
};

}  // namespace dunghan::ledger
